"""The body of a request that may be large: read piece by piece, never more of it kept than is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from sanic import Request
from sanic.http import Http

from bot.kernel.errors import BadInput, TooMuch

PATIENCE = 4
"""So many times the limit is read and thrown away: who hangs up at once leaves a browser with no answer to show."""
SKIM_S = 10.0
"""Seconds that may take."""


async def receive(request: Request, *, limit: int, within_s: float) -> bytes:
    """The whole body.

    Raises:
        BadInput: it is empty, or longer than ``limit``.
        TooMuch: it did not come in time.
    """
    kept = bytearray()
    length = 0
    try:
        async with asyncio.timeout(within_s):
            async for piece in _pieces(request, limit):
                length += len(piece)
                if length <= limit:
                    kept += piece
    except TimeoutError:
        raise TooMuch("网络有点慢，图片没有传完，请重发一次。") from None
    if length > limit:
        megabytes = f"{limit / 1_000_000:g}"
        raise BadInput(f"这张图片超过了 {megabytes} MB，请截图或压缩后再发。", why="too_big", limit_bytes=limit)
    if not kept:
        raise BadInput("没有收到图片，请重新选择后再发。", why="not_an_image")
    return bytes(kept)


async def skim(request: Request, *, limit: int) -> None:
    """Let the body of a request that is refused pass, so that the answer reaches a browser that is still sending."""
    try:
        async with asyncio.timeout(SKIM_S):
            async for _ in _pieces(request, limit):
                continue
    except TimeoutError:
        return


def _pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    # Typed as HTTP/2's too, which this hub does not speak.
    stream = cast(Http, request.stream)
    stream.request_max_size = PATIENCE * limit
    return aiter(stream)


class Slots:
    """How many may do something at the same time."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self) -> None:
        """Become one of them.

        Raises:
            TooMuch: there are as many as there may be.
        """
        if self._left <= 0:
            raise TooMuch("现在发图片的人比较多，请过几秒再发。")
        self._left -= 1

    def give_back(self) -> None:
        """Be done."""
        self._left += 1
