"""Reasons for which something goes back, and what each of them opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.evidence import Evidence
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.rule import Rule
from bot.commerce.policies.solution import Remedy


class Fault(str, Enum):
    """On whose side the reason lies; a customer's change of mind is no fault, and the no-reason rule decides.

    What is not clear is for a person to find out.
    """

    CUSTOMER = "customer"
    SHOP = "shop"
    COURIER = "courier"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class ReasonRule(Rule):
    """What a reason opens (playbook F1, F3, F4). Codes are those of :class:`bot.commerce.reasons.Reason`.

    Attributes:
        under: what it is called in one breath with others when the shop pays the freight, e.g. ``质量问题``.
        evidence: what is looked at before it is decided.
        trace_first: the courier's record is checked before anything is promised (playbook F2).
        review: a person decides, whatever the amount (playbook F5, H4).
        complaint: the kind of complaint whose compensation goes with it, else empty.
    """

    fault: Fault
    freight: Payer
    evidence: tuple[Evidence, ...]
    solutions: tuple[Remedy, ...]
    under: str = ""
    trace_first: bool = False
    review: bool = False
    complaint: str = ""
