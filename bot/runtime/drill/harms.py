"""What a drill does to the product while people talk. Each gives the seconds until a newcomer was answered again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.runtime.drill.scene import Scene

Harm = Callable[[Scene], Awaitable[float]]

_MOST_CUT_AT_ONCE = 3


def kill(part: str) -> Harm:
    """kill -9; the supervisor starts the part again."""

    async def harm(scene: Scene) -> float:
        scene.setting.stack.kill(part)
        return await scene.recovered()

    return harm


def pause(part: str) -> Harm:
    """The part stands still, its sockets open, and goes on after a while. Recovery counts from there."""

    async def harm(scene: Scene) -> float:
        scene.setting.stack.pause(part)
        await asyncio.sleep(scene.size.pause_s)
        scene.setting.stack.resume(part)
        return await scene.recovered()

    return harm


async def cut_sockets(scene: Scene) -> float:
    """Connections of customers and agents break one after the other, in the middle of whatever they carry."""
    until = time.monotonic() + scene.size.seconds
    while time.monotonic() < until:
        for cutter in scene.setting.cutters:
            cutter.cut_some(scene.luck.randint(0, _MOST_CUT_AT_ONCE))
        await asyncio.sleep(scene.luck.uniform(0.05, 0.4))
    return await scene.recovered()


async def nothing(scene: Scene) -> float:
    """The harm is in the people's habits: they send everything several times and out of order."""
    await asyncio.sleep(scene.size.seconds)
    return await scene.recovered()
