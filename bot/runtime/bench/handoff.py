"""``jiezhu bench handoff``: how soon a customer who needs a person stands on the desk, and what a long queue costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.runtime.bench import handoff_load, loader
from bot.runtime.bench.figures import Goal
from bot.runtime.bench.house import House
from bot.runtime.bench.machine import load_average
from bot.runtime.evaluation.metrics import quantile

GOALS = (
    Goal("visible_ms_p99", 150.0, of_stock=False),
    Goal("claim_ratio", 2.0, of_stock=False),
    Goal("position_ratio", 2.0, of_stock=False),
)
"""Asked by the issue."""

Figures = dict[str, float]


@dataclass(frozen=True)
class Size:
    """How much is asked: handoffs a second and for how long, the two lengths of the queue, and tries of each."""

    rate: float = 20.0
    seconds: float = 20.0
    short: int = 10
    long: int = 10_000
    rounds: int = 100


def measure(size: Size, logs: Path) -> Figures:
    """The figures, under the names programs read.

    Raises:
        SettingError: the load could not be carried out.
    """
    before = load_average()
    with House(logs) as house:
        house.start_store()
        staff = tuple((one.agent_id, one.cookie) for one in house.sign_in(2))
        house.start_hub()
        knobs = house.settings
        plan = handoff_load.Plan(
            ports=(knobs.public_port, knobs.staff_port),
            store_url=knobs.store_url,
            staff=staff,
            rate=size.rate,
            seconds=size.seconds,
            short=size.short,
            long=size.long,
            rounds=size.rounds,
        )
        within_s = 2 * size.seconds + size.long / 50 + size.rounds + 120
        found = loader.run("bot.runtime.bench.handoff_load", plan, within_s)
    return {**figures(found, size), "load_before": before, "load_after": load_average()}


def figures(found: dict[str, Any], size: Size) -> Figures:
    """The figures of one run."""
    short, long = found["short"], found["long"]
    costs = {
        "claim_ms": _median(short["claim"]),
        "claim_ms_long": _median(long["claim"]),
        "position_ms": _median(short["place"]),
        "position_ms_long": _median(long["place"]),
    }
    return {
        "handoffs_per_s": size.rate,
        "n": len(found["visible_ms"]),
        "visible_ms_p50": round(_median(found["visible_ms"]), 1),
        "visible_ms_p99": round(quantile(found["visible_ms"], 0.99) or 0.0, 1),
        "queued": size.short,
        "queued_long": size.long,
        "claim_ratio": round(costs["claim_ms_long"] / costs["claim_ms"], 2),
        "position_ratio": round(costs["position_ms_long"] / costs["position_ms"], 2),
        **{name: round(value, 2) for name, value in costs.items()},
    }


def _median(values: list[float]) -> float:
    value = quantile(values, 0.5)
    assert value is not None
    return value
