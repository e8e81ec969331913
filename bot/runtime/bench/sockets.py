"""``jiezhu bench sockets``: what thousands of customers cost who have the chat open and say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.runtime.bench import loader, sockets_load
from bot.runtime.bench.figures import Goal
from bot.runtime.bench.house import House
from bot.runtime.bench.machine import load_average
from bot.runtime.evaluation.metrics import quantile

AGENTS = 10

GOALS = (
    Goal("rss_mb", 400.0, of_stock=False),
    Goal("latency_ratio", 1.5, of_stock=False),
    Goal("latency_ratio_p99", 1.5, of_stock=False),
)
"""Asked by the issue."""

Figures = dict[str, float]


@dataclass(frozen=True)
class Size:
    """How much is asked: idle and active customers, messages a second of all active ones, seconds of each part."""

    idle: int = 5000
    active: int = 50
    rate: float = 50.0
    seconds: float = 15.0
    rest_s: float = 10.0


def measure(size: Size, logs: Path) -> Figures:
    """The figures, under the names programs read.

    Raises:
        SettingError: the load could not be carried out.
    """
    before = load_average()
    with House(logs) as house:
        house.start_store()
        staff = tuple((one.agent_id, one.cookie) for one in house.sign_in(AGENTS))
        hub = house.start_hub()
        knobs = house.settings
        plan = sockets_load.Plan(
            ports=(knobs.public_port, knobs.staff_port),
            staff=staff,
            pid=hub.pid,
            idle=size.idle,
            active=size.active,
            rate=size.rate,
            seconds=size.seconds,
            rest_s=size.rest_s,
        )
        within_s = 4 * size.seconds + 2 * size.rest_s + size.idle / 20 + 120
        found = loader.run("bot.runtime.bench.sockets_load", plan, within_s)
    return {**figures(found, size), "load_before": before, "load_after": load_average()}


def figures(found: dict[str, Any], size: Size) -> Figures:
    """The figures of one run. The latency without idle ones is that before and after them, together."""
    alone, beside = [*found["before_ms"], *found["after_ms"]], found["with_ms"]
    grown = found["rss_mb"] - found["rss_mb_before"]
    return {
        "idle": size.idle,
        "still_there": found["still_there"],
        "active": size.active,
        "messages_per_s": size.rate,
        "rss_mb": round(found["rss_mb"], 1),
        "rss_mb_before": round(found["rss_mb_before"], 1),
        "kb_per_socket": round(grown * 1024 / size.idle, 1),
        "idle_cores": round(found["idle_cores"], 3),
        "connects_per_s": round(found["connect_per_s"], 1),
        "latency_ratio": round(_share(beside, 0.5) / _share(alone, 0.5), 2),
        "latency_ratio_p99": round(_share(beside, 0.99) / _share(alone, 0.99), 2),
        "ms_p50": round(_share(beside, 0.5), 2),
        "ms_p50_alone": round(_share(alone, 0.5), 2),
        "ms_p99": round(_share(beside, 0.99), 2),
        "ms_p99_alone": round(_share(alone, 0.99), 2),
    }


def _share(values: Sequence[float], share: float) -> float:
    value = quantile(values, share)
    assert value is not None
    return value
