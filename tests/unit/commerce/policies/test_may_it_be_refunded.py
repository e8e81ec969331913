"""May a line be refunded: by the order's state, the days, the category and the condition of the goods."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.policy_samples import BOOK
from support.shop_samples import NOW, an_order, day

from bot.commerce.days import last_moment
from bot.commerce.orders import Order, OrderLine
from bot.commerce.policies.claim import Claim
from bot.commerce.policies.condition import Condition, Told
from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.refunding import Answer, Verdict, Why, verdict
from bot.commerce.policies.stage import Stage
from bot.kernel.money import Fen

SOUND: Told = dict.fromkeys(Condition, False)


def of_category(category: str, status: str = "signed", signed: int = -3) -> Order:
    order = an_order(status, signed=signed)
    return replace(order, lines=(OrderLine("商品", "白色", 1, Fen(29900), category=category),))


def judge(order: Order, reason: str = "no_reason", told: Told = SOUND, now: datetime = NOW, **more: bool) -> Verdict:
    return verdict(BOOK, Claim(order, reason=reason, told=told, **more), now)


@pytest.mark.parametrize(
    "status, answer, why, stage",
    [
        ("unpaid", Answer.NO, Why.NOT_PAID, None),
        ("paid", Answer.YES, Why.NOT_SIGNED, Stage.BEFORE_SHIPPING),
        ("packed", Answer.YES, Why.NOT_SIGNED, Stage.BEFORE_SHIPPING),
        ("shipped", Answer.YES, Why.NOT_SIGNED, Stage.ON_THE_WAY),
        ("in_transit", Answer.YES, Why.NOT_SIGNED, Stage.ON_THE_WAY),
        ("delivered", Answer.YES, Why.NOT_SIGNED, Stage.ARRIVED),
        ("signed", Answer.YES, Why.IN_TIME, Stage.SIGNED),
        ("disputed", Answer.TRACE, Why.NOT_RECEIVED, Stage.SIGNED),
        ("returning", Answer.NO, Why.IN_PROGRESS, None),
        ("refunded", Answer.NO, Why.OVER, None),
        ("cancelled", Answer.NO, Why.OVER, None),
    ],
)
def test_the_state_of_an_order_decides_first(status: str, answer: Answer, why: Why, stage: Stage | None) -> None:
    """What is not in the customer's hands goes back whatever the reason; what is over does not."""
    judged = judge(an_order(status))

    assert (answer, why, stage) == (judged.answer, judged.why, judged.stage)


@pytest.mark.parametrize("signed, answer", [(0, Answer.YES), (-7, Answer.YES), (-8, Answer.NO), (-30, Answer.NO)])
def test_without_a_reason_the_days_count(signed: int, answer: Answer) -> None:
    """Seven, from the day after signing; the last second is told either way."""
    judged = judge(an_order("signed", signed=signed))

    assert answer is judged.answer
    assert last_moment(day(signed + 7)) == judged.until


def test_the_last_second_of_the_last_day_still_counts() -> None:
    """And the next does not."""
    order = an_order("signed", signed=-7)
    end = last_moment(day(0))

    assert judge(order, now=end).answer is Answer.YES
    assert judge(order, now=end + timedelta(milliseconds=900)).answer is Answer.YES
    assert judge(order, now=end + timedelta(seconds=1)).why is Why.TOO_LATE


@pytest.mark.parametrize(
    "category, told, answer, why",
    [
        ("", SOUND, Answer.YES, Why.IN_TIME),
        ("home", SOUND, Answer.YES, Why.IN_TIME),
        ("home", {**SOUND, Condition.USED: True}, Answer.NO, Why.CONDITION),
        ("home", {**SOUND, Condition.OPENED: True}, Answer.YES, Why.IN_TIME),
        ("digital", {Condition.ACTIVATED: False}, Answer.YES, Why.IN_TIME),
        ("digital", {Condition.ACTIVATED: True}, Answer.NO, Why.CONDITION),
        ("digital", {}, Answer.ASK, Why.CONDITION_UNKNOWN),
        ("intimate", {Condition.OPENED: True}, Answer.NO, Why.CONDITION),
        ("intimate", {Condition.OPENED: False}, Answer.ASK, Why.CONDITION_UNKNOWN),
        ("intimate", {Condition.OPENED: False, Condition.WASHED: False}, Answer.YES, Why.IN_TIME),
        ("fresh", SOUND, Answer.NO, Why.CATEGORY),
        ("custom", SOUND, Answer.NO, Why.CATEGORY),
        ("medicine", {}, Answer.NO, Why.CATEGORY),
        ("antimatter", SOUND, Answer.PERSON, Why.UNKNOWN_CATEGORY),
    ],
)
def test_the_category_makes_its_exceptions(category: str, told: Told, answer: Answer, why: Why) -> None:
    """Some goods never go back without a reason, some not once opened or activated; what is not known is asked."""
    judged = judge(of_category(category), told=told)

    assert (answer, why) == (judged.answer, judged.why)


def test_only_what_is_not_known_yet_is_asked() -> None:
    """The customer never says the same thing twice."""
    asked = judge(of_category("intimate"), told={Condition.OPENED: False})
    refused = judge(of_category("intimate"), told={Condition.OPENED: True})

    assert asked.conditions == (Condition.WASHED,)
    assert (refused.conditions, refused.words) == ((Condition.OPENED,), "关系到卫生")


@pytest.mark.parametrize(
    "category, signed, answer",
    [
        ("home", -15, Answer.YES),
        ("home", -16, Answer.NO),
        ("custom", -15, Answer.YES),
        ("medicine", -3, Answer.YES),
        ("fresh", -2, Answer.YES),
        ("fresh", -3, Answer.NO),
        ("digital", -300, Answer.YES),
        ("digital", -366, Answer.NO),
    ],
)
def test_a_fault_has_days_of_its_own_and_knows_no_exceptions(category: str, signed: int, answer: Answer) -> None:
    """Bad custom goods go back too; fresh food has fewer days; what is under warranty can still be repaired."""
    judged = judge(of_category(category, signed=signed), "quality", told={Condition.USED: True})

    assert answer is judged.answer
    assert judged.evidence == (Evidence.PHOTO, Evidence.VIDEO)


@pytest.mark.parametrize("reason, answer", [("fake", Answer.PERSON), ("martians", Answer.PERSON)])
def test_a_person_decides_where_the_rules_say_so_or_say_nothing(reason: str, answer: Answer) -> None:
    """A grave suspicion, and a reason nobody thought of."""
    assert judge(an_order("signed"), reason).answer is answer


def test_what_did_not_arrive_is_traced_before_anything_is_promised() -> None:
    """Playbook F2; once the courier's record was checked, the way is free."""
    for order in (an_order("signed"), an_order("disputed")):
        assert judge(order, "not_received").answer is Answer.TRACE
        assert judge(order, "not_received", traced=True).answer is Answer.YES


def test_a_change_of_mind_has_no_more_rights_for_its_name() -> None:
    """The wrong size goes by the no-reason rule."""
    assert judge(an_order("signed", signed=-8), "wrong_size").why is Why.TOO_LATE
    assert judge(of_category("custom"), "wrong_size").why is Why.CATEGORY
