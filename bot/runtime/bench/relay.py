"""``jiezhu bench relay``: two-way chat of people through the hub, beside the least such a thing can cost.

The floor is a bare Sanic WebSocket echo that does one persisted ``XADD`` for each message (:mod:`.floor`), on the same
store with the same ``appendfsync always``, one worker, the same load generator, in turns with ours in the same run. A
message counts when the other side has it: of the hub the agent's or the customer's socket, of the floor the echo.
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
from bot.runtime.bench.relay_load import Plan
from bot.runtime.bench.stand import free_port
from bot.runtime.evaluation.metrics import quantile

AGENTS = 10
WARM_S = 2

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
        closed_s, open_s: whole seconds of each part of a round.
        rate: messages a second of the open part, of the hub and of the floor alike; both must sustain it.
        rounds: each has the floor and the hub once.
    """

    lanes: int = 50
    closed_s: int = 8
    open_s: int = 8
    rate: float = 100.0
    rounds: int = 3


def measure(size: Size, logs: Path, say: Say) -> Figures:
    """The figures, under the names programs read.

    Raises:
        SettingError: the load could not be carried out.
    """
    before = load_average()
    found: dict[str, list[dict[str, Any]]] = {"floor": [], "hub": []}
    for number in range(size.rounds):
        for target, rounds in found.items():
            rounds.append(_round(target, size, logs))
            fast, usual = max(rounds[-1]["of_second"]), _share(rounds[-1]["of_second"], 0.5)
            say(f"round {number + 1}/{size.rounds} {target}: {fast} messages/s at best, {usual:.0f} mostly")
    return {**figures(found["hub"], found["floor"], size), "load_before": before, "load_after": load_average()}


def figures(ours: Sequence[dict[str, Any]], floor: Sequence[dict[str, Any]], size: Size) -> Figures:
    """The figures of all rounds: of throughput the best second of each, of latency all messages together.

    What else runs on the machine slows a second and never speeds one up, so the best is the nearest to what the
    programs themselves need; the medians beside it tell how the machine was.
    """
    seconds, floor_seconds = ([count for one in rounds for count in one["of_second"]] for rounds in (ours, floor))
    fast, least = max(seconds), max(floor_seconds)
    times = {name: [ms for one in rounds for ms in one["ms"]] for name, rounds in (("", ours), ("floor_", floor))}
    p99, floor_p99 = _share(times[""], 0.99), _share(times["floor_"], 0.99)
    return {
        "throughput_ratio": round(fast / least, 3),
        "p99_ratio": round(p99 / floor_p99, 2),
        "messages_per_s": fast,
        "floor_messages_per_s": least,
        "messages_per_s_p50": _share(seconds, 0.5),
        "floor_messages_per_s_p50": _share(floor_seconds, 0.5),
        "ms_p50": round(_share(times[""], 0.5), 2),
        "floor_ms_p50": round(_share(times["floor_"], 0.5), 2),
        "ms_p99": round(p99, 2),
        "floor_ms_p99": round(floor_p99, 2),
        "cpu_us": round(min(one["cpu_us"] for one in ours), 1),
        "floor_cpu_us": round(min(one["cpu_us"] for one in floor), 1),
        "lanes": size.lanes,
        "rate": size.rate,
        "n": len(times[""]),
    }


def _round(target: str, size: Size, logs: Path) -> dict[str, Any]:
    with House(logs) as house:
        house.start_store()
        staff: tuple[tuple[str, str], ...] = ()
        if target == "hub":
            staff = tuple((one.agent_id, one.cookie) for one in house.sign_in(AGENTS))
            server, ports = house.start_hub(), (house.settings.public_port, house.settings.staff_port)
        else:
            port = free_port()
            server, ports = house.start_floor(port), (port, port)
        plan = Plan(target, ports, staff, size.lanes, WARM_S, size.closed_s, size.open_s, size.rate, server.pid)
        within_s = 4 * (size.closed_s + size.open_s) + 180
        return loader.run("bot.runtime.bench.relay_load", plan, within_s)


def _share(values: Sequence[float], share: float) -> float:
    value = quantile(values, share)
    assert value is not None
    return value
