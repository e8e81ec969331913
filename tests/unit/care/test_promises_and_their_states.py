"""Promises: kept in time, kept late, broken; and what is one promise and what another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.care.promise import Promise, PromiseState, kept, promise_of
from bot.kernel.errors import BadInput

NEWS = Promise("e_1", "c_1", 4, "courier_news", "联系快递后给您回话", "agent", "JZ1", "SF1", made_at=100, due_at=200)
EVENT = {
    "id": "e_1",
    "conversation": "c_1",
    "seq": 4,
    "at": 100,
    "text": "联系快递后给您回话",
    "data": {"code": "courier_news", "due_at": 200, "keeper": "agent", "order_id": "JZ1", "ref": "SF1"},
}


def test_what_is_done_by_its_time_is_kept() -> None:
    """The very moment it was promised for still counts."""
    done = kept(NEWS, 200, "小林", "已回电")

    assert (done.state, done.kept_at, done.kept_by, done.note) == (PromiseState.KEPT, 200, "小林", "已回电")
    assert not done.owed


def test_what_is_done_too_late_is_done_but_stays_broken() -> None:
    """Nobody owes it any more, and the figures stay honest."""
    done = kept(NEWS, 201, "小林", "")

    assert (done.state, done.owed) == (PromiseState.BROKEN, False)


def test_of_two_who_say_it_is_done_the_first_counts() -> None:
    """A second click changes neither who nor when."""
    done = kept(NEWS, 150, "小林", "已回电")

    assert kept(done, 160, "小周", "我也打了") == done


@pytest.mark.parametrize(("now", "overdue"), [(200, False), (201, True)])
def test_a_promise_is_overdue_once_its_time_has_passed(now: int, overdue: bool) -> None:
    """Until then somebody can still keep it; what was done is never overdue."""
    assert NEWS.overdue(now) is overdue
    assert not kept(NEWS, 150, "小林", "").overdue(now)


def test_the_same_promise_about_something_else_is_another_one() -> None:
    """Conversation, code, order and number make the matter; time and words do not."""
    assert NEWS.same_matter(replace(NEWS, promise_id="e_2", due_at=300, made_at=150))
    for change in ({"conversation": "c_2"}, {"code": "trace_result"}, {"order_id": "JZ2"}, {"ref": "SF2"}):
        assert not NEWS.same_matter(replace(NEWS, **change))  # type: ignore[arg-type]


def test_a_promise_is_read_from_its_event() -> None:
    """Nothing of it comes from anywhere else."""
    assert promise_of(EVENT) == NEWS


def test_an_event_that_promises_nothing_is_refused() -> None:
    """Without a time there is nothing to keep to."""
    with pytest.raises(BadInput):
        promise_of(EVENT | {"data": {"code": "courier_news"}})
