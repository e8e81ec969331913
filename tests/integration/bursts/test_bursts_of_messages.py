"""Several messages in a row are one turn of the bot, over a real store."""

from __future__ import annotations

from support.bursts import PAUSE, TIMES, Announced, asked, offered, silence, writes
from support.conversations import LIN, House, open_house

from bot.handoff.core import Times
from bot.kernel.clock import FixedClock


async def test_three_messages_get_one_answer_and_stay_three_messages(house: House, clock: FixedClock) -> None:
    """Each has its place, its acknowledgement and its own reading; the answer says which it is for."""
    conversation = await house.service.open_for(LIN)

    seqs = await writes(house, clock, conversation, "在吗", "我那个快递", "担心丢了")
    await silence(house, clock)

    events = await house.service.events(conversation, since=0, audience="staff")
    assert seqs == [1, 2, 3]
    assert [event["text"] for event in events] == ["在吗", "我那个快递", "担心丢了", "答：我那个快递\n担心丢了"]
    assert [event["staff"]["reading"]["emotion"] for event in events[:3]] == ["neutral", "neutral", "worried"]
    assert events[3]["staff"]["answers"] == seqs
    assert (house.engine.asked[0].turn.emotion, house.engine.asked[0].turn.empathy) == ("worried", "worried")


async def test_the_customer_sees_at_once_that_the_bot_is_at_work(house: House, clock: FixedClock) -> None:
    """And nothing is asked of the engine while they are still writing."""
    announced = Announced()
    house.parts.wakeups = announced  # type: ignore[assignment]
    conversation = await house.service.open_for(LIN)

    await writes(house, clock, conversation, "我那个快递")
    await announced.came.wait()

    assert announced.frames == [{"t": "typing", "actor": "bot", "name": "小接"}]
    assert house.engine.asked == []


async def test_a_customer_who_goes_on_writing_is_answered_at_the_ceiling(house: House, clock: FixedClock) -> None:
    """And what they write after that is the next turn."""
    conversation = await house.service.open_for(LIN)
    count = TIMES.burst_ceiling // PAUSE

    await writes(house, clock, conversation, *(f"第{n}句" for n in range(count)))
    await silence(house, clock, PAUSE)
    await writes(house, clock, conversation, "还有")
    await silence(house, clock)

    assert asked(house) == ["\n".join(f"第{n}句" for n in range(count)), "还有"]


async def test_time_alone_starts_the_turn(store_url: str) -> None:
    """On the real clock, with nobody sweeping."""
    house = open_house(store_url, times=Times(burst_gap=20))
    conversation = await house.service.open_for(LIN)

    await house.says(conversation, "我的快递")

    assert await house.texts(conversation) == ["customer:text:我的快递", "bot:text:答：我的快递"]
    await house.close()


async def test_a_button_waits_for_nobody_and_the_words_before_it_are_answered_first(
    house: House, clock: FixedClock
) -> None:
    """No time passes here at all."""
    conversation, button = await offered(house, clock, "/ask_logistics")

    await writes(house, clock, conversation, "我那个", "快递")
    await house.service.customer_chooses(conversation, client_id="press", choice_id=button)
    await house.service.background.drain()

    assert asked(house) == ["我那个\n快递", "/ask_logistics"]


async def test_what_is_written_while_the_bot_answers_is_the_next_turn(house: House, clock: FixedClock) -> None:
    """Once started, a turn does not grow; what waits behind it joins."""
    conversation = await house.service.open_for(LIN)
    house.engine.gate.clear()
    await writes(house, clock, conversation, "我那个快递")
    clock.advance(milliseconds=TIMES.burst_gap)
    await house.service.sweep.run_once()
    await house.engine.reached.wait()

    await writes(house, clock, conversation, "还有", "发票")
    house.engine.gate.set()
    await silence(house, clock)

    assert asked(house) == ["我那个快递", "还有\n发票"]


async def test_a_message_sent_twice_inside_a_burst_is_in_it_once(house: House, clock: FixedClock) -> None:
    """A page that lost its line sends again (invariant 10)."""
    conversation = await house.service.open_for(LIN)

    first = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    again = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    await writes(house, clock, conversation, "怎么还没到")
    await silence(house, clock)
    late = await house.service.customer_says(conversation, client_id="a", text="我那个快递")
    await silence(house, clock)

    assert (again.seq, late.seq, again.duplicate, late.duplicate) == (first.seq, first.seq, True, True)
    assert asked(house) == ["我那个快递\n怎么还没到"]
