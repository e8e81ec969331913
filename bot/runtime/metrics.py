"""A process's figures for Prometheus: the port :class:`bot.handoff.gauges.Meter` on the client library."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.kernel.metric_table import Metric, of_part
from bot.runtime.logs import get_logger

log = get_logger("metrics")

# A time of creation beside every series doubles the page; Prometheus sees a restart without it.
disable_created_metrics()  # type: ignore[no-untyped-call]

CONTENT_TYPE = CONTENT_TYPE_LATEST
LOOK_WITHIN_S = 3.0
"""How long one look outside may hold up a scrape."""

Look = Callable[[], Awaitable[None]]


class Metrics:
    """Everything one process tells. Nothing is global: tests have one each.

    Args:
        part: whose figures: ``hub`` or ``actions``.
    """

    def __init__(self, part: str = "hub") -> None:
        self._registry = CollectorRegistry()
        self._metrics = {metric.name: metric for metric in of_part(part)}
        self._made: dict[str, Any] = {name: self._make(metric) for name, metric in self._metrics.items()}
        self._children: dict[tuple[object, ...], Any] = {}
        self._counted: dict[tuple[object, ...], int] = {}
        self._counting = threading.Lock()
        self._looks: list[tuple[Look, tuple[str, ...]]] = []
        # Memory, processor time and open files, as Prometheus names them everywhere; silent where there is no /proc.
        ProcessCollector(registry=self._registry)

    def count(self, name: str, n: int = 1, **labels: str) -> None:
        """See the port. Noted here, and told the library when somebody looks."""
        self._note(self._key(name, labels), n)

    def counter(self, name: str, **labels: str) -> Callable[[], object]:
        """See the port."""
        return partial(self._note, self._key(name, labels))

    def _key(self, name: str, labels: dict[str, str]) -> tuple[object, ...]:
        key = (name, *labels.items())
        if key not in self._counted:
            self._child(name, labels)
        return key

    def _note(self, key: tuple[object, ...], n: int = 1) -> None:
        # Log lines are counted by whichever thread writes them.
        with self._counting:
            self._counted[key] = self._counted.get(key, 0) + n

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """See the port."""
        self._child(name, labels).observe(seconds)

    def timer(self, name: str, **labels: str) -> Callable[[float], object]:
        """See the port."""
        observe: Callable[[float], object] = self._child(name, labels).observe
        return observe

    def level(self, name: str, value: float, **labels: str) -> None:
        """See the port."""
        self._child(name, labels).set(value)

    def line_written(self, level: str) -> None:
        """A log line was written; what :func:`bot.runtime.logs.configure` is told to call."""
        self.count("jiezhu_log_lines_total", level=level)

    def before_scrape(self, look: Look, names: Iterable[str]) -> None:
        """Have gauges set each time somebody asks; if that fails they are left out, never told as they were."""
        self._looks.append((look, tuple(names)))

    async def exposition(self) -> bytes:
        """What Prometheus reads (:data:`CONTENT_TYPE`)."""
        await asyncio.gather(*(self._look(look, names) for look, names in self._looks))
        with self._counting:
            counted, self._counted = self._counted, {}
        for key, count in counted.items():
            self._children[key].inc(count)
        return generate_latest(self._registry)

    async def _look(self, look: Look, names: tuple[str, ...]) -> None:
        for name in names:
            self._forget(name)
        try:
            async with asyncio.timeout(LOOK_WITHIN_S):
                await look()
        except Exception as error:  # the edge: one that fails must not take the other figures with it
            log.warning("metrics.not_read", names=names, exc_info=error)
            for name in names:
                self._forget(name)

    def _forget(self, name: str) -> None:
        for key in [key for key in self._children if key[0] == name]:
            del self._children[key]
        # A gauge without labels keeps its only value: NaN is what Prometheus shows as a gap.
        self._made[name].clear() if self._metrics[name].labels else self._made[name].set(float("nan"))

    def _child(self, name: str, labels: dict[str, str]) -> Any:
        key = (name, *labels.items())
        if (child := self._children.get(key)) is None:
            metric = self._metrics[name]
            if len(labels) != len(metric.labels):
                raise ValueError(f"{name} has the labels {metric.labels}, not {tuple(labels)}")
            values = tuple(labels[label] for label in metric.labels)
            child = self._children[key] = self._made[name].labels(*values) if values else self._made[name]
        return child

    def _make(self, metric: Metric) -> Any:
        if metric.kind == "histogram":
            return Histogram(metric.name, metric.help, metric.labels, buckets=metric.buckets, registry=self._registry)
        kind = Counter if metric.kind == "counter" else Gauge
        return kind(metric.name, metric.help, metric.labels, registry=self._registry)
