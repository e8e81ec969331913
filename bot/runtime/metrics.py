"""A process's figures for Prometheus: the port :class:`bot.handoff.gauges.Meter` on the client library."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.kernel.metric_table import of_part
from bot.runtime.logs import get_logger
from bot.runtime.series import Counters, Histograms, values_of

log = get_logger("metrics")

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
        self._counters: dict[str, Counters] = {}
        self._histograms: dict[str, Histograms] = {}
        self._gauges: dict[str, Gauge] = {}
        for name, metric in self._metrics.items():
            if metric.kind == "counter":
                self._registry.register(self._counters.setdefault(name, Counters(metric)))
            elif metric.kind == "histogram":
                self._registry.register(self._histograms.setdefault(name, Histograms(metric)))
            else:
                self._gauges[name] = Gauge(name, metric.help, metric.labels, registry=self._registry)
        self._looks: list[tuple[Look, tuple[str, ...]]] = []
        # Memory, processor time and open files, as Prometheus names them everywhere; silent where there is no /proc.
        ProcessCollector(registry=self._registry)

    def count(self, name: str, n: int = 1, **labels: str) -> None:
        """See the port."""
        self._counters[name].of(labels).add(n)

    def counter(self, name: str, **labels: str) -> Callable[[], object]:
        """See the port."""
        return self._counters[name].of(labels).add

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """See the port."""
        self._histograms[name].of(labels).note(seconds)

    def timer(self, name: str, **labels: str) -> Callable[[float], object]:
        """See the port."""
        return self._histograms[name].of(labels).note

    def level(self, name: str, value: float, **labels: str) -> None:
        """See the port."""
        gauge, values = self._gauges[name], values_of(self._metrics[name], labels)
        (gauge.labels(*values) if values else gauge).set(value)

    def line_written(self, level: str) -> None:
        """A log line was written; what :func:`bot.runtime.logs.configure` is told to call."""
        self.count("jiezhu_log_lines_total", level=level)

    def before_scrape(self, look: Look, names: Iterable[str]) -> None:
        """Have gauges set each time somebody asks; if that fails they are left out, never told as they were."""
        self._looks.append((look, tuple(names)))

    async def exposition(self) -> bytes:
        """What Prometheus reads (:data:`CONTENT_TYPE`)."""
        await asyncio.gather(*(self._look(look, names) for look, names in self._looks))
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
        # A gauge without labels keeps its only value: NaN is what Prometheus shows as a gap.
        self._gauges[name].clear() if self._metrics[name].labels else self._gauges[name].set(float("nan"))
