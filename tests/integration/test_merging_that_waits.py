"""A merge that cannot be made at once, or broke off: it comes later, whole, and once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support.apps import client, signed, staff_events
from support.conversations import LIN, XIAOLIN, House
from support.hub_world import World

from bot.handoff.people import CustomerProfile
from bot.kernel.errors import StoreUnavailable


async def test_a_visitor_who_waits_keeps_their_place_when_they_sign_in(world: World) -> None:
    """The visitor's conversation stays the live one; the desk sees at once who it is."""
    async with client(world) as visitor:
        await visitor.ask_human()
        before = await world.wait_until_queued(visitor.conversation)
    async with client(world, session=visitor.session, token=signed(world)) as customer:
        after = await world.wait_until_queued(visitor.conversation)

    assert customer.conversation == visitor.conversation
    assert after["handoff_id"] == before["handoff_id"]
    assert after["queued_at"] == before["queued_at"]
    assert after["customer"]["name"] == "林晓"
    assert len(await staff_events(world, visitor.conversation, "signed_in")) == 1


async def test_the_merge_that_waited_comes_when_the_handoff_ends(world: World) -> None:
    """The window goes on in the customer's conversation by itself, and the next line is there."""
    async with client(world) as visitor:
        await visitor.ask_human()
        await world.wait_until_queued(visitor.conversation)
    async with client(world, session=visitor.session, token=signed(world)) as customer, asyncio.timeout(30):
        epoch = await world.house.claimed(visitor.conversation)
        await world.conversations.resolve(
            visitor.conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="说清楚了", next="bot"
        )
        async for event in customer.events():
            if event.data.get("code") == "merged":
                break
        await customer.send("谢谢")

    own = await world.house.store.conversation_of(LIN.customer_id, "")
    assert customer.conversation == own
    texts = [event["text"] for event in await world.conversations.events(own, since=0, audience="customer")]
    assert "谢谢" in texts
    assert await world.house.store.merges() == []


async def test_a_merge_waits_for_the_answer_the_bot_still_owes(house: House) -> None:
    """A message taken is answered: it is not closed away."""
    house.engine.gate.clear()
    visitor = await house.service.open_for(CustomerProfile())
    await house.service.customer_says(visitor, client_id="m1", text="在吗")
    own = await house.service.open_for(LIN)

    assert await house.service.sign_in(visitor, own, LIN) == visitor
    house.engine.gate.set()
    await house.service.background.drain()
    await house.service.merge_what_is_due()
    events = await house.service.events(own, since=0, audience="staff")
    merged = [event for event in events if event["kind"] == "merged"]

    assert [line["text"] for line in merged[0]["data"]["lines"]] == ["在吗", "答：在吗"]


@pytest.mark.parametrize("dies_before", ["keep_profile", "commit:1", "commit:2", "merge_ended"])
async def test_a_merge_that_broke_off_anywhere_is_finished_once(
    house: House, dies_before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was done already is not done again; nothing is left undone."""
    visitor = await house.service.open_for(CustomerProfile())
    await house.says(visitor, "我的羽绒服破了")
    own = await house.service.open_for(LIN)
    with monkeypatch.context() as broken:
        break_off(house, dies_before, broken)
        with pytest.raises(StoreUnavailable):
            await house.service.sign_in(visitor, own, LIN)
    for _ in range(2):
        await house.service.merge_what_is_due()
        await house.service.sign_in(visitor, own, LIN)

    staff = await house.service.events(own, since=0, audience="staff")
    assert [event["kind"] for event in staff] == ["merged", "notice"]
    closed = await house.service.events(visitor, since=0, audience="staff")
    assert [event["kind"] for event in closed].count("merged_into") == 1
    assert await house.store.merges() == []
    assert await house.service.live_conversation(own) == own


def break_off(house: House, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a call of the store fail: the named one, or of the commits the first or second."""
    name, _, count = place.partition(":")
    real = getattr(house.store, name)
    left = int(count or 1)

    async def fails(*args: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if not left:
            raise StoreUnavailable()
        return await real(*args, **options)

    monkeypatch.setattr(house.store, name, fails)


async def test_a_visitors_conversation_an_agent_had_closed_is_merged_too(world: World) -> None:
    """It is closed already; what is missing is only where it goes on."""
    async with client(world) as visitor:
        await visitor.ask_human()
        await world.wait_until_queued(visitor.conversation)
        epoch = await world.house.claimed(visitor.conversation)
        await world.conversations.resolve(
            visitor.conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="", next="close"
        )
        await world.conversations.background.drain()
    async with client(world, session=visitor.session, token=signed(world)) as customer:
        await customer.send("又是我")

    assert customer.conversation != visitor.conversation
    assert len(await staff_events(world, visitor.conversation, "merged_into")) == 1
