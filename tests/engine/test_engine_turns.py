"""Turns on a trained model, a real store and an action server over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from engine_stand import Actions, says

from bot.engine.errors import ActionFailed, BadAnswer, NoAnswer
from bot.engine.turns import Turn, Turns
from bot.kernel.errors import BadInput

pytestmark = pytest.mark.engine


def turn(conversation: str, text: str = "", **fields: Any) -> Turn:
    """A turn with the fields a test does not care about filled in."""
    number = fields.pop("turn_id", None) or f"t_{abs(hash((text, tuple(sorted(fields.items())))))}"
    return Turn(
        conversation=conversation,
        turn_id=number,
        text=text,
        payload=fields.get("payload"),
        context=fields.get("context", "signed"),
        empathy=fields.get("empathy"),
    )


def texts(result: dict[str, Any]) -> list[str]:
    """What the customer reads."""
    return [message["text"] for message in result["messages"]]


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


async def test_a_repeated_turn_gets_its_first_answer(engine: Turns, conversation: str, actions: Actions) -> None:
    """The hub may ask again after a broken connection."""
    first = await engine.take(turn(conversation, "asdfgh", turn_id="t_1"))
    again = await engine.take(turn(conversation, "asdfgh", turn_id="t_1"))

    assert again == first
    assert len(actions.calls) <= 1


async def test_a_turn_asked_twice_at_once_runs_once(engine: Turns, conversation: str, actions: Actions) -> None:
    """Both askers get the one answer."""
    both = await asyncio.gather(
        engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")),
        engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")),
    )

    assert both[0] == both[1]
    assert actions.names() == ["action_tell_logistics"]


async def test_a_repeated_turn_gets_its_first_answer_after_a_restart(
    engine: Turns, conversation: str, loaded_processor: Any, actions: Actions
) -> None:
    """The answer is beside the tracker in the store, not in the process."""
    first = await engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1"))

    restarted = Turns(loaded_processor, loaded_processor.tracker_store)
    again = await restarted.take(turn(conversation, "我的快递到哪了", turn_id="t_1"))

    assert again == first
    assert len(actions.calls) == 1


async def test_turns_of_a_conversation_run_in_order(engine: Turns, conversation: str, actions: Actions) -> None:
    """First come, first served, even when the first takes its time; others do not wait for it."""
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(5), says({"text": "慢"}))[1]
    slow = asyncio.create_task(engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")))
    await asyncio.to_thread(actions.started.wait, 5)
    second = asyncio.create_task(engine.take(turn(conversation, "你好", turn_id="t_2")))
    other = await engine.take(turn(f"{conversation}x", "你好", turn_id="t_1"))

    waiting = not second.done()
    actions.release.set()
    results = await asyncio.gather(slow, second)

    assert texts(other)
    assert waiting
    assert texts(results[0]) == ["慢"]
    assert results[1]["events"] > results[0]["events"]
    assert len(engine._queues) == 0


async def test_a_dropped_asker_does_not_cancel_the_turn(engine: Turns, conversation: str, actions: Actions) -> None:
    """The action has run already; forgetting the turn would lose the customer's message."""
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(5), says({"text": "好"}))[1]
    asker = asyncio.create_task(engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")))
    await asyncio.to_thread(actions.started.wait, 5)

    asker.cancel()
    actions.release.set()
    result = await engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1"))

    assert texts(result) == ["好"]
    assert len(actions.calls) == 1


@pytest.mark.parametrize("answer", [500, 404, {"events": [{"event": "no such event"}], "responses": []}])
async def test_an_action_that_fails_fails_the_turn(
    engine: Turns, conversation: str, actions: Actions, answer: Any, store_of: Any
) -> None:
    """Rasa would go on in silence; here nothing of the turn is kept and the hub hears of it."""
    actions.answers["action_tell_logistics"] = lambda _: answer

    with pytest.raises(ActionFailed) as caught:
        await engine.take(turn(conversation, "我的快递到哪了"))

    assert caught.value.fields == {"action": "action_tell_logistics"}
    assert await store_of(conversation) == {}


async def test_an_action_that_hangs_fails_the_turn_in_time(engine: Turns, conversation: str, actions: Actions) -> None:
    """The deadline here is half a second; a repeated turn may work again."""
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(3), says({"text": "晚了"}))[1]

    with pytest.raises(ActionFailed):
        await asyncio.wait_for(engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")), timeout=2)
    actions.release.set()
    result = await engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1"))

    assert texts(result) == ["晚了"]


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


async def test_draining_finishes_what_runs_and_takes_nothing_new(
    engine: Turns, conversation: str, actions: Actions
) -> None:
    """A stopping engine answers what it began."""
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(5), says({"text": "好"}))[1]
    running = asyncio.create_task(engine.take(turn(conversation, "我的快递到哪了", turn_id="t_1")))
    await asyncio.to_thread(actions.started.wait, 5)
    stopping = asyncio.create_task(engine.drain(5))
    await asyncio.sleep(0)

    with pytest.raises(Exception, match="draining"):
        await engine.take(turn(conversation, "你好"))
    actions.release.set()

    assert await stopping == 0
    assert texts(await running) == ["好"]


@pytest.fixture
def store_of(loaded_processor: Any, engine: Turns) -> Any:
    """Reads what the store keeps of a conversation."""
    from bot.engine import keys

    async def read(conversation: str) -> dict[str, str]:
        return dict(await loaded_processor.tracker_store._redis.hgetall(keys.tracker(conversation)))

    return read


def test_the_fixtures_live_in_temporary_folders(models: Path) -> None:
    """No test writes into the project."""
    assert not models.is_relative_to(Path(__file__).parents[2])
