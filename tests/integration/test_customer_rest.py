"""The customers' side over plain HTTP: the same conversation, limits and errors as on the socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import World, hub
from support.photos import photo

from bot.hub.limits import Limits

SHOP = "https://shop.example"


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub whose shop has pages of its own."""
    async with hub(tmp_path, store_url, shop_origins=SHOP) as opened:
        yield opened


@pytest.fixture
async def app(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """An app that cannot hold a socket."""
    async with httpx.AsyncClient(base_url=f"http://{world.public}/v1", trust_env=False, timeout=40) as client:
        yield client


async def signed_in(app: httpx.AsyncClient, **hello: Any) -> dict[str, Any]:
    """Begin a session, and use it from now on."""
    answer = await app.post("/session", json=hello)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    app.headers["authorization"] = f"Bearer {said['session']}"
    return said


async def test_a_customer_talks_without_a_socket(world: World, app: httpx.AsyncClient) -> None:
    """Session, message, events: what was said is the same log that a socket of theirs shows."""
    welcome = await signed_in(app, token=world.customer_tokens.sign(LIN))
    taken = (await app.post("/messages", json={"client_id": "m1", "kind": "text", "text": "在吗"})).json()
    again = (await app.post("/messages", json={"client_id": "m1", "kind": "text", "text": "在吗"})).json()
    await world.conversations.background.drain()
    news = (await app.get("/events", params={"since": 0})).json()

    assert welcome["customer"] == {"name": "林晓", "verified": True}
    assert taken == {"seq": again["seq"], "duplicate": False}
    assert again["duplicate"] is True
    assert [event["text"] for event in news["events"]] == ["在吗", "答：在吗"]
    assert news["since"] == news["events"][-1]["seq"]
    async with world.customer(profile=LIN) as page:
        assert page.conversation == welcome["conversation"]
        await page.until("event")
        await page.until("event")
        assert page.events() == news["events"]


async def test_who_waits_for_news_gets_it_when_it_comes(world: World, app: httpx.AsyncClient) -> None:
    """The answer comes with the event, not with the end of the waiting time."""
    welcome = await signed_in(app)
    waiting = asyncio.create_task(app.get("/events", params={"since": 0, "wait_s": 25}))
    await until_somebody_waits(world)
    await world.conversations.customer_says(welcome["conversation"], client_id="other-window", text="在吗")
    async with asyncio.timeout(5):
        news = (await waiting).json()

    assert news["events"][0]["text"] == "在吗"


async def until_somebody_waits(world: World) -> None:
    """Wait until a poll has its seat."""
    assert world.running
    polls = world.running._servers[0].app.ctx.polls
    async with asyncio.timeout(5):
        while not polls.waiting:
            await asyncio.sleep(0.01)


async def test_a_change_of_who_speaks_is_news_by_itself(world: World, app: httpx.AsyncClient) -> None:
    """Whoever says what they were told last hears of it at once."""
    await signed_in(app)
    before = (await app.get("/events", params={"since": 0})).json()
    await app.post("/human", json={"client_id": "h1"})
    await world.conversations.background.drain()
    after = (
        await app.get(
            "/events", params={"since": 10_000, "wait_s": 20, "control_tag": before["control_tag"]}, timeout=5
        )
    ).json()

    assert before["control"]["state"] == "bot"
    assert after["control"]["state"] != "bot"


async def test_nothing_new_is_told_after_the_waiting_time(app: httpx.AsyncClient) -> None:
    """Not earlier, and not with an error."""
    await signed_in(app)
    before = asyncio.get_running_loop().time()
    news = (await app.get("/events", params={"since": 0, "wait_s": 1})).json()

    assert news["events"] == []
    assert asyncio.get_running_loop().time() - before >= 1


async def test_a_hub_that_stops_does_not_keep_those_who_wait(world: World, app: httpx.AsyncClient) -> None:
    """They get what there is and ask the next hub."""
    await signed_in(app)
    waiting = asyncio.create_task(app.get("/events", params={"since": 0, "wait_s": 25}))
    await until_somebody_waits(world)
    async with asyncio.timeout(5):
        await world.stop()
        answer = await waiting

    assert answer.status_code == 200


async def test_a_picture_can_be_sent_and_seen_under_the_version(app: httpx.AsyncClient) -> None:
    """The same call as the page's, with the version in its path."""
    await signed_in(app)
    sent = await app.post("/evidence", params={"client_id": "p1"}, content=photo())
    event = (await app.get("/events")).json()["events"][0]
    seen = await app.get(f"/evidence/{event['data']['evidence']}/thumb")

    assert sent.json() == {"seq": event["seq"], "duplicate": False}
    assert seen.status_code == 200


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        (("POST", "/messages", {"client_id": "m1", "kind": "text", "text": " "}), 400, "bad_input"),
        (("POST", "/messages", {"client_id": "m1", "kind": "song", "text": "啦"}), 400, "bad_input"),
        (("POST", "/messages", {"kind": "text", "text": "没有编号"}), 400, "bad_input"),
        (("POST", "/messages", {"client_id": "m1", "kind": "choice", "choice_id": "b_none"}), 404, "not_found"),
        (("POST", "/leave_queue", {"client_id": "m1"}), 409, "illegal_transition"),
        (("POST", "/read", {"seq": -1}), 400, "bad_input"),
        (("GET", "/events?since=minus", None), 400, "bad_input"),
        (("GET", "/nowhere", None), 404, "not_found"),
    ],
)
async def test_what_cannot_be_done_has_the_code_of_the_socket(
    app: httpx.AsyncClient, call: tuple[str, str, Any], status: int, code: str
) -> None:
    """``{code, message, data}`` with the status of the code."""
    await signed_in(app)
    method, path, body = call
    answer = await app.request(method, path, json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nobody"}, {"authorization": "Basic eDp5"}])
async def test_without_a_session_nothing_is_told(app: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """401, whatever is asked."""
    answers = [await app.get("/events", headers=headers), await app.post("/human", json={}, headers=headers)]

    assert {answer.status_code for answer in answers} == {401}


async def test_a_forged_token_begins_no_session(app: httpx.AsyncClient) -> None:
    """As on the socket."""
    assert (await app.post("/session", json={"token": "forged"})).json()["code"] == "not_signed_in"


async def test_who_writes_too_fast_is_slowed_whichever_way_they_write(tmp_path: Path, store_url: str) -> None:
    """One allowance for socket and calls together."""
    async with (
        hub(tmp_path, store_url, limits=Limits(messages=2, messages_per_s=0.01)) as world,
        httpx.AsyncClient(base_url=f"http://{world.public}/v1", trust_env=False) as app,
    ):
        welcome = await signed_in(app)
        await app.post("/messages", json={"client_id": "m1", "kind": "text", "text": "一"})
        async with world.customer(hello={"session": welcome["session"]}) as page:
            await page.say("二", "m2")
            refused = await page.say("三", "m3")
        answer = await app.post("/messages", json={"client_id": "m4", "kind": "text", "text": "四"})

    assert refused["code"] == "too_much"
    assert (answer.status_code, answer.json()["code"]) == (429, "too_much")


async def test_only_so_many_wait_for_one_customer(tmp_path: Path, store_url: str) -> None:
    """Each holds memory; the next one is asked to come back."""
    async with (
        hub(tmp_path, store_url, limits=Limits(windows=1)) as world,
        httpx.AsyncClient(base_url=f"http://{world.public}/v1", trust_env=False) as app,
    ):
        await signed_in(app)
        waiting = asyncio.create_task(app.get("/events", params={"wait_s": 20}, timeout=30))
        await until_somebody_waits(world)
        refused = await app.get("/events", params={"wait_s": 20})
        waiting.cancel()

    assert refused.status_code == 429


async def test_a_page_of_the_shop_may_call_and_a_foreign_one_may_not(app: httpx.AsyncClient) -> None:
    """The origins of the socket hold here, errors included."""
    asks = {"origin": SHOP, "access-control-request-method": "POST"}
    preflight = await app.options("/messages", headers=asks)
    refused = await app.get("/events", headers={"origin": SHOP})
    foreign = await app.post("/session", json={}, headers={"origin": "https://evil.example"})

    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == SHOP
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    assert refused.headers["access-control-allow-origin"] == SHOP
    assert foreign.status_code == 403
    assert "access-control-allow-origin" not in foreign.headers
