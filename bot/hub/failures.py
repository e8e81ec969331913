"""What clients are told when something goes wrong: our own errors as they are, everything else as one sentence."""

from __future__ import annotations

import secrets
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json as json_response

from bot.kernel.errors import BadInput, JiezhuError, NotAllowed, NotFound, TooMuch
from bot.runtime.logs import get_logger

log = get_logger("hub")

_OF_STATUS: dict[int, JiezhuError] = {
    403: NotAllowed(),
    404: NotFound("没有这个地址。"),
    405: BadInput("这个地址不支持这种请求方式。"),
    413: TooMuch("提交的内容太大了。"),
    429: TooMuch(),
}


def as_known(error: Exception) -> JiezhuError:
    """The error as a client may see it. What is not ours is logged under a number the client gets too."""
    if isinstance(error, JiezhuError):
        return error
    failure = secrets.token_hex(4)
    log.error("hub.failed", failure=failure, exc_info=error)
    return JiezhuError(f"系统出了点小问题，请稍后再试（编号 {failure}）。", failure=failure)


def answer(error: JiezhuError, status: int | None = None) -> HTTPResponse:
    """An error as an HTTP answer: ``{code, message, data}``."""
    return json_response(error.as_dict(), status=status or error.http_status, headers={"Cache-Control": "no-store"})


def handle_failures(app: Sanic[Any, Any]) -> None:
    """Give an app its one way to answer errors."""

    @app.exception(JiezhuError)
    async def ours(_request: Request, error: JiezhuError) -> HTTPResponse:
        return answer(error)

    @app.exception(SanicException)
    async def of_the_server(_request: Request, error: SanicException) -> HTTPResponse:
        if error.status_code >= 500:
            return answer(as_known(error), error.status_code)
        return answer(_OF_STATUS.get(error.status_code, BadInput()), error.status_code)

    @app.exception(Exception)
    async def unforeseen(_request: Request, error: Exception) -> HTTPResponse:
        return answer(as_known(error))
