"""The desk's calls that move a conversation, over the wire (protocol, section 3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import World, hub

from bot.adapters.duty import RedisDuty


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub whose team is at work in the store."""
    async with hub(tmp_path, store_url) as served:
        parts = served.house.parts
        parts.duty = RedisDuty(served.house.redis, parts.clock, parts.rules.groups)
        yield served


async def waiting(world: World) -> tuple[str, dict[str, object]]:
    """A customer who waits, and what a claim needs."""
    async with world.customer(profile=LIN) as page:
        await page.say("转人工", "m1")
        item = await world.wait_until_queued(page.conversation)
    return page.conversation, {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}


async def post(browser: httpx.AsyncClient, conversation: str, move: str, **body: object) -> httpx.Response:
    """One of the calls."""
    return await browser.post(f"/api/conversations/{conversation}/{move}", json=body)


async def test_signing_in_is_coming_to_work_and_an_offer_appears_on_the_desk(world: World) -> None:
    """The desk hears of the offer, of the team and of its own load."""
    browser = await world.colleague()
    async with world.desk(browser) as desk:
        me = await desk.until("me", status="online")
        await waiting(world)
        queue = await desk.until("queue")
        while not queue["items"] or queue["items"][0]["state"] != "offered":
            queue = await desk.until("queue")

    assert (me["active"], me["capacity"]) == (0, 5)
    assert queue["items"][0]["offered_name"] == "小林"
    await browser.aclose()


async def test_a_transfer_goes_from_desk_to_desk(world: World) -> None:
    """Ask, accept; the first agent's epoch is stale afterwards."""
    lin = await world.colleague("xiaolin", "小林")
    conversation, claim = await waiting(world)
    zhou = await world.colleague("laozhou", "老周", role="senior")
    control = (await post(lin, conversation, "claim", **claim)).json()["control"]

    asked = await post(
        lin, conversation, "transfer", epoch=control["epoch"], to_group="senior", reason="超出权限", note="要求赔偿"
    )
    shown = (await zhou.get("/api/queue")).json()["items"][0]
    taken = await post(zhou, conversation, "claim", **claim)

    assert asked.json()["control"]["state"] == "transferring"
    assert (shown["transfer"]["reason"], shown["state"]) == ("超出权限", "transferring")
    assert taken.json()["control"]["agent_name"] == "老周"
    refused = await post(lin, conversation, "park", epoch=control["epoch"], due_at=9_999_999_999_999, note="")
    assert refused.status_code in {400, 403}
    for browser in (lin, zhou):
        await browser.aclose()


async def test_only_supervisors_and_qa_take_over_join_and_see_all(world: World) -> None:
    """A colleague is refused with a sentence."""
    lin = await world.colleague("xiaolin", "小林")
    conversation, claim = await waiting(world)
    control = (await post(lin, conversation, "claim", **claim)).json()["control"]
    zhang, boss = await world.colleague("zhang", "小张"), await world.colleague("boss", "王主管", role="supervisor")

    refused = [
        await post(zhang, conversation, move, epoch=control["epoch"], reason="我来") for move in ("take_over", "join")
    ]
    live = await zhang.get("/api/live")
    joined = await post(boss, conversation, "join")
    seen = (await boss.get("/api/live")).json()["items"]
    without_reason = await post(boss, conversation, "take_over", epoch=control["epoch"], reason="  ")
    taken = await post(boss, conversation, "take_over", epoch=control["epoch"], reason="舆情风险")

    assert [answer.status_code for answer in (*refused, live)] == [403, 403, 403]
    assert joined.json()["control"]["joined"][0]["name"] == "王主管"
    assert [item["agent_name"] for item in seen] == ["小林"]
    assert without_reason.status_code == 400
    assert taken.json()["control"]["agent_name"] == "王主管"
    for browser in (lin, zhang, boss):
        await browser.aclose()


async def test_the_status_one_chooses_is_kept_and_the_team_sees_it(world: World) -> None:
    """A word that is none is refused."""
    browser = await world.colleague()

    chosen = await browser.post("/api/presence", json={"status": "break"})
    refused = await browser.post("/api/presence", json={"status": "lost"})
    team = (await browser.get("/api/team")).json()["items"]
    groups = (await browser.get("/api/groups")).json()["groups"]

    assert (chosen.json()["status"], refused.status_code) == ("break", 400)
    assert [(one["name"], one["status"]) for one in team] == [("小林", "break")]
    assert {"code": "service", "title": "普通客服"} in groups
    await browser.aclose()


async def test_a_parked_customer_is_on_the_list_and_may_be_taken(world: World) -> None:
    """An agent promises a time; a colleague takes the customer earlier."""
    lin = await world.colleague("xiaolin", "小林")
    conversation, claim = await waiting(world)
    control = (await post(lin, conversation, "claim", **claim)).json()["control"]
    due = world.clock.now_ms() + 3_600_000

    parked = await post(lin, conversation, "park", epoch=control["epoch"], due_at=due, note="等仓库回话")
    listed = (await lin.get("/api/parked")).json()["items"]
    zhang = await world.colleague("zhang", "小张")
    epoch = parked.json()["control"]["epoch"]
    taken = await post(zhang, conversation, "claim", handoff_id=claim["handoff_id"], epoch=epoch)

    assert parked.json()["control"]["state"] == "parked"
    assert [(item["conversation"], item["parked_for"]) for item in listed] == [(conversation, due)]
    assert taken.json()["control"]["agent_name"] == "小张"
    for browser in (lin, zhang):
        await browser.aclose()
