"""One customer in several places, and a visitor who turns out to be a customer (playbook A1, A3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from support.conversations import LIN, XIAOLIN, House
from support.hub_world import WANG, Page, World, hub
from support.photos import photo

from bot.adapters.evidence_files import EvidenceFiles
from bot.client import JiezhuClient, Pace
from bot.handoff.control import State
from bot.handoff.people import CustomerProfile
from bot.kernel.errors import NotSignedIn, StoreUnavailable

BRISK = Pace(first_s=0.01, most_s=0.05)


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub."""
    async with hub(tmp_path, store_url) as opened:
        yield opened


def client(world: World, **who: Any) -> JiezhuClient:
    """Somebody's app."""
    return JiezhuClient(f"http://{world.public}", pace=BRISK, **who)


def signed(world: World, profile: CustomerProfile = LIN) -> str:
    """The shop's word on who it is."""
    return world.customer_tokens.sign(profile)


async def staff_events(world: World, conversation: str, kind: str) -> list[dict[str, Any]]:
    """Events of a kind as staff see them."""
    events = await world.conversations.events(conversation, since=0, audience="staff")
    return [event for event in events if event["kind"] == kind]


async def codes(world: World, conversation: str) -> list[str]:
    """The notices the customer was told."""
    events = await world.conversations.events(conversation, since=0, audience="customer")
    return [event["data"]["code"] for event in events if event["kind"] == "notice"]


async def test_what_is_said_on_one_channel_is_seen_on_the_other(world: World) -> None:
    """The same customer is the same conversation; staff see where each line came from."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="app") as app:
        await web.send("网页上说的")
        await app.send("手机上说的")
        async with asyncio.timeout(10):
            seen = [event.text async for event in first(web, until="手机上说的")]

    assert web.conversation == app.conversation
    assert seen[0] == "网页上说的"
    texts = await staff_events(world, web.conversation, "text")
    said = [event for event in texts if event["actor"]["kind"] == "customer"]
    assert [event["staff"]["channel"] for event in said] == ["web", "app"]


async def first(chat: JiezhuClient, *, until: str) -> AsyncIterator[Any]:
    """Events up to one with these words."""
    async for event in chat.events():
        yield event
        if event.text == until:
            return


async def test_two_channels_are_told_once(world: World) -> None:
    """Both windows show the line; it is not repeated with every message."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="app") as app:
        for chat in (web, app, web, app):
            await chat.send("在吗")
    notices = await staff_events(world, web.conversation, "notice")
    told = [event for event in notices if event["data"]["code"] == "two_channels"]

    assert len(told) == 1
    assert "APP" in told[0]["text"]


async def test_the_desk_shows_the_channels_of_who_waits(world: World) -> None:
    """In the queue's item and in the record."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="mini") as mini:
        await web.send("在吗")
        await mini.ask_human()
        item = await world.wait_until_queued(web.conversation)
        control = await world.conversations.staff_control(web.conversation)

    assert item["channels"] == control["channels"] == ["web", "mini"]


@pytest.mark.parametrize("channel", ["WEB", "a b", "x" * 17, "微信", "1"])
async def test_a_channel_is_a_short_plain_word(world: World, channel: str) -> None:
    """It stands in keys of lists and on the desk."""
    async with world.chat_socket() as socket:
        page = Page(socket)
        await page.tell("hello", channel=channel)
        assert await page.close_code() == 4400


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
