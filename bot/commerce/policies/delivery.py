"""Sending off, lateness and loss."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.rule import Rule


@dataclass(frozen=True, kw_only=True)
class ShippingRule(Rule):
    """Days after the day of payment in which the shop promises to send a parcel off."""

    within_days: int


@dataclass(frozen=True, kw_only=True)
class LatenessRule(Rule):
    """When a parcel on the road counts as late, and as lost (playbook B4).

    Attributes:
        late_days: days after the promised one from which a delay is confirmed.
        lost_days: days after the promised one from which the parcel is treated as lost: the customer need not wait.
        promise: the promise that is made when a delay is looked into (``promises.yml``).
        lost_reason: the reason whose solutions are offered then (``refunds.yml``).
    """

    late_days: int
    lost_days: int
    promise: str
    lost_reason: str
