"""What every rule has: a code, an owner, and the days it holds (playbook A6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bot.kernel.errors import SettingError


@dataclass(frozen=True)
class Validity:
    """Who answers for a rule, and its days on the shop's calendar.

    Attributes:
        valid_until: the last day it holds; None when it holds until somebody ends it.
    """

    owner: str
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the rule may be quoted and used on a day."""
        return self.valid_from <= day and not self.over_by(day)

    def over_by(self, day: date) -> bool:
        """Whether the last day has passed."""
        return self.valid_until is not None and self.valid_until < day

    def overlaps(self, other: Validity) -> bool:
        """Whether there is a day on which both hold."""
        return not (self.over_by(other.valid_from) or other.over_by(self.valid_from))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One version of one rule."""

    code: str
    validity: Validity


AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True)
class Rules(Generic[AnyRule]):
    """Every version of the rules of one kind; on each day at most one version of a code holds."""

    versions: tuple[AnyRule, ...]

    def get(self, code: str, day: date) -> AnyRule | None:
        """What holds under a code on a day; None when there is no such rule, or it is over or yet to begin."""
        return next((rule for rule in self.versions if rule.code == code and rule.validity.holds_on(day)), None)

    def need(self, code: str, day: date) -> AnyRule:
        """What holds under a code on a day, for rules the shop cannot do without.

        Raises:
            SettingError: none holds.
        """
        rule = self.get(code, day)
        if rule is None:
            raise SettingError(f"店铺规则“{code}”在{day}没有有效的版本，请到 data/policies 里补上。", rule=code)
        return rule

    def on(self, day: date) -> Iterator[AnyRule]:
        """All that hold on a day, in the file's order."""
        return (rule for rule in self.versions if rule.validity.holds_on(day))
