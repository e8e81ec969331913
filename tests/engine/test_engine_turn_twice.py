"""The same turn asked of two engines on one store, as happens when the first is slow, hangs or dies over it."""

from __future__ import annotations

from typing import Any

import pytest
from engine_stand import Actions, Store, says

from bot.engine.tracker_store import WindowTrackerStore
from bot.engine.turns import Turn, Turns
from bot.kernel.errors import Stale

pytestmark = pytest.mark.engine


def turn(conversation: str, turn_id: str, text: str) -> Turn:
    """A typed message."""
    return Turn(conversation, turn_id, text, payload=None, context="signed", empathy=None)


async def other_engine(engine: Turns, store: Store) -> Turns:
    """Another engine with the same model and store, and a line of its own."""
    trackers = WindowTrackerStore(store.url, engine._processor.domain)
    return Turns(engine._processor, trackers)


class Overtaken:
    """A store's commit before which another engine answers a turn."""

    def __init__(self, engine: Turns, other: Turns, turn: Turn) -> None:
        self._commit = engine._store.commit
        self._other, self._turn = other, turn
        self.theirs: dict[str, Any] = {}

    async def __call__(self, tracker: Any, **fields: Any) -> None:
        """Let the other one be faster."""
        self.theirs = await self._other.take(self._turn)
        await self._commit(tracker, **fields)


async def test_the_other_engine_gives_the_answer_that_was_given(
    engine: Turns, store: Store, conversation: str, actions: Actions
) -> None:
    """The first died after it had answered: nothing is done a second time."""
    first = await engine.take(turn(conversation, "t_1", "我的快递到哪了"))
    other = await other_engine(engine, store)

    assert await other.take(turn(conversation, "t_1", "我的快递到哪了")) == first
    assert len(actions.calls) == 1
    await other._store.close()


async def test_of_two_answers_to_one_turn_the_first_counts_for_both(
    engine: Turns, store: Store, conversation: str, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that was taken for dead comes back with its own answer: it gives the one that was shown."""
    other = await other_engine(engine, store)
    asked = turn(conversation, "t_1", "我的快递到哪了")
    overtaken = Overtaken(engine, other, asked)
    monkeypatch.setattr(engine._store, "commit", overtaken)
    actions.answers["action_tell_logistics"] = lambda _body: says({"text": f"第{len(actions.calls)}次"})

    ours = await engine.take(asked)

    assert ours == overtaken.theirs
    await other._store.close()


async def test_an_engine_that_missed_a_turn_does_not_add_the_next(
    engine: Turns, store: Store, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it worked out rests on what is no longer so."""
    other = await other_engine(engine, store)
    monkeypatch.setattr(engine._store, "commit", Overtaken(engine, other, turn(conversation, "t_2", "你好")))

    with pytest.raises(Stale):
        await engine.take(turn(conversation, "t_1", "你好"))
    await other._store.close()
