"""``jiezhu bench engine``: both engines started, asked and weighed in one run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.runtime.bench import contest, figures, filling, load, memory, models, script
from bot.runtime.bench.contest import Engine
from bot.runtime.bench.figures import Figures
from bot.runtime.bench.load import Plan
from bot.runtime.bench.models import Model, Say
from bot.runtime.bench.script import Script, Step
from bot.runtime.bench.speakers import OurSpeaker, StockSpeaker, signer
from bot.runtime.bench.stand import Stand
from bot.runtime.processes import Process
from bot.runtime.settings import Settings

STARTS = 2
"""Starts of each engine, of which the quicker counts: the files are in the page cache then, for both."""

FAR_CONVERSATIONS = {"ours": 5, "stock": 1}
"""A turn of stock Rasa gets so slow in a long conversation that one of them takes minutes."""


@dataclass(frozen=True)
class Measured:
    """What came out: the flat figures, and what they were measured on in words."""

    figures: Figures
    notes: dict[str, str | float | bool]


def measure(knobs: Settings, ours: Model, stock: Model, plan: Plan, say: Say) -> Measured:
    """Start both engines on two trained models and measure them side by side.

    Raises:
        SettingError: an engine does not start or answers wrongly; there are no figures then.
    """
    plot = script.load()
    notes: dict[str, str | float | bool] = {"load_before": round(os.getloadavg()[0], 2)}
    with Stand(models.home(knobs) / "logs") as stand:
        sign = signer(plot.customer, stand.secrets.context_key)
        port, token = stand.settings.engine_port, stand.secrets.engine_token
        engines = [
            Engine("ours", stand.ours(ours), partial(OurSpeaker, port, token, sign)),
            Engine(
                "stock",
                stand.stock(stock),
                partial(StockSpeaker, stand.stock_port, sign),
                filling.stock(stand.stock_port),
            ),
        ]
        found = _measured(stand, engines, plot, plan, say)
    for one, model in zip(found, (ours, stock), strict=True):
        one["train_s"] = model.train_s
    notes["load_after"] = round(os.getloadavg()[0], 2)
    return Measured(figures.beside(*found), notes)


def _measured(stand: Stand, engines: Sequence[Engine], plot: Script, plan: Plan, say: Say) -> list[Figures]:
    found: list[Figures] = [{} for _ in engines]
    processes: list[Process] = []
    for engine, into in zip(engines, found, strict=True):
        say(f"· {engine.name}: starting, {STARTS} times")
        process, into["ready_s"] = _started(stand, engine, plot.short[0])
        processes.append(process)
    lines = contest.choose_lines(engines, _steps(plot))
    say("· one customer at a time")
    for turns, into in zip(load.latency(engines, plot, lines, plan), found, strict=True):
        into |= figures.of_turns(turns)
    say(f"· {plan.clients} customers at once")
    for rate, into in zip(load.throughput(engines, plot, lines, plan), found, strict=True):
        into["turns_per_s"] = rate
    for process, into in zip(processes, found, strict=True):
        into["rss_mb"] = memory.rss_mb(process.pid)
    for engine, into in zip(engines, found, strict=True):
        say(f"· {engine.name}: conversations of {load.FAR} turns")
        into |= figures.of_growth(*load.growth(engine, plot, lines, FAR_CONVERSATIONS[engine.name]))
    return found


def _started(stand: Stand, engine: Engine, step: Step) -> tuple[Process, float]:
    """The running engine and the seconds of its quickest start."""
    times: list[float] = []
    while True:
        process, seconds = contest.start(stand, engine, step)
        times.append(seconds)
        if len(times) == STARTS:
            return process, min(times)
        stand.stop(process)


def _steps(plot: Script) -> list[Step]:
    return list({step.name: step for step in (*plot.short, *plot.long)}.values())
