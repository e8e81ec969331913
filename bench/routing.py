"""One round of the router over a long queue, against a plain sort of the same queue.

    .venv/bin/python bench/routing.py [--json]

10,000 customers wait for 200 members of staff. The floor is what any router must do: bring the queue into its order
(the same keys, Python's sort). Three mornings: everybody free, a few free (the usual case of a long queue), nobody
free. Each figure is the median of ``ROUNDS`` rounds, floor and round measured in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.handoff.control import Priority
from bot.handoff.people import GROUPS_OF_ROLE, Role
from bot.handoff.queue_order import LEVEL_HEAD_START_S
from bot.handoff.routing.matter import Matter
from bot.handoff.routing.seat import Seat
from bot.handoff.routing.selector import plan
from bot.kernel.reading import EMOTIONS

MATTERS, SEATS, CAPACITY, ROUNDS = 10_000, 200, 5, 9
NOON = 1_795_320_000_000
ROLES: tuple[tuple[Role, int], ...] = (("agent", 150), ("senior", 30), ("qa", 10), ("legal", 5), ("supervisor", 5))
SKILLS = ("英语", "家电", "美妆", "生鲜")


@dataclass(frozen=True)
class Figure:
    """One morning: milliseconds of both, and what the round came to."""

    name: str
    offers: int
    sort_ms: float
    plan_ms: float

    @property
    def ratio(self) -> float:
        """How many plain sorts a round costs."""
        return self.plan_ms / self.sort_ms


def staff(chance: random.Random, busy: float) -> list[Seat]:
    """Everybody at work, each full with a likelihood of ``busy``, else with some room."""
    seats: list[Seat] = []
    for role, count in ROLES:
        for _ in range(count):
            number = len(seats)
            active = CAPACITY if chance.random() < busy else chance.randrange(CAPACITY)
            skills = frozenset(chance.sample(SKILLS, chance.randrange(3)))
            person = Seat(
                f"a_{number:03}", f"坐席{number}", role, GROUPS_OF_ROLE[role], skills, "online", active, CAPACITY, 0
            )
            seats.append(replace(person, idle_since=NOON - chance.randrange(600_000)))
    return seats


def queue(chance: random.Random, seats: list[Seat]) -> list[Matter]:
    """Customers of every kind: a third knows somebody, a tenth asks for a skill, some were let lapse."""
    people = [seat.agent_id for seat in seats]
    return [
        Matter(
            conversation=f"c_{number:05}",
            group=chance.choices(("service", "senior", "qa", "legal"), (90, 7, 2, 1))[0],
            skill=chance.choice(SKILLS) if chance.random() < 0.1 else "",
            priority=chance.choices(tuple(Priority), (3, 12, 85))[0],
            emotion=chance.choice(EMOTIONS),
            level=f"{chance.choice(tuple(LEVEL_HEAD_START_S))}会员",
            queued_at=NOON - chance.randrange(7_200_000),
            front=chance.random() < 0.01,
            lapsed=frozenset(chance.sample(people, 2)) if chance.random() < 0.05 else frozenset(),
            known=tuple(chance.sample(people, 3)) if chance.random() < 0.33 else (),
        )
        for number in range(MATTERS)
    ]


def measure(name: str, busy: float) -> Figure:
    """One morning."""
    chance = random.Random(5)
    seats = staff(chance, busy)
    waiting = queue(chance, seats)
    sorts, rounds = [], []
    for _ in range(ROUNDS):
        sorts.append(_ms(lambda: sorted(waiting, key=lambda one: one.place)))
        rounds.append(_ms(lambda: plan(waiting, seats, NOON)))
    offers = len(plan(waiting, seats, NOON))
    return Figure(name, offers, statistics.median(sorts), statistics.median(rounds))


def figures() -> list[Figure]:
    """All three mornings."""
    return [measure("all free", 0.0), measure("nine in ten full", 0.9), measure("all full", 1.0)]


def _ms(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--json", action="store_true", help="one JSON object")
    found = figures()
    if arguments.parse_args().json:
        print(json.dumps({one.name: vars(one) | {"ratio": one.ratio} for one in found}, ensure_ascii=False, indent=2))
        return
    print(f"{MATTERS} waiting, {SEATS} staff, median of {ROUNDS} rounds")
    for one in found:
        print(
            f"{one.name:<18} {one.offers:>4} offers   sort {one.sort_ms:6.1f} ms"
            f"   round {one.plan_ms:6.1f} ms   ratio {one.ratio:4.1f}"
        )


if __name__ == "__main__":
    main()
