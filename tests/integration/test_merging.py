"""A visitor who turns out to be a customer brings along what was said, and nothing opens the old door (playbook A3)."""

from __future__ import annotations

import asyncio

import pytest
from support.apps import client, codes, signed, staff_events
from support.hub_world import WANG, World
from support.photos import photo

from bot.adapters.evidence_files import EvidenceFiles
from bot.handoff.control import State
from bot.kernel.errors import NotSignedIn


async def test_a_visitor_who_signs_in_need_not_repeat_a_word(world: World) -> None:
    """Their lines are in their own conversation, for staff; the visitor's one is closed and points there."""
    async with client(world) as visitor:
        await visitor.send("我的羽绒服破了")
        await world.conversations.background.drain()
    async with client(world, session=visitor.session, token=signed(world)) as customer:
        await customer.send("刚才说的那件")
    merged = (await staff_events(world, customer.conversation, "merged"))[0]["data"]
    pointer = (await staff_events(world, visitor.conversation, "merged_into"))[0]["data"]

    assert customer.conversation != visitor.conversation
    assert merged["from"] == visitor.conversation
    assert [(line["actor"], line["text"]) for line in merged["lines"]] == [
        ("customer", "我的羽绒服破了"),
        ("bot", "答：我的羽绒服破了"),
    ]
    assert pointer == {"into": customer.conversation}
    assert "merged" in await codes(world, customer.conversation)
    assert (await world.house.store.control(visitor.conversation)).state is State.CLOSED


async def test_the_agent_in_charge_sees_the_pictures_of_the_visitor(world: World) -> None:
    """They are named in the lines and fetched from where they were sent; a colleague who is not in charge gets none."""
    world.house.parts.evidence = EvidenceFiles(world.settings.evidence_folder, world.clock)
    async with client(world) as visitor:
        await visitor.show(photo())
        await world.conversations.background.drain()
    async with client(world, session=visitor.session, token=signed(world)) as customer:
        merged = (await staff_events(world, customer.conversation, "merged"))[0]["data"]
        evidence = next(line["evidence"] for line in merged["lines"] if line["kind"] == "image")
        thumb = f"/api/conversations/{merged['from']}/evidence/{evidence}/thumb"
        agent, other = await world.colleague(), await world.colleague("xiaowang", "小王")
        before = await agent.get(thumb)
        await customer.ask_human()
        item = await world.wait_until_queued(customer.conversation)
        claim = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        claimed = await agent.post(f"/api/conversations/{customer.conversation}/claim", json=claim)
        seen, refused = await agent.get(thumb), await other.get(thumb)
    for browser in (agent, other):
        await browser.aclose()

    assert claimed.status_code == 200
    assert (before.status_code, seen.status_code, refused.status_code) == (403, 200, 403)
    assert seen.headers["content-type"] == "image/jpeg"


async def test_a_visitor_who_said_nothing_leaves_no_trace(world: World) -> None:
    """There is nothing to bring along, and nothing to tell."""
    async with client(world) as visitor:
        pass
    async with client(world, session=visitor.session, token=signed(world)) as customer:
        pass

    assert await staff_events(world, customer.conversation, "merged") == []


async def test_the_visitors_session_opens_nothing_any_more(world: World) -> None:
    """Whoever else holds it has not shown who they are: it never becomes the customer's."""
    async with client(world) as visitor:
        await visitor.send("在吗")
    async with client(world, session=visitor.session, token=signed(world)):
        pass

    with pytest.raises(NotSignedIn):
        async with client(world, session=visitor.session):
            pass


async def test_an_older_window_of_the_visitor_comes_back_as_the_customer(world: World) -> None:
    """It is told to come back, finds its session over, and asks the shop who is signed in."""
    await_token = {"token": ""}

    async def ask_shop() -> str:
        return await_token["token"]

    async with client(world, token_source=ask_shop) as window, asyncio.timeout(20):
        await window.send("我的羽绒服破了")
        await world.conversations.background.drain()
        await_token["token"] = signed(world)
        async with client(world, session=window.session, token=signed(world)) as customer:
            pass
        await window.send("还在吗")

    assert window.conversation == customer.conversation
    said = await world.conversations.events(customer.conversation, since=0, audience="customer")
    assert [event["text"] for event in said if event["text"] == "还在吗"] == ["还在吗"]


async def test_another_customers_session_brings_nothing_along(world: World) -> None:
    """On a shared computer the one before stays the one before."""
    async with client(world, token=signed(world, WANG)) as wang:
        await wang.send("我是王雨桐")
    async with client(world, session=wang.session, token=signed(world)) as lin:
        pass

    assert await staff_events(world, lin.conversation, "merged") == []
    assert (await world.house.store.control(wang.conversation)).state is State.BOT


async def test_a_window_of_the_visitor_hears_nothing_more_once_they_signed_in(world: World) -> None:
    """While the handoff goes on: whoever holds that window has not shown who they are."""
    async with client(world) as window, asyncio.timeout(20):
        await window.ask_human()
        await world.wait_until_queued(window.conversation)
        async with client(world, session=window.session, token=signed(world)) as customer:
            with pytest.raises(NotSignedIn):
                async for _ in window.events():
                    pass
            assert customer.conversation == window.conversation
            assert customer.connected
