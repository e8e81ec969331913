"""Sending a picture over HTTP, again and again until the hub has it (docs/customer-api.yaml, ``/v1/evidence``)."""

from __future__ import annotations

import asyncio

import httpx

from bot.client.address import Address
from bot.client.pace import Backoff, Pace
from bot.client.records import Sent
from bot.client.trouble import HubUnreachable, error_of
from bot.kernel.errors import JiezhuError

_NOT_NOW = {429, 502, 503, 504}


async def send_picture(
    address: Address, session: str, picture: bytes, *, client_id: str, origin: str, pace: Pace
) -> Sent:
    """Send it. The same ``client_id`` again is the same message, so every try means the same.

    Raises:
        JiezhuError: the hub's last word, or HubUnreachable when there was none.
    """
    headers = {"Authorization": f"Bearer {session}", "Content-Type": "application/octet-stream"}
    if origin:
        headers["Origin"] = origin
    backoff = Backoff(pace)
    async with httpx.AsyncClient(base_url=address.http, headers=headers, timeout=pace.answer_s) as line:
        while True:
            try:
                answer = await line.post("/v1/evidence", params={"client_id": client_id}, content=picture)
            except httpx.TransportError as error:
                failure: JiezhuError = HubUnreachable()
                failure.__cause__ = error
            else:
                if answer.status_code == 200:
                    said = answer.json()
                    return Sent(int(said["seq"]), bool(said.get("duplicate")))
                failure = problem_of(answer)
                if answer.status_code not in _NOT_NOW:
                    raise failure
            pause = backoff.next()
            if backoff.tries > pace.repeats:
                raise failure
            await asyncio.sleep(pause)


def problem_of(answer: httpx.Response) -> JiezhuError:
    """The error behind an HTTP answer of the hub, or of something in front of it."""
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict) or "code" not in said:
        return HubUnreachable(f"对方的回答不是接待中枢的（HTTP {answer.status_code}）。")
    return error_of(said)
