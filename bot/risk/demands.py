"""What the customer asks for, minus what is waived (playbook C5): "退款,还要赔偿,道歉就不用了"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.risk.matcher import Places
from bot.risk.scopes import Mention

DEMANDS = (
    "refund",
    "return",
    "exchange",
    "compensation",
    "apology",
    "reship",
    "explanation",
    "cancel",
    "invoice",
    "expedite",
    "human",
)
"""The demands in the order they are listed."""


@dataclass(frozen=True)
class Wishes:
    """The demands that stand, and the mentions they rest on."""

    demands: tuple[str, ...]
    grounds: tuple[Mention, ...]


def demanded(mentions: Sequence[Mention]) -> Wishes:
    """The demands of one message; the last word on each counts ("退款…算了不退了")."""
    waivers = [mention for mention in mentions if mention.kind.startswith("waive.") and mention.stance != "reported"]
    waived = Places(waiver.hit for waiver in waivers)
    last: dict[str, Mention | None] = {}
    events = waivers + [mention for mention in mentions if mention.kind.startswith("demand.")]
    for mention in sorted(events, key=lambda found: (found.hit.end, found.kind.startswith("waive."))):
        space, _, name = mention.kind.partition(".")
        if space == "waive" or mention.stance == "denied":
            last[name] = None
        elif mention.stance == "said" and not any(hit.covers(mention.hit) for hit in waived.over(mention.hit)):
            last[name] = mention
    grounds = [mention for mention in last.values() if mention is not None]
    names = {mention.kind.partition(".")[2] for mention in grounds}
    return Wishes(tuple(name for name in DEMANDS if name in names), tuple(grounds))
