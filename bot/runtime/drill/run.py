"""The drills by name: people talk, something is done to the product, it goes on, and the judge hears everybody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.kernel.clock import SystemClock
from bot.runtime.bench.staff import signed_in
from bot.runtime.drill import harms
from bot.runtime.drill.claims import claims
from bot.runtime.drill.cutter import Cutter
from bot.runtime.drill.harms import Harm
from bot.runtime.drill.judge import Verdict, judge
from bot.runtime.drill.place import Habits, Place
from bot.runtime.drill.scene import Scene, Setting, Size
from bot.runtime.drill.stack import Stack

Say = Callable[[str], None]

HEALTHY_WITHIN_S = 60.0


USUAL = Habits()


@dataclass(frozen=True)
class Drill:
    """What a drill does. ``lonely``: the customers say nothing by themselves and no desk is open."""

    harm: Harm
    habits: Habits = USUAL
    lonely: bool = False


DRILLS: Mapping[str, Drill] = {
    **{f"{part}-kill": Drill(harms.kill(part)) for part in ("hub", "engine", "actions", "store")},
    **{f"{part}-pause": Drill(harms.pause(part)) for part in ("hub", "engine", "actions", "store")},
    "sockets-cut": Drill(harms.cut_sockets),
    "claims": Drill(claims, lonely=True),
    "resends": Drill(harms.nothing, Habits(duplicates=3)),
}


@dataclass(frozen=True)
class Report:
    """What came of a drill; ``extras`` are figures beside the verdict."""

    name: str
    verdict: Verdict
    recover_s: float
    extras: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether nothing was lost, doubled, claimed twice, said over a person or left alone, and it went on."""
        return self.verdict.clean and self.recover_s != float("inf")

    def as_dict(self) -> dict[str, Any]:
        """The figures as programs read them; ``recover_s`` is null when it did not recover."""
        found = self.verdict
        counted = {
            "lost": found.lost,
            "doubled": found.doubled,
            "double_claims": found.double_claims,
            "bot_over_human": found.bot_over_human,
            "orphaned": found.orphaned,
        }
        return {
            "name": self.name,
            "acknowledged": found.acknowledged,
            **{name: len(complaints) for name, complaints in counted.items()},
            "recover_s": round(self.recover_s, 2) if self.recover_s != float("inf") else None,
            **self.extras,
            "complaints": {name: list(complaints) for name, complaints in counted.items() if complaints},
        }


async def drill(name: str, size: Size, logs: Path, say: Say) -> Report:
    """Run one drill on an installation of its own.

    Raises:
        SettingError: the installation does not start, or is not whole again afterwards.
    """
    async with Stack(logs / name, log_level="warning") as stack:
        return await play(name, stack, size, say)


async def play(name: str, stack: Stack, size: Size, say: Say) -> Report:
    """One drill on an installation that runs.

    Raises:
        SettingError: it is not whole again afterwards.
    """
    wanted = DRILLS[name]
    luck = random.Random(name)  # noqa: S311 - the same drill does the same every time
    async with AsyncExitStack() as lines:
        knobs = stack.settings
        cutters = [
            await lines.enter_async_context(Cutter(port, luck)) for port in (knobs.public_port, knobs.staff_port)
        ]
        staff = await signed_in(knobs, max(2, size.agents))
        setting = Setting(stack, Place(cutters[0].port, cutters[1].port), tuple(staff), tuple(cutters))
        scene = Scene(setting, size, wanted.habits, luck)
        try:
            return await _talked(name, wanted, scene, say)
        finally:
            await scene.leave()


async def _talked(name: str, wanted: Drill, scene: Scene, say: Say) -> Report:
    size = scene.size
    for _ in range(size.customers):
        scene.newcomer(talkative=not wanted.lonely)
    if not wanted.lonely:
        for staff in scene.setting.staff[: size.agents]:
            scene.hire(staff)
    for customer in scene.customers:
        await customer.connected()
    say(f"{name}: {size.customers} customers, {0 if wanted.lonely else size.agents} agents")
    scene.talking.set()
    if not wanted.lonely:
        await asyncio.sleep(size.seconds)
    recover_s = await wanted.harm(scene)
    await scene.setting.stack.healthy(HEALTHY_WITHIN_S)
    if not wanted.lonely:
        await asyncio.sleep(size.seconds)
    scene.talking.clear()
    heard = await scene.testimony()
    verdict = judge(heard, SystemClock().now_ms())
    extras = {
        "claims": sum(len(one.claims) for one in heard.agents),
        "refused_claims": sum(one.refused_claims for one in heard.agents),
        "resolved": sum(one.resolved for one in heard.agents),
        "connections": sum(one.connections for one in heard.customers) + sum(one.connections for one in heard.agents),
        "cuts": sum(cutter.cuts for cutter in scene.setting.cutters),
        "events": sum(len(kept.log) for kept in heard.kept.values()),
    }
    return Report(name, verdict, recover_s, extras)
