"""Turns on a trained model, a real store and an action server over HTTP: each once, in order, failed whole or not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from engine_stand import Actions, says
from engine_turns import texts, turn

from bot.engine.errors import ActionFailed
from bot.engine.turns import Turns

pytestmark = pytest.mark.engine


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
