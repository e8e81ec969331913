"""Changes are decided on what a process remembers, and nobody is refused because it remembers too little."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.handoff.control import Control, State
from bot.handoff.core import Parts, change
from bot.handoff.store_port import Commit, Committed
from bot.kernel.errors import Stale


class HalfBlindStore:
    """Remembers one record and has another."""

    def __init__(self, remembered: Control, real: Control) -> None:
        self.remembered, self.real = remembered, real
        self.looked = 0

    async def control(self, _conversation: str) -> Control:
        return self.remembered

    async def control_now(self, _conversation: str) -> Control:
        self.looked += 1
        self.remembered = self.real
        return self.real

    async def commit(self, _conversation: str, wanted: Commit) -> Committed:
        if wanted.expect == self.real:
            return Committed("done", 1, self.real)
        self.remembered = self.real
        return Committed("stale", 0, self.real)


def parts(store: HalfBlindStore) -> Parts:
    """As much as a change needs."""
    return cast(Parts, SimpleNamespace(store=store))


async def only_in_charge(control: Control) -> Commit | None:
    """Refuses everybody but the agent in charge."""
    if control.state is not State.HUMAN:
        raise Stale(state=control.state.value, epoch=control.epoch)
    return Commit(expect=control)


async def test_who_took_over_at_another_hub_a_moment_ago_is_not_refused_here() -> None:
    """The record is looked at as it is before an error is raised because of it."""
    store = HalfBlindStore(Control(state=State.QUEUED, epoch=1), Control(state=State.HUMAN, epoch=2, agent_id="a"))

    done = await change(parts(store), "c", only_in_charge)

    assert done is not None
    assert (done.outcome, store.looked) == ("done", 1)


async def test_who_is_refused_by_the_record_as_it_is_stays_refused() -> None:
    """Looked at once more, decided once."""
    store = HalfBlindStore(Control(state=State.QUEUED, epoch=1), Control(state=State.QUEUED, epoch=1))

    with pytest.raises(Stale):
        await change(parts(store), "c", only_in_charge)
    assert store.looked == 1


async def test_a_change_decided_on_an_old_record_is_decided_anew_on_the_new_one() -> None:
    """The store's refusal brings it."""
    tried: list[Any] = []

    async def always(control: Control) -> Commit | None:
        tried.append(control.epoch)
        return Commit(expect=control)

    store = HalfBlindStore(Control(epoch=1), Control(epoch=2))

    assert (await change(parts(store), "c", always)) is not None
    assert tried == [1, 2]
