"""A customer's talk over the socket: messages, acks, replay, buttons, calling a person."""

from __future__ import annotations

import asyncio

from support.conversations import LIN
from support.hub_world import WANG, World


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
