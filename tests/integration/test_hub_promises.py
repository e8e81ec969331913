"""Promises on the staff side: listed, pushed to every desk, marked as kept by whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import World, hub

from bot.handoff.ports import BotMessage
from bot.hub.limits import Limits

ASKED = "快递怎么还不动"


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub whose desks look for news five times a second, and whose bot promises news within a minute."""
    async with hub(tmp_path, store_url, limits=Limits(sweep_s=0.2)) as served:
        data = {
            "code": "courier_news",
            "text": "联系快递后给您回话",
            "keeper": "agent",
            "order_id": "JZ1",
            "ref": "SF1",
        }
        due = served.clock.now_ms() + 60_000
        served.house.engine.answers[ASKED] = [
            BotMessage("promise", "", data | {"due_at": due}),
            BotMessage("text", "已经在催快递了。", {}),
        ]
        yield served


async def promised(world: World, agent: httpx.AsyncClient) -> dict[str, Any]:
    """The promise the bot makes 林晓, once the hub has filed it."""
    async with world.customer(profile=LIN) as page:
        await page.say(ASKED)
        await page.until_event("text", text="已经在催快递了。")
        assert not [event for event in page.events() if event["kind"] == "promise"]
    async with asyncio.timeout(10):
        while not (items := (await agent.get("/api/promises")).json()["items"]):
            await asyncio.sleep(0.05)
    (item,) = items
    return dict(item)


async def test_a_promise_of_the_bot_is_listed_with_customer_time_and_keeper(
    world: World, agent: httpx.AsyncClient
) -> None:
    """The sweep of the hub files it by itself; nothing of the customer but what lists show."""
    item = await promised(world, agent)

    assert (item["text"], item["keeper"], item["order_id"], item["ref"], item["state"]) == (
        "联系快递后给您回话",
        "agent",
        "JZ1",
        "SF1",
        "open",
    )
    assert item["customer"] == {"name": "林晓", "level": "金卡会员", "verified": True}


async def test_a_promise_is_marked_as_kept_by_whoever_did_it(world: World, agent: httpx.AsyncClient) -> None:
    """Then it is no longer to be done, and is listed among the kept ones."""
    item = await promised(world, agent)

    answer = await agent.post(f"/api/promises/{item['id']}/keep", json={"note": "已回电，快递明天送"})

    kept = answer.json()["promise"]
    assert (kept["state"], kept["kept_by"], kept["note"]) == ("kept", "小林", "已回电，快递明天送")
    assert kept["kept_at"] > item["made_at"]
    assert (await agent.get("/api/promises?state=open")).json() == {"items": []}
    assert (await agent.get("/api/promises?state=kept")).json() == {"items": [kept]}
    assert (await agent.get("/api/promises?state=broken")).json() == {"items": []}


async def test_every_desk_has_the_list_and_hears_when_one_is_kept(world: World, agent: httpx.AsyncClient) -> None:
    """Pushed whole, as the queue is."""
    async with world.desk(agent) as desk:
        await desk.until("promises", items=[])
        item = await promised(world, agent)
        await desk.until("promises", items=[item])

        await agent.post(f"/api/promises/{item['id']}/keep", json={})

        await desk.until("promises", items=[])


async def test_only_staff_may_read_or_keep_promises(world: World, agent: httpx.AsyncClient) -> None:
    """And a page of somebody else's may not press the button."""
    item = await promised(world, agent)
    async with world.browser() as nobody:
        assert (await nobody.get("/api/promises")).status_code == 401
        assert (await nobody.post(f"/api/promises/{item['id']}/keep", json={})).status_code == 401

    foreign = await agent.post(f"/api/promises/{item['id']}/keep", json={}, headers={"origin": "https://evil.example"})

    assert foreign.status_code == 403
    assert (await agent.get("/api/promises")).json()["items"] == [item]


@pytest.mark.parametrize(
    ("call", "status"),
    [("/api/promises?state=later", 400), ("/api/promises/e_nothing/keep", 404)],
)
async def test_what_cannot_be_is_said_in_one_sentence(
    world: World, agent: httpx.AsyncClient, call: str, status: int
) -> None:
    """A state there is none, a promise there is none."""
    answer = await (agent.post(call, json={}) if call.endswith("keep") else agent.get(call))

    assert answer.status_code == status
    assert answer.json()["message"]
