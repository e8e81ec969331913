"""What a turn answers: whole messages, cards, words of empathy, and never silence."""

from __future__ import annotations

import pytest
from engine_stand import Actions, says
from engine_turns import texts, turn

from bot.engine.errors import BadAnswer, NoAnswer
from bot.engine.turns import Turns

pytestmark = pytest.mark.engine


async def test_a_text_with_blank_lines_and_buttons_stays_one_message(engine: Turns, conversation: str) -> None:
    """Rasa's own collector would cut it in two and lose the buttons of the first."""
    result = await engine.take(turn(conversation, "你好"))

    assert result["messages"] == [
        {
            "kind": "text",
            "text": "您好，我是小接。\n\n请问有什么可以帮您?",
            "data": {"buttons": [{"title": "查物流", "payload": "/ask_logistics"}]},
        }
    ]
    assert result["parse"]["intent"] == "greet"
    assert result["parse"]["ranking"][0][0] == "greet"


async def test_text_buttons_and_card_of_an_action_arrive_as_one_message(engine: Turns, conversation: str) -> None:
    """The words come from the domain, the card from the action (protocol, section 4)."""
    result = await engine.take(turn(conversation, "我的快递到哪了"))

    assert result["messages"] == [
        {
            "kind": "logistics_card",
            "text": "中通的包裹已到杭州。",
            "data": {
                "order_id": "JZ251118000123",
                "buttons": [{"title": "转人工", "payload": "/ask_human"}],
            },
        }
    ]


async def test_silence_is_an_error(engine: Turns, conversation: str, actions: Actions) -> None:
    """A turn without a message would leave the customer waiting for nothing."""
    actions.answers["action_tell_logistics"] = lambda _: says()

    with pytest.raises(NoAnswer) as caught:
        await engine.take(turn(conversation, "我的快递到哪了"))

    assert caught.value.code == "no_answer"


async def test_a_card_that_does_not_fit_the_protocol_is_an_error(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """The hub would not know what to show."""
    actions.answers["action_tell_logistics"] = lambda _: says({"text": "x", "custom": {"data": []}})

    with pytest.raises(BadAnswer):
        await engine.take(turn(conversation, "我的快递到哪了"))


async def test_an_answer_opens_with_empathy_that_fits_the_intent(engine: Turns, conversation: str) -> None:
    """The intent's own sentence wins over the level's."""
    result = await engine.take(turn(conversation, "我的快递到哪了", empathy="worried"))

    assert texts(result)[0] == "包裹迟迟不到，换谁都会着急。"
    assert [message["kind"] for message in result["messages"]] == ["text", "logistics_card"]


async def test_an_answer_opens_with_empathy_of_the_level_otherwise(engine: Turns, conversation: str) -> None:
    """No sentence for greetings, so the level's."""
    result = await engine.take(turn(conversation, "你好", empathy="dissatisfied"))

    assert texts(result)[0] == "这事确实让人不舒服，抱歉。"


async def test_a_handoff_gets_no_empathy_from_the_bot(engine: Turns, conversation: str) -> None:
    """The next words are the person's."""
    result = await engine.take(turn(conversation, "转人工", empathy="dissatisfied"))

    assert result["messages"] == [{"kind": "handoff", "text": "", "data": {"reason": "asked"}}]


async def test_anger_only_the_model_feels_calls_a_person_before_any_action(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """The words are in no list; what was understood is there for the desk."""
    result = await engine.take(turn(conversation, "你们就是这样做生意，这样糊弄人的"))

    assert result["messages"] == [{"kind": "handoff", "text": "", "data": {"reason": "anger"}}]
    assert result["parse"]["feeling"]["name"] == "angry"
    assert actions.calls == []
    assert texts(await engine.take(turn(conversation, "你好")))[0].startswith("您好")
