"""The rules in force here: put in place when a process starts, found here by whatever judges an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.commerce.policies.book import Policies
from bot.kernel.errors import SettingError

_NO_REASON = "no_reason"
_here: Policies | None = None


def put_in_force(policies: Policies) -> None:
    """Let these rules hold in this process from now on."""
    global _here
    _here = policies


def in_force() -> Policies:
    """The rules of this process.

    Raises:
        SettingError: none were put in place at its start.
    """
    if _here is None:
        raise SettingError("店铺规则还没有读入，请先调用 put_in_force。")
    return _here


@dataclass(frozen=True)
class RefundPolicy:
    """The general rules of returns and refunds in one breath, as the general answer tells them (playbook B1, B3).

    Attributes:
        window_days: days, counted from the day after signing, in which goods may go back without a reason.
        money_back_days: days after the goods came back in order in which the shop pays.
        bank_days: working days a bank may take to show the money.
        excluded: goods the window does not hold for; those excepted by their page go under one name.
        freight_ours: when the shop pays for sending back; in all other cases the customer does.
    """

    window_days: int
    money_back_days: int
    bank_days: int
    excluded: tuple[str, ...]
    freight_ours: tuple[str, ...]


def refund_policy(day: date) -> RefundPolicy:
    """What the rules of a day come to when they are told in three sentences."""
    book = in_force()
    general = book.refunds.no_reason.need(_NO_REASON, day)
    categories = list(book.categories.categories.on(day))
    excluded = [rule.name for rule in categories if not rule.no_reason and not rule.page_note]
    if any(rule.page_note for rule in categories):
        excluded.append(general.page_note_name)
    under = dict.fromkeys(rule.under for rule in book.refunds.reasons.on(day) if rule.under)
    return RefundPolicy(general.days, general.money_back_days, general.bank_days, tuple(excluded), tuple(under))


def window_days(bought_on: date) -> int:
    """Days of the no-reason return for what was ordered on a day."""
    return in_force().refunds.no_reason.need(_NO_REASON, bought_on).days


def kept_unpaid(placed_on: date) -> timedelta:
    """How long an order placed on a day is kept unpaid."""
    return timedelta(hours=in_force().cancelling.unpaid.need("unpaid", placed_on).keep_hours)


def sent_within(paid_on: date) -> timedelta:
    """Days after the day of payment in which a parcel is sent off."""
    return timedelta(days=in_force().delivery.shipping.need("shipping", paid_on).within_days)
