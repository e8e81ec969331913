"""What the engine passes on, keeps and forgets of a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine_stand import Actions
from engine_turns import turn

from bot.engine.turns import Turns

pytestmark = pytest.mark.engine


async def test_an_action_gets_the_signed_context_and_our_token(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """The context rides in the message's metadata, for typed words and for buttons."""
    await engine.take(turn(conversation, "我的快递到哪了", context="signed-1"))
    await engine.take(turn(conversation, "查物流", payload="/ask_logistics", context="signed-2"))

    contexts = [call["tracker"]["latest_message"]["metadata"]["context"] for call in actions.calls]
    assert contexts == ["signed-1", "signed-2"]
    assert {headers["Authorization"] for headers in actions.headers} == {"Bearer a-token"}


async def test_the_signed_context_is_not_kept(
    engine: Turns, conversation: str, actions: Actions, store_of: Any
) -> None:
    """It is good for one turn; neither a slot nor a stored event has it."""
    await engine.take(turn(conversation, "我的快递到哪了", context="signed-secret"))
    await engine.take(turn(conversation, "你好"))

    stored = await store_of(conversation)
    assert "signed-secret" not in str(stored)
    assert actions.calls[0]["tracker"]["slots"].get("session_started_metadata") is None


async def test_what_a_person_decided_is_known_to_the_next_turn(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """And what the bot was in the middle of is over (protocol, append)."""
    await engine.take(turn(conversation, "asdkjh 乱码"))
    outcome = {"result": "refund", "note": "已同意退款", "at": 1}

    await engine.append(conversation, outcome)
    result = await engine.take(turn(conversation, "我的快递到哪了"))

    slots = actions.calls[-1]["tracker"]["slots"]
    assert slots["decision"] == outcome
    assert (slots["misses"], slots["offer"], slots["topic"]) == (0.0, None, None)
    assert result["parse"]["intent"] == "ask_logistics"


async def test_a_decision_may_come_before_the_first_word(engine: Turns, conversation: str, actions: Actions) -> None:
    """A customer may have talked to a person only."""
    await engine.append(conversation, {"result": "refund"})

    await engine.take(turn(conversation, "我的快递到哪了"))

    assert actions.calls[-1]["tracker"]["slots"]["decision"] == {"result": "refund"}


async def test_a_reset_conversation_knows_nothing(engine: Turns, conversation: str, actions: Actions) -> None:
    """The answers already given stay for repeated turns."""
    first = await engine.take(turn(conversation, "选这个", payload='/choose_order{"order_id": "JZ1"}', turn_id="t_1"))

    await engine.reset(conversation)
    await engine.take(turn(conversation, "我的快递到哪了"))

    assert actions.calls[-1]["tracker"]["slots"]["order_id"] is None
    repeated = turn(conversation, "选这个", payload='/choose_order{"order_id": "JZ1"}', turn_id="t_1")
    assert await engine.take(repeated) == first


async def test_parsing_keeps_nothing(engine: Turns, conversation: str) -> None:
    """The same words are read the same way, and no conversation begins."""
    parsed = await engine.parse("订单jz251118000123的快递到哪了")

    assert parsed["intent"] == "ask_logistics"
    assert parsed["entities"] == [{"entity": "order_id", "value": "JZ251118000123", "start": 2, "end": 16}]


async def test_answers_stay_right_and_cheap_over_a_hundred_turns(
    engine: Turns, conversation: str, actions: Actions, store_of: Any
) -> None:
    """What is kept of a conversation, and what an action is sent, stop growing; the slots survive."""
    await engine.take(turn(conversation, "选这个", payload='/choose_order{"order_id": "JZ251118000123"}'))
    sizes, events = [], []
    for number in range(100):
        text, intent = (("我的快递到哪了", "ask_logistics"), ("谢谢", "thanks"))[number % 2]
        result = await engine.take(turn(conversation, text, turn_id=f"t_{number}"))
        assert result["parse"]["intent"] == intent
        sizes.append(sum(len(value) for value in (await store_of(conversation)).values()))
        events.append(result["events"])

    assert max(sizes[20:]) <= max(sizes[8:20]) * 1.05
    assert max(events[20:]) == max(events[8:20])
    assert actions.calls[-1]["tracker"]["slots"]["order_id"] == "JZ251118000123"


def test_the_fixtures_live_in_temporary_folders(models: Path) -> None:
    """No test writes into the project."""
    assert not models.is_relative_to(Path(__file__).parents[2])
