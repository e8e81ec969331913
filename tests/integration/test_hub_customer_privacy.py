"""What never goes out on a customer's connection, and what never comes in: others' words, staff's, commands."""

from __future__ import annotations

import json

import pytest
from support.conversations import LIN, XIAOLIN
from support.hub_world import WANG, World

from bot.handoff.ports import BotMessage


async def test_what_only_staff_may_read_never_reaches_a_customers_stream(world: World) -> None:
    """Readings, the brief, notes, alerts, control and resolution stay inside (invariant 11)."""
    async with world.customer(profile=LIN) as page:
        await page.say("气死我了 转人工", "m1")
        item = await world.wait_until_queued(page.conversation)
        await world.house.claimed(page.conversation)
        talk = world.conversations
        await talk.agent_notes(page.conversation, agent=XIAOLIN, client_id="n1", text="此客户要小心")
        epoch = (await world.house.store.control(page.conversation)).epoch
        await talk.agent_says(page.conversation, agent=XIAOLIN, epoch=epoch, client_id="a1", text="我来处理")
        await talk.resolve(
            page.conversation, agent=XIAOLIN, epoch=epoch, result=talk.results[0].code, note="内部说明", next="bot"
        )
        await page.until("control", control=await talk.customer_control(page.conversation))
        session = page.welcome["session"]
        live = page.seen
    async with world.customer(hello={"session": session}) as again:
        last = (await world.conversations.events(page.conversation, since=0, audience="customer"))[-1]
        while not again.events() or again.events()[-1]["seq"] < last["seq"]:
            await again.until("event")
        replayed = again.seen

    staff_kinds = {"control", "brief", "note", "resolution", "suppressed", "alert"}
    everything = await world.conversations.events(page.conversation, since=0, audience="staff")
    assert {"control", "brief", "note", "resolution"} <= {event["kind"] for event in everything}
    for frames in (live, replayed):
        events = [frame["event"] for frame in frames if frame["t"] == "event"]
        said = json.dumps(frames, ensure_ascii=False)
        assert any(event["text"] == "我来处理" for event in events)
        assert not staff_kinds & {event["kind"] for event in events}
        assert not any("staff" in event for event in events)
        for secret in ("此客户要小心", "内部说明", item["handoff_id"], XIAOLIN.agent_id, "reading", "complaint"):
            assert secret not in said


async def test_a_customer_never_gets_another_customers_messages(world: World) -> None:
    """Neither by waiting nor by asking."""
    async with world.customer(profile=LIN) as lin, world.customer(profile=WANG) as wang:
        await lin.say("我的手机号是13800138000")
        await lin.until_event("text", text="答：我的手机号是13800138000")
        await wang.say("你好")
        await wang.until_event("text", text="答：你好")

    assert {event["conversation"] for event in wang.events()} == {wang.conversation}


@pytest.mark.parametrize("text", ["/restart", '/handoff{"x":"y"}', "／restart", "<script>alert(1)</script>"])
async def test_text_that_looks_like_a_command_is_text(world: World, text: str) -> None:
    """It reaches log and bot as words, and changes nothing."""
    async with world.customer(profile=LIN) as page:
        ack = await page.say(text)
        await page.until_event("text", actor={"kind": "bot", "id": "", "name": "小接"})

        assert ack["t"] == "ack"
        assert world.house.engine.asked[0].turn.text == text
        assert world.house.engine.asked[0].turn.payload == ""
        assert (await world.conversations.customer_control(page.conversation))["state"] == "bot"


async def test_a_button_is_pressed_by_its_id_and_only_in_its_own_conversation(world: World) -> None:
    """A payload or somebody else's button is refused with a sentence."""
    buttons = {"buttons": [{"title": "查物流", "payload": "/ask_logistics"}]}
    world.house.engine.answers["你好"] = [BotMessage("text", "想查什么？", buttons)]
    async with world.customer(profile=LIN) as lin, world.customer(profile=WANG) as wang:
        await lin.say("你好")
        button = (await lin.until_event("text", text="想查什么？"))["data"]["buttons"][0]
        await wang.tell("send", client_id="c1", kind="choice", choice_id=button["id"])
        refused = await wang.until("nack")
        await lin.tell("send", client_id="c2", kind="choice", choice_id="/ask_logistics")
        odd = await lin.until("nack")
        await lin.tell("send", client_id="c3", kind="choice", choice_id=button["id"])

        assert (await lin.until_event("choice"))["text"] == "查物流"

    assert "payload" not in button
    assert (refused["code"], odd["code"]) == ("not_found", "bad_input")
