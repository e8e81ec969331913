"""Promises that can be kept: how long each takes and on which clock (playbook B3, B4, B5, F6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.commerce.policies.approval import Role
from bot.commerce.policies.rule import Rule


class Unit(str, Enum):
    """What a promised time is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class RunsIn(str, Enum):
    """When minutes and hours count: always, or only while the shop is staffed."""

    ALWAYS = "always"
    SERVICE_HOURS = "service_hours"


@dataclass(frozen=True, kw_only=True)
class PromiseRule(Rule):
    """One promise.

    Attributes:
        name: what is promised, e.g. ``联系快递后给您回话``.
        within: how many of ``unit``. Days end with the last second of the last one.
        keeper: who has to keep it.
    """

    name: str
    within: int
    unit: Unit
    runs_in: RunsIn
    keeper: Role


@dataclass(frozen=True, kw_only=True)
class ServiceHoursRule(Rule):
    """When the shop is staffed, every day: whole hours on its wall clock, ``until_hour`` up to 24."""

    from_hour: int
    until_hour: int


@dataclass(frozen=True, kw_only=True)
class HolidayRule(Rule):
    """A public holiday: days closed, first and last, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    workdays: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class RefundStepRule(Rule):
    """How long a step of a refund takes once the step before is done; the code is the step's (playbook B5)."""

    name: str
    promise: str
