"""Several messages asked as one: read whole, and one by one where the whole says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.burst import MOST_PARTS, parse_burst
from bot.engine.turns import Turn, Turns

pytestmark = pytest.mark.engine


class Reads:
    """A pipeline that understands what the table says, and remembers what it read."""

    def __init__(self, **table: tuple[str, float]) -> None:
        self.table = table
        self.read: list[str] = []

    async def parse_message(self, message: Any) -> dict[str, Any]:
        """Rasa's parse data of a message."""
        self.read.append(message.text)
        name, confidence = self.table.get(message.text, ("nlu_fallback", 0.3))
        intent = {"name": name, "confidence": confidence}
        return {"text": message.text, "intent": intent, "intent_ranking": [intent], "entities": [message.text]}


async def test_a_burst_that_is_understood_whole_is_read_once() -> None:
    """A question in three pieces is one question."""
    pipeline = Reads(**{"快递 没到": ("complain_delay", 0.9)})

    parsed = await parse_burst(pipeline, "快递\n没到", ["快递", "没到"])

    assert parsed["intent"]["name"] == "complain_delay"
    assert pipeline.read == ["快递 没到"]


async def test_of_different_questions_the_surest_is_answered_instead_of_none() -> None:
    """What was said in the other messages, such as a number, still counts."""
    pipeline = Reads(发票=("ask_invoice", 0.8), 物流=("ask_logistics", 0.9), 天气=("out_of_scope", 0.99))

    parsed = await parse_burst(pipeline, "发票\n物流\n天气\nx", ["发票", "物流", "天气", "x"])

    assert parsed["intent"]["name"] == "ask_logistics"
    assert (parsed["text"], parsed["entities"]) == ("发票 物流 天气 x", ["发票 物流 天气 x"])


async def test_a_burst_of_which_nothing_is_understood_is_not_understood() -> None:
    """No guess from nothing."""
    parsed = await parse_burst(Reads(), "甲\n乙", ["甲", "乙"])

    assert parsed["intent"]["name"] == "nlu_fallback"


async def test_a_long_burst_costs_a_bounded_number_of_readings() -> None:
    """The newest messages are read one by one, not all of them."""
    pipeline = Reads()
    parts = [f"第{n}句" for n in range(50)]

    await parse_burst(pipeline, "\n".join(parts), parts)

    assert pipeline.read[1:] == parts[-MOST_PARTS:]


async def test_a_turn_of_several_messages_is_answered_by_what_of_it_is_understood(
    engine: Turns, conversation: str
) -> None:
    """Through the whole engine: the text alone would not be understood."""
    turn = Turn(conversation, "t_1", "😊", None, "signed", None, ("😊", "我的快递到哪了"))

    result = await engine.take(turn)

    assert result["parse"]["intent"] == "ask_logistics"
