"""A customer's connection: messages, acks, replay, and what never goes out on it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.conversations import LIN, XIAOLIN
from support.hub_world import WANG, Page, World, hub
from support.live_store import LiveStore

from bot.handoff.ports import BotMessage
from bot.hub.limits import Limits


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub with the usual limits."""
    async with hub(tmp_path, store_url) as served:
        yield served


async def test_an_acknowledged_message_is_in_the_log(world: World) -> None:
    """The ack names its place; the log has it there."""
    async with world.customer(profile=LIN) as page:
        ack = await page.say("我的快递到哪了")
        events = await world.conversations.events(page.conversation, since=0, audience="staff")

    assert ack["t"] == "ack"
    assert [event["text"] for event in events if event["seq"] == ack["seq"]] == ["我的快递到哪了"]


async def test_the_customer_sees_their_message_and_the_bots_answer_in_order(world: World) -> None:
    """Both come as events; their own carries the client id it was sent with."""
    async with world.customer(profile=LIN) as page:
        await page.say("在吗", "m-7")
        mine = await page.until_event("text") if not page.events() else page.events()[0]
        answer = await page.until_event("text", text="答：在吗")

    assert (mine["client_id"], mine["text"]) == ("m-7", "在吗")
    assert answer["seq"] > mine["seq"]


async def test_the_same_client_id_again_gives_the_first_result(world: World) -> None:
    """A resend after a lost ack is not a second message (invariant 10)."""
    async with world.customer(profile=LIN) as page:
        first = await page.say("退款", "m1")
        second = await page.say("退款", "m1")
        events = await world.conversations.events(page.conversation, since=0, audience="customer")

    assert second == first | {"duplicate": True}
    assert [event["text"] for event in events].count("退款") == 1


async def test_a_client_that_says_since_n_gets_what_it_lacks_and_nothing_twice(world: World) -> None:
    """Reconnect in the middle of a conversation (invariant 10)."""
    async with world.customer(profile=LIN) as page:
        await page.say("一", "m1")
        await page.until_event("text", text="答：一")
        await page.say("二", "m2")
        last = await page.until_event("text", text="答：二")
        session = page.welcome["session"]
    async with world.customer(hello={"session": session, "since": 2}) as page:
        await page.until_event("text", text="答：二")

        assert [event["seq"] for event in page.events()] == [3, last["seq"]]
        assert page.welcome["last_seq"] == last["seq"]


async def test_a_client_that_has_more_than_there_is_gets_everything(world: World) -> None:
    """Its numbers are those of another conversation."""
    async with world.customer(profile=LIN) as page:
        await page.say("你好")
        session = page.welcome["session"]
    async with world.customer(hello={"session": session, "since": 5000}) as page:
        assert (await page.until_event("text"))["seq"] == 1


async def test_two_windows_of_a_customer_see_the_same(world: World) -> None:
    """The telephone and the computer at home."""
    async with world.customer(profile=LIN) as phone, world.customer(profile=LIN) as computer:
        await phone.say("我想退货")

        assert (await computer.until_event("text"))["text"] == "我想退货"
        assert await computer.until_event("text", text="答：我想退货")


async def test_a_ninth_window_replaces_the_first(world: World) -> None:
    """A page that opens sockets without end does not use up the hub."""
    async with asyncio.timeout(20), world.customer(profile=LIN) as first:
        pages = [world.customer(profile=LIN) for _ in range(8)]
        for page in pages:
            await page.__aenter__()

        assert await first.close_code() == 4409
        for page in pages:
            await page.__aexit__(None, None, None)


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


async def test_a_human_is_called_and_the_place_in_the_queue_follows_what_others_do(world: World) -> None:
    """The second moves up when the first leaves, without having sent anything."""
    async with world.customer(profile=LIN) as lin, world.customer(profile=WANG) as wang:
        await lin.tell("human", client_id="h1")
        await world.wait_until_queued(lin.conversation)
        await wang.tell("human", client_id="h2")
        await world.wait_until_queued(wang.conversation)
        while (await wang.until("control"))["control"]["position"] != 2:
            continue
        await lin.tell("leave_queue", client_id="l1")

        while (control := (await wang.until("control"))["control"])["position"] != 1:
            continue
        while (left := (await lin.until("control"))["control"])["state"] != "bot":
            continue

    assert (control["state"], control["ahead"], left["position"]) == ("waiting", 0, None)


async def test_leaving_a_queue_one_is_not_in_is_refused_in_words(world: World) -> None:
    """The error's own code and sentence come back under the client's id."""
    async with world.customer(profile=LIN) as page:
        await page.tell("leave_queue", client_id="l1")
        nack = await page.until("nack")

    assert (nack["client_id"], nack["code"]) == ("l1", "illegal_transition")
    assert nack["message"]


async def test_bursts_pass_and_floods_are_told_to_wait_in_every_window(tmp_path: Path, store_url: str) -> None:
    """Five at once are fine here; then `too_much`. The limit is the conversation's, and the socket stays open."""
    limits = Limits(messages=5, messages_per_s=0.001)
    async with (
        hub(tmp_path, store_url, limits=limits) as world,
        world.customer(profile=LIN) as page,
        world.customer(profile=LIN) as other,
    ):
        answers = [await page.say(f"第{n}句", f"m{n}") for n in range(6)]
        elsewhere = await other.say("喂", "x1")
        await page.tell("ping")
        await page.until("pong")

    assert [answer["t"] for answer in answers] == ["ack"] * 5 + ["nack"]
    assert (answers[5]["code"], elsewhere["code"]) == ("too_much", "too_much")


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "dance"},
        {"t": "hello", "since": 0},
        {"t": "send", "kind": "text", "text": "没有编号"},
        {"t": "read", "seq": "all"},
    ],
)
async def test_a_frame_that_is_not_understood_gets_an_error_and_the_talk_goes_on(world: World, frame: dict) -> None:
    """Unknown types and missing fields are answered, not punished."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(json.dumps(frame))
        error = await page.until("error")

        assert (error["code"], (await page.say("你好"))["t"]) == ("bad_input", "ack")


@pytest.mark.parametrize("raw", ["", "{", "[" * 60_000, "null", b"\x00\xff", b'{"t":"ping"}'])
async def test_garbage_gets_an_error_and_the_talk_goes_on(world: World, raw: str | bytes) -> None:
    """Broken JSON, deep nesting, binary messages."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(raw)
        error = await page.until("error")

        assert (error["code"], (await page.say("你好"))["t"]) == ("bad_input", "ack")


