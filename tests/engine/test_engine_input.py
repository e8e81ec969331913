"""What a customer may send to a turn: words of any kind, buttons of ours, and no commands."""

from __future__ import annotations

import asyncio

import pytest
from engine_stand import Actions
from engine_turns import texts, turn

from bot.engine.turns import Turns
from bot.kernel.errors import BadInput

pytestmark = pytest.mark.engine


async def test_a_pressed_button_is_understood_without_reading_words(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """Its payload names intent and entities; the title is only what the customer saw."""
    payload = '/choose_order{"order_id": "JZ251118000123"}'

    result = await engine.take(turn(conversation, "谢谢", payload=payload))

    assert result["parse"]["intent"] == "choose_order"
    assert texts(result) == ["好的，看JZ251118000123。"]
    assert actions.names() == ["action_choose_order"]


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "choose_order",
        "/",
        "/no_such_intent",
        "/restart",
        "/session_start",
        "/choose_order{",
        '/greet{"x": 1}',
        "/greet[]",
    ],
)
async def test_a_payload_that_is_not_ours_is_refused(engine: Turns, conversation: str, payload: str) -> None:
    """Nothing is guessed, and Rasa's own commands are no choices."""
    with pytest.raises(BadInput):
        await engine.take(turn(conversation, "x", payload=payload))


@pytest.mark.parametrize(
    "text", ["/restart", " /ask_human", "／ask_human", '/choose_order{"order_id": "JZ999999999999"}', "\u200b/back"]
)
async def test_a_command_typed_by_a_customer_is_text(
    engine: Turns, conversation: str, text: str, actions: Actions
) -> None:
    """It must neither restart the conversation nor press a button nor set a slot."""
    await engine.take(turn(conversation, "我的快递到哪了"))

    result = await engine.take(turn(conversation, text))

    assert len(result["parse"]["ranking"]) > 1  # a command has one meaning
    assert "action_choose_order" not in actions.names()
    assert actions.calls[-1]["tracker"]["slots"]["order_id"] is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "😊😊",
        "?!…",
        "\u202e了到递快的我\u202c",
        "مرحبا أين طلبي",
        "快" * 10_000,
        "0" * 50,
        "'; DROP TABLE orders; --<script>alert(1)</script>",
        "\x00\x07",
    ],
)
async def test_any_text_gets_an_answer(engine: Turns, conversation: str, text: str) -> None:
    """Never an error, never silence, in bounded time."""
    result = await asyncio.wait_for(engine.take(turn(conversation, text)), timeout=5)

    assert result["messages"]


@pytest.mark.parametrize("text", ["", "😊😊", "?!…", "\x00\x07"])
async def test_a_message_without_words_is_not_understood_as_anything(
    engine: Turns, conversation: str, text: str
) -> None:
    """A guess from how frequent the intents are would be a guess about nothing."""
    result = await engine.take(turn(conversation, text))

    assert result["parse"]["intent"] == "nlu_fallback"
