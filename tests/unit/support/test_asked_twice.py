"""The search for needless questions must be able to find one."""

from __future__ import annotations

from typing import Any

from support.asked_twice import asked_in_vain

AT = 1_795_000_000_000


def customer(text: str) -> dict[str, Any]:
    """What a customer wrote."""
    return {"actor": {"kind": "customer"}, "text": text, "at": AT}


def bot(asks: str | None) -> dict[str, Any]:
    """The first event of an answer that asks for a slot, or for none."""
    return {"actor": {"kind": "bot"}, "text": "…", "at": AT, "staff": {"parse": {"asks": asks}}}


def test_a_reason_given_with_the_wish_must_not_be_asked_for() -> None:
    """It was in the first message."""
    assert asked_in_vain([customer("质量有问题，我要退款"), bot("about_order"), customer("第一个"), bot("reason")])


def test_a_question_nobody_answered_before_is_fine() -> None:
    """One after the other."""
    assert not asked_in_vain([customer("我要退款"), bot("about_order"), customer("第一个"), bot("reason")])


def test_going_back_to_a_question_that_was_answered_is_found() -> None:
    """The form had gone on, so it had its answer."""
    events = [
        customer("退款"),
        bot("about_order"),
        customer("1"),
        bot("solution"),
        customer("随便"),
        bot("about_order"),
    ]

    assert asked_in_vain(events) == ["about_order 问过又问"]


def test_asking_again_after_a_correction_is_what_the_customer_wants() -> None:
    """不是这单 takes the answer back."""
    events = [
        customer("退款"),
        bot("about_order"),
        customer("1"),
        bot("solution"),
        customer("不是这单"),
        bot("about_order"),
    ]

    assert not asked_in_vain(events)


def test_what_was_said_for_a_matter_that_is_over_may_be_asked_for_the_next() -> None:
    """The reason for one return is not the reason for another."""
    first = [customer("质量有问题，我要退款"), bot("solution"), customer("确认"), bot(None)]

    assert not asked_in_vain([*first, customer("另一单也要退"), bot("reason")])


def test_asking_once_more_because_the_answer_was_not_understood_is_no_new_question() -> None:
    """The same slot stays asked for."""
    assert not asked_in_vain([customer("退款"), bot("solution"), customer("嗯？"), bot("solution")])
