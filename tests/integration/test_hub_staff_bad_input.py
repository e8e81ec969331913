"""What the staff side makes of calls, bodies and frames that fit nothing."""

from __future__ import annotations

import httpx
import pytest
from support.hub_world import NOWHERE, World


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/conversations/nonsense", 404), ("/api/nothing", 404), (f"/api/conversations/{NOWHERE}", 403)],
)
async def test_what_is_not_there_is_said_so(agent: httpx.AsyncClient, path: str, status: int) -> None:
    """As JSON with a code, like every error; an unknown conversation looks like a foreign one."""
    answer = await agent.get(path)

    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message", "data"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"username": 7, "password": "x"}'])
async def test_a_body_that_is_none_is_refused_in_words(world: World, body: bytes) -> None:
    """400 with a Chinese sentence."""
    async with world.browser() as browser:
        answer = await browser.post("/api/login", content=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


async def test_a_body_above_one_megabyte_is_refused(world: World) -> None:
    """413, and the hub goes on serving."""
    async with world.browser() as browser:
        answer = await browser.post("/api/login", content=b"x" * 1_200_000)
        after = await browser.get("/health")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_much")
    assert after.status_code == 200


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "dance"},
        {"t": "open", "conversation": "c_1"},
        {"t": "open"},
        {"t": "send", "conversation": NOWHERE, "kind": "text", "text": "没有编号"},
        {"t": "typing"},
    ],
)
async def test_a_frame_that_is_not_understood_gets_an_error(
    world: World, agent: httpx.AsyncClient, frame: dict[str, str]
) -> None:
    """And the desk stays connected."""
    async with world.desk(agent) as desk:
        await desk.tell(**frame)
        error = await desk.until("error")
        await desk.tell("ping")
        await desk.until("pong")

    assert error["code"] == "bad_input"
