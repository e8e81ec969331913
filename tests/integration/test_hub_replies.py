"""Canned replies on the staff side: in order for a conversation, filled with what its brief knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from support.conversations import LIN
from support.hub_world import World

from bot.runtime.agent_replies import reading


async def waiting(world: World, line: str) -> str:
    """A conversation whose customer waits for a person after this line."""
    async with world.customer(profile=LIN) as page:
        await page.say(line)
        await page.say("转人工", "m2")
        await world.wait_until_queued(page.conversation)
        return page.conversation


async def replies(agent: httpx.AsyncClient, conversation: str) -> dict[str, Any]:
    """What the desk is given."""
    answer = await agent.get("/api/replies", params={"conversation": conversation})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_agent_gets_what_fits_first_with_the_customers_own_facts(
    world: World, agent: httpx.AsyncClient
) -> None:
    """A late parcel and somebody who wants their money back; the agent has not said anything yet."""
    given = await replies(agent, await waiting(world, "我要退款"))

    names = [situation["name"] for situation in given["situations"]]
    assert names[:3] == ["开场", "退款进度", "物流延误"]
    assert [situation["fits"] for situation in given["situations"]][:3] == [True, True, True]
    assert not given["situations"][-1]["fits"]
    assert {name: given["values"][name] for name in ("name", "agent", "order_id", "title")} == {
        "name": "林晓",
        "agent": "小林",
        "order_id": "JZ261118000001",
        "title": "轻量羽绒服",
    }
    assert given["variables"]["due"] == "答应的时间"
    assert "due" not in given["values"]


async def test_an_angry_customer_gets_the_soothing_words_first(world: World, agent: httpx.AsyncClient) -> None:
    """Each reply in the tone of the moment, the other one behind it (playbook C2)."""
    given = await replies(agent, await waiting(world, "气死我了"))

    delay = next(situation for situation in given["situations"] if situation["code"] == "delay")
    assert given["tone"] == "upset"
    assert [text["tone"] for text in delay["replies"][0]["texts"]] == ["upset", "calm"]
    assert next(one["fits"] for one in given["situations"] if one["code"] == "soothe")


async def test_an_expired_reply_is_not_offered_any_more(world: World, agent: httpx.AsyncClient, tmp_path: Path) -> None:
    """Its days are over, those of its neighbours are not (playbook A6)."""
    path = tmp_path / "agents.yml"
    text = reading.FILE.read_text("utf-8")
    path.write_text(text.replace("title: 看到延误了", "title: 看到延误了\n  valid_until: 2026-01-31"), "utf-8")
    world.replies = reading.load(path)

    given = await replies(agent, await waiting(world, "我要退款"))

    codes = [reply["code"] for situation in given["situations"] for reply in situation["replies"]]
    assert "delay_found" not in codes
    assert "delay_news" in codes


async def test_only_who_may_see_the_conversation_gets_its_facts(world: World, agent: httpx.AsyncClient) -> None:
    """Not signed in, somebody else's customer, no conversation at all."""
    conversation = await waiting(world, "我要退款")
    item = await world.wait_until_queued(conversation)
    body = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
    assert (await agent.post(f"/api/conversations/{conversation}/claim", json=body)).status_code == 200
    async with world.browser() as nobody:
        assert (await nobody.get("/api/replies", params={"conversation": conversation})).status_code == 401
    other = await world.colleague("xiaozhou", "小周")
    assert (await other.get("/api/replies", params={"conversation": conversation})).status_code == 403
    await other.aclose()

    assert (await agent.get("/api/replies")).status_code == 404
    assert (await agent.get("/api/replies", params={"conversation": conversation})).status_code == 200
