"""Who may be offered a matter, and why the others may not. Each filter keeps some of the seats it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.handoff.control import Priority
from bot.handoff.routing.matter import Matter
from bot.handoff.routing.seat import Seat

Why = Literal["owner", "group", "duty", "full", "lapsed", "skill"]
Filter = Callable[[Matter, Sequence[Seat]], list[Seat]]

WHY_TEXT: dict[Why, str] = {
    "owner": "正在接待这位客户",
    "group": "不在这个组",
    "duty": "不在线（小休、离开或掉线）",
    "full": "手上的客户已满",
    "lapsed": "刚才没有接起这位客户",
    "skill": "有更擅长这件事的同事",
}
"""Each reason in the words of the desk."""

SENIOR_EXTRA = 1
"""Customers somebody senior takes beyond their capacity when they are urgent: a threat or a safety matter must not
wait until a full senior agent is done (D3: within ten minutes, or straight away)."""


@dataclass(frozen=True)
class Dropped:
    """A seat that is not offered the matter, with the first reason found."""

    seat: Seat
    why: Why

    @property
    def text(self) -> str:
        """The reason in the words of the desk."""
        return WHY_TEXT[self.why]


@dataclass(frozen=True)
class Sifted:
    """All the seats, parted: those that may be offered the matter, and the others with the reason of each."""

    kept: list[Seat]
    dropped: list[Dropped]


def not_owner(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Whoever hands a customer on is not offered them back."""
    return [seat for seat in seats if seat.agent_id != matter.owner]


def in_group(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Members of the matter's group."""
    return [seat for seat in seats if matter.group in seat.groups]


def on_duty(_matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Those at work now: not on a break, away or lost."""
    return [seat for seat in seats if seat.status == "online"]


def has_capacity(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Those with room; somebody senior has ``SENIOR_EXTRA`` more for an urgent matter."""
    return [seat for seat in seats if has_room(matter.priority, seat)]


def has_room(priority: Priority, seat: Seat) -> bool:
    """Whether one seat has room for a customer of a class, whatever else speaks against it."""
    extra = SENIOR_EXTRA if seat.capacity and seat.senior and priority is Priority.URGENT else 0
    return seat.active < seat.capacity + extra


def not_lapsed(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Those who did not let it lapse; all of them when nobody else is left (invariant 6).

    A customer on the way to a group has somebody who answers: nobody has to be asked twice for them.
    """
    others = [seat for seat in seats if seat.agent_id not in matter.lapsed]
    return others if others or matter.on_the_way else list(seats)


def has_skill(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """Those with the skill asked for; all of them when none of them has it, because a person now is worth more."""
    skilled = [seat for seat in seats if matter.skill in seat.skills] if matter.skill else []
    return skilled or list(seats)


FILTERS: tuple[tuple[Why, Filter], ...] = (
    ("owner", not_owner),
    ("group", in_group),
    ("duty", on_duty),
    ("full", has_capacity),
    # The two that fall back come last, and look only at those who could take the customer now. A skill is a wish
    # and a lapse is a rule, so that a skilled agent who let it lapse stands behind an unskilled one who did not.
    ("lapsed", not_lapsed),
    ("skill", has_skill),
)


def eligible(matter: Matter, seats: Sequence[Seat]) -> list[Seat]:
    """The seats that may be offered the matter, in the order given."""
    kept: list[Seat] = list(seats)
    for _, keep in FILTERS:
        kept = keep(matter, kept)
    return kept


def nobody_left(matter: Matter, seats: Sequence[Seat]) -> bool:
    """Whether all who might be asked were: nobody else of the group is at work, not even with full hands."""
    there = on_duty(matter, in_group(matter, not_owner(matter, seats)))
    return bool(matter.lapsed) and all(seat.agent_id in matter.lapsed for seat in there)


def sift(matter: Matter, seats: Sequence[Seat]) -> Sifted:
    """The same, and why each of the others was dropped: what a supervisor is told when nobody got a customer."""
    kept: list[Seat] = list(seats)
    dropped: list[Dropped] = []
    for why, keep in FILTERS:
        left = keep(matter, kept)
        staying = {seat.agent_id for seat in left}
        dropped += [Dropped(seat, why) for seat in kept if seat.agent_id not in staying]
        kept = left
    return Sifted(kept, dropped)
