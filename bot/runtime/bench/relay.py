"""``jiezhu bench relay``: two-way chat of people through the hub, beside the least such a thing can cost.

The floor is a bare Sanic WebSocket echo that does one persisted ``XADD`` for each message (:mod:`.floor`), on the same
store (``appendfsync always``), one worker, the same load generator. Both are up all the time and take turns second by
second (:mod:`.relay_load`). A message counts when the other side has it: of the hub the agent's or the customer's
socket, of the floor the echo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.runtime.bench import loader
from bot.runtime.bench.figures import Goal
from bot.runtime.bench.house import House
from bot.runtime.bench.machine import load_average
from bot.runtime.bench.relay_load import TURN_S, Plan, Target
from bot.runtime.bench.stand import free_port
from bot.runtime.evaluation.metrics import quantile

AGENTS = 10
WARM = 2

GOALS = (
    Goal("throughput_ratio", 0.5, at_most=False, of_stock=False),
    Goal("p99_ratio", 2.0, of_stock=False),
)
"""Of ours to the floor's; asked by the issue."""

Figures = dict[str, float]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much is asked.

    Attributes:
        lanes: pairs of customer and agent, and connections to the floor.
        closed, opened: turns of a second which each of the two has of each way of asking.
        rate: messages a second of the open way, of the hub and of the floor alike; both must sustain it.
    """

    lanes: int = 50
    closed: int = 40
    opened: int = 24
    rate: float = 100.0


def measure(size: Size, logs: Path, say: Say) -> Figures:
    """The figures, under the names programs read.

    Raises:
        SettingError: the load could not be carried out.
    """
    before = load_average()
    with House(logs) as house:
        house.start_store()
        staff = tuple((one.agent_id, one.cookie) for one in house.sign_in(AGENTS))
        port = free_port()
        hub, floor = house.start_hub(), house.start_floor(port)
        ports = (house.settings.public_port, house.settings.staff_port)
        targets = (Target("floor", (port, port), (), floor.pid), Target("hub", ports, staff, hub.pid))
        plan = Plan(targets, size.lanes, WARM, size.closed, size.opened, size.rate)
        seconds = len(targets) * TURN_S * (WARM + size.closed + size.opened)
        say(f"floor and hub in turns, a second each: about {seconds} s")
        found = loader.run("bot.runtime.bench.relay_load", plan, 4 * seconds + 180)
    return {**figures(found["hub"], found["floor"], size), "load_before": before, "load_after": load_average()}


def figures(ours: dict[str, Any], floor: dict[str, Any], size: Size) -> Figures:
    """The figures of what the load generator found.

    ``throughput_ratio`` is the median of what the hub did in a second to what the floor did in the second before it:
    a neighbour who slows the machine down meets both.
    """
    pairs = [mine / least for mine, least in zip(ours["of_second"], floor["of_second"], strict=True)]
    p99, floor_p99 = _share(ours["ms"], 0.99), _share(floor["ms"], 0.99)
    return {
        "throughput_ratio": round(_share(pairs, 0.5), 3),
        "throughput_ratio_p10": round(_share(pairs, 0.1), 3),
        "throughput_ratio_p90": round(_share(pairs, 0.9), 3),
        "p99_ratio": round(p99 / floor_p99, 2),
        "messages_per_s": _share(ours["of_second"], 0.5),
        "floor_messages_per_s": _share(floor["of_second"], 0.5),
        "messages_per_s_best": max(ours["of_second"]),
        "floor_messages_per_s_best": max(floor["of_second"]),
        "ms_p50": round(_share(ours["ms"], 0.5), 2),
        "floor_ms_p50": round(_share(floor["ms"], 0.5), 2),
        "ms_p99": round(p99, 2),
        "floor_ms_p99": round(floor_p99, 2),
        "cpu_us": round(ours["cpu_us"], 1),
        "floor_cpu_us": round(floor["cpu_us"], 1),
        "lanes": size.lanes,
        "rate": size.rate,
        "n": len(ours["ms"]),
    }


def _share(values: Sequence[float], share: float) -> float:
    value = quantile(values, share)
    assert value is not None
    return value
