"""The groups of staff that a handoff can go to, and which reason goes to which group first (playbook D3, D7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Group:
    """One group.

    Attributes:
        code: stable word for programs, e.g. ``senior``.
        title: as staff read it, e.g. 资深客服.
        accept_ms: how long an offered agent has to accept.
        capacity: conversations an agent of this group has at once, when the agent's profile says nothing else.
        hours: name of its opening hours (``data/service/hours.yml``).
        escalates_to: code of the group above it; empty at the top.
    """

    code: str
    title: str
    accept_ms: int
    capacity: int
    hours: str
    escalates_to: str = ""


@dataclass(frozen=True)
class Groups:
    """All groups, in the order they are written; one of them takes every reason that no other asks for.

    Attributes:
        all: the groups.
        default_code: code of the one for everything else.
        by_reason: handoff reason → code of the group it goes to first.
    """

    all: tuple[Group, ...]
    default_code: str
    by_reason: Mapping[str, str]

    def __iter__(self) -> Iterator[Group]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @property
    def default(self) -> Group:
        """The group for everything no other group asks for."""
        return next(group for group in self.all if group.code == self.default_code)

    def get(self, code: str) -> Group | None:
        """The group of a code."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, Group]:
        return {group.code: group for group in reversed(self.all)}

    def of_reason(self, reason: str) -> Group:
        """Where a handoff of this reason goes first."""
        return self.get(self.by_reason.get(reason, self.default_code)) or self.default
