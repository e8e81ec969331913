"""What the conversation service keeps for the designers, and what agents say of it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from support.conversations import LIN, XIAOLIN, XIAOZHOU, House, open_house

from bot.handoff.core import Times
from bot.handoff.ports import BotMessage
from bot.kernel.clock import FixedClock
from bot.kernel.errors import BadInput, StoreUnavailable

UNCLEAR = {"intent": "nlu_fallback", "confidence": 0.3, "ranking": [["nlu_fallback", 0.3], ["ask_logistics", 0.2]]}
SURE = {"intent": "ask_order_status", "confidence": 0.9, "ranking": [["ask_order_status", 0.9], ["ask_logistics", 0.1]]}


async def test_a_message_that_was_missed_is_kept_and_one_that_was_understood_is_not(house: House) -> None:
    """By the place of the message in its log."""
    house.engine.parses["咋整啊 13812345678"] = UNCLEAR
    conversation = await house.service.open_for(LIN)

    missed = await house.says(conversation, "咋整啊 13812345678")
    await house.says(conversation, "查订单")

    (lesson,) = house.lessons.kept.values()
    assert (lesson.conversation, lesson.seq, lesson.why) == (conversation, missed, "missed")
    assert lesson.text == "咋整啊 138****5678"


async def test_a_database_that_is_away_costs_the_lesson_and_not_the_answer(house: House) -> None:
    """The customer notices nothing."""
    house.engine.parses["咋整啊"] = UNCLEAR
    house.lessons.away = True
    conversation = await house.service.open_for(LIN)

    await house.says(conversation, "咋整啊")

    assert (await house.texts(conversation))[-1] == "bot:text:答：咋整啊"
    assert house.lessons.kept == {}


async def test_an_agent_says_what_a_message_means(house: House) -> None:
    """Kept with what the bot thought, and told to all staff in the log, but never to the customer."""
    house.engine.parses["咋整啊"] = SURE
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "咋整啊")

    label = await house.service.label(conversation, agent=XIAOLIN, seq=seq, intent="ask_logistics")

    assert label == {
        "seq": [seq],
        "intent": "ask_logistics",
        "was": "ask_order_status",
        "title": "查物流",
        "by": "小林",
    }
    (lesson,) = house.lessons.kept.values()
    assert (lesson.why, lesson.label, lesson.label_by) == ("relabelled", "ask_logistics", XIAOLIN.agent_id)
    assert (lesson.predicted, lesson.confidence) == ("ask_order_status", 0.9)
    event = (await house.service.events(conversation, since=0, audience="staff"))[-1]
    assert (event["kind"], event["text"], event["visibility"]) == ("label", "查物流", "staff")
    assert event["data"] == {"seq": [seq], "intent": "ask_logistics", "was": "ask_order_status"}
    assert not any("label" in line for line in await house.texts(conversation))


async def test_the_same_label_again_adds_nothing_and_another_one_does(house: House) -> None:
    """Two clicks are one; a second thought counts, whoever has it."""
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "咋整啊")

    for agent, intent in [
        (XIAOLIN, "ask_logistics"),
        (XIAOLIN, "ask_logistics"),
        (XIAOZHOU, "ask_payment"),
        (XIAOLIN, "ask_logistics"),
    ]:
        await house.service.label(conversation, agent=agent, seq=seq, intent=intent)

    events = await house.service.events(conversation, since=0, audience="staff")
    assert [event["data"]["intent"] for event in events if event["kind"] == "label"] == [
        "ask_logistics",
        "ask_payment",
        "ask_logistics",
    ]
    assert [lesson.label for lesson in house.lessons.kept.values()] == ["ask_logistics"]


async def test_a_message_the_bot_never_saw_can_be_labelled_too(house: House) -> None:
    """Said to a person, it is as good an example; nothing was predicted."""
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "我要人工")

    await house.service.label(conversation, agent=XIAOLIN, seq=seq, intent="ask_human")

    (lesson,) = house.lessons.kept.values()
    assert (lesson.predicted, lesson.confidence, list(lesson.ranking)) == ("", 0.0, [])


@pytest.mark.parametrize("intent", ["choose_order", "nlu_fallback", "", "没有这个"])
async def test_an_intent_that_is_not_there_is_refused(house: House, intent: str) -> None:
    """Nothing is kept."""
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "咋整啊")

    with pytest.raises(BadInput):
        await house.service.label(conversation, agent=XIAOLIN, seq=seq, intent=intent)

    assert house.lessons.kept == {}


async def test_only_what_the_customer_typed_has_a_meaning(house: House) -> None:
    """Neither the bot's lines nor a number beyond the log."""
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "咋整啊")

    for other in (0, seq + 1, seq + 1000):
        with pytest.raises(BadInput):
            await house.service.label(conversation, agent=XIAOLIN, seq=other, intent="ask_logistics")


async def test_an_agent_hears_when_a_label_could_not_be_kept(house: House) -> None:
    """And the log does not say that it was."""
    conversation = await house.service.open_for(LIN)
    seq = await house.says(conversation, "咋整啊")
    house.lessons.away = True

    with pytest.raises(StoreUnavailable):
        await house.service.label(conversation, agent=XIAOLIN, seq=seq, intent="ask_logistics")

    assert "label" not in "".join(await house.texts(conversation, "staff"))


async def test_a_person_called_without_a_word_of_the_bot_still_sees_what_was_understood(house: House) -> None:
    """The second miss calls a person at once: that message above all is one to label."""
    house.engine.answers["咋整啊"] = [BotMessage("handoff", "", {"reason": "misunderstood"})]
    house.engine.parses["咋整啊"] = UNCLEAR
    conversation = await house.service.open_for(LIN)

    seq = await house.says(conversation, "咋整啊")

    events = await house.service.events(conversation, since=0, audience="staff")
    behind = [event["staff"] for event in events if event["staff"].get("answers") == [seq]]
    assert [one["parse"]["intent"] for one in behind] == ["nlu_fallback"]
    assert [lesson.seq for lesson in house.lessons.kept.values()] == [seq]


async def test_messages_answered_together_are_labelled_together(store_url: str) -> None:
    """Whichever of them the agent points at: they are one question."""
    clock = FixedClock(datetime(2026, 11, 21, 4, 0, tzinfo=timezone.utc))
    house = open_house(store_url, clock, Times())
    house.engine.parses["我那个\n咋整啊"] = UNCLEAR
    conversation = await house.service.open_for(LIN)
    first = await house.service.customer_says(conversation, client_id="m1", text="我那个")
    last = await house.service.customer_says(conversation, client_id="m2", text="咋整啊")
    clock.advance(milliseconds=Times().burst_gap)
    await house.service.sweep.run_once()
    await house.service.background.drain()
    assert [lesson.why for lesson in house.lessons.kept.values()] == ["missed"]

    label = await house.service.label(conversation, agent=XIAOLIN, seq=last.seq, intent="ask_logistics")

    assert label["seq"] == [first.seq, last.seq]
    (lesson,) = house.lessons.kept.values()
    assert (lesson.seq, lesson.text, lesson.label) == (first.seq, "我那个\n咋整啊", "ask_logistics")
    await house.close()