async def test_text_that_is_no_text_ends_the_connection_properly(world: World) -> None:
    """RFC 6455: 1007. The page reconnects."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(b"\xff\xfe\xfa", text=True)

        assert await page.close_code() == 1007


async def test_a_message_above_64_kb_ends_the_connection_properly(world: World) -> None:
    """1009, and the hub goes on serving."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send("长" * 30_000)

        assert await page.close_code() == 1009
    async with world.customer(profile=LIN) as page:
        assert (await page.say("你好"))["t"] == "ack"


@pytest.mark.parametrize(("text", "words"), [("字" * 2001, "2000"), ("  \u200b ", "空")])
async def test_a_message_that_is_too_long_or_empty_is_refused_in_words(world: World, text: str, words: str) -> None:
    """The sentence is for the customer."""
    async with world.customer(profile=LIN) as page:
        nack = await page.say(text)

    assert nack["code"] == "bad_input"
    assert words in nack["message"]


async def test_a_store_that_is_killed_costs_a_nack_and_nothing_acknowledged(
    world: World, live_store: LiveStore
) -> None:
    """What is not kept is not acknowledged; when the store is back, the same socket goes on with everything."""
    async with world.customer(profile=LIN) as page:
        await page.say("之前", "m1")
        await page.until_event("text", text="答：之前")
        live_store.kill()
        try:
            nack = await page.say("听得到吗", "m2")
        finally:
            live_store.start()
        ack = await page.say("听得到吗", "m2")
        await page.until_event("text", text="答：听得到吗")

    assert (nack["t"], nack["code"], ack["t"]) == ("nack", "store_unavailable", "ack")
    assert [event["text"] for event in page.events()] == ["之前", "答：之前", "听得到吗", "答：听得到吗"]


async def test_an_unforeseen_error_is_one_sentence_with_a_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, no class name; the number finds the log line."""

    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(world.conversations, "customer_says", broken)
    async with world.customer(profile=LIN) as page:
        nack = await page.say("你好")

    assert nack["code"] == "internal"
    assert nack["data"]["failure"] in nack["message"]
    assert "secret" not in json.dumps(nack)


async def test_a_stream_that_breaks_is_cut_and_the_next_one_is_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better no connection than one that shows nothing any more."""

    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    async with world.customer(profile=LIN) as page:
        await page.say("在吗", "m1")
        last = await page.until_event("text", text="答：在吗")
        with monkeypatch.context() as patch:
            patch.setattr(world.conversations, "events", broken)
            await page.tell("send", client_id="m2", kind="text", text="还在吗")
            code = await page.close_code()
    async with world.customer(profile=LIN, hello={"since": last["seq"]}) as again:
        assert (code, (await again.until_event("text"))["text"]) == (1006, "还在吗")


async def test_whoever_floods_the_socket_itself_is_cut_off(tmp_path: Path, store_url: str) -> None:
    """Pings by the thousand: 1008."""
    limits = Limits(frames=10, frames_per_s=0.1)
    async with hub(tmp_path, store_url, limits=limits) as world, world.customer(profile=LIN) as page:
        for _ in range(12):
            await page.tell("ping")

        assert await page.close_code() == 1008


async def test_a_reader_that_takes_nothing_is_cut_and_loses_nothing(tmp_path: Path, store_url: str) -> None:
    """It neither fills our memory nor keeps its place; when it comes back it goes on where it was."""
    from bot.handoff.events import Actor, Draft
    from bot.handoff.store_port import Commit

    async with hub(tmp_path, store_url, limits=Limits(stall_s=0.3)) as world:
        async with world.customer(profile=LIN) as page:
            conversation, session = page.conversation, page.welcome["session"]
        store = world.house.store
        for _ in range(60):
            drafts = [Draft(Actor("bot"), "text", "字" * 2000) for _ in range(50)]
            await store.commit(conversation, Commit(expect=await store.control(conversation), drafts=drafts))
        async with world.chat_socket(max_queue=1) as socket:
            await socket.send(json.dumps({"t": "hello", "session": session, "since": 0}))
            # The hub gives up on the socket although the client never said anything was wrong.
            await asyncio.wait_for(world.connections_gone(), 10)
            slow = Page(socket)
            code = await slow.close_code()
        had = slow.events()[-1]["seq"]
        async with world.customer(hello={"session": session, "since": had}) as page:
            following = (await page.until("event"))["event"]["seq"]

    assert code == 1006
    assert had < 3000
    assert following == had + 1


async def test_a_hundred_customers_talk_at_the_same_time(world: World) -> None:
    """Every one gets their own answer."""

    async def talk(n: int) -> str:
        async with world.customer() as page:
            await page.say(f"我是第{n}位")
            return str((await page.until_event("text", text=f"答：我是第{n}位"))["text"])

    answers = await asyncio.gather(*(talk(n) for n in range(100)))

    assert answers == [f"答：我是第{n}位" for n in range(100)]
