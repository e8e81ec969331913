"""The engine's figures for Prometheus, as :mod:`bot.kernel.metric_table` declares them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
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

CONTENT_TYPE = CONTENT_TYPE_LATEST

# A time of creation beside every series doubles the page; Prometheus sees a restart without it.
disable_created_metrics()


class EngineMetrics:
    """What one engine process counts and measures."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._of = {metric.name: self._make(metric) for metric in of_part("engine")}
        # Memory, processor time and open files, as Prometheus names them everywhere.
        ProcessCollector(registry=self._registry)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn runs while the block does."""
        running = self._of["jiezhu_engine_turns_running"]
        running.inc()
        try:
            with self._timed("jiezhu_engine_turn_seconds"):
                yield
        finally:
            running.dec()

    @contextmanager
    def action_call(self) -> Iterator[None]:
        """The action server is asked while the block runs."""
        with self._timed("jiezhu_engine_action_call_seconds"):
            yield

    def line_written(self, level: str) -> None:
        """A log line was written."""
        self._of["jiezhu_log_lines_total"].labels(level).inc()

    def model_loaded(self, name: str) -> None:
        """Which model answers."""
        self._of["jiezhu_engine_model_info"].labels(name).set(1)

    def exposition(self) -> bytes:
        """What Prometheus reads (:data:`CONTENT_TYPE`)."""
        text: bytes = generate_latest(self._registry)
        return text

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        start, outcome = time.perf_counter(), "ok"
        try:
            yield
        except (Exception, asyncio.CancelledError):
            outcome = "failed"
            raise
        finally:
            self._of[name].labels(outcome).observe(time.perf_counter() - start)

    def _make(self, metric: Metric) -> Any:
        if metric.kind == "histogram":
            return Histogram(metric.name, metric.help, metric.labels, buckets=metric.buckets, registry=self._registry)
        kind = Counter if metric.kind == "counter" else Gauge
        return kind(metric.name, metric.help, metric.labels, registry=self._registry)
