"""The rules of service the conversation service works by; they are data (``data/service``), wiring reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.handoff.clocks import ClockRules
from bot.handoff.groups import Group, Groups
from bot.handoff.hours import Hours


@dataclass(frozen=True)
class ServiceRules:
    """Groups, their hours, and the clocks.

    Attributes:
        hours: opening hours by name; a group names its own.
        clocks: what the service wants to reach in time.
        grace_ms: how long a lost agent's customers wait for them to come back.
        call_back_ms: opening time within which a parked customer hears from a person.
        lead_ms: how long before the promised time a parked customer is queued again.
        transfer_ms: how long a colleague has to accept a customer.
    """

    groups: Groups
    hours: Mapping[str, Hours]
    clocks: ClockRules
    grace_ms: int = 30_000
    call_back_ms: int = 1_800_000
    lead_ms: int = 600_000
    transfer_ms: int = 60_000

    def group(self, code: str) -> Group:
        """The group of a code; of one the shop no longer has, the default group, so that nobody waits for nobody."""
        return self.groups.get(code) or self.groups.default

    def hours_of(self, code: str) -> Hours:
        """When a group is there."""
        return self.hours[self.group(code).hours]
