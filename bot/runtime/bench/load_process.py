"""What a load generator is as a process of its own: a plan on standard input, what it found on standard output.

The other side of :mod:`bot.runtime.bench.loader`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec
import uvloop

P = TypeVar("P")


def carry_out(plan_type: type[P], load: Callable[[P], Coroutine[Any, Any, dict[str, Any]]]) -> None:
    """Read the plan, carry it out, print what was found."""
    plan = msgspec.json.decode(sys.stdin.read(), type=plan_type)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(load(plan))
    sys.stdout.write(json.dumps(found))
