"""Counters and durations that are noted for every message, at next to no cost; the client library writes them out.

The library's own take two locks and look for labels and exemplars at every note.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from bot.kernel.metric_table import Metric

Labels = tuple[str, ...]
"""Values of a figure's labels, in their order."""


class Tally:
    """One series of a counter. Log lines are counted by whichever thread writes them."""

    def __init__(self) -> None:
        self.value = 0
        self._noting = threading.Lock()

    def add(self, n: int = 1) -> None:
        """So many more."""
        with self._noting:
            self.value += n


class Durations:
    """One series of a histogram.

    Args:
        edges: upper edges of the buckets, in seconds; one bucket more takes what is longer.
    """

    def __init__(self, edges: tuple[float, ...]) -> None:
        self._edges = edges
        self._counts = [0] * (len(edges) + 1)
        self._sum = 0.0
        self._noting = threading.Lock()

    def note(self, seconds: float) -> None:
        """One duration."""
        bucket = bisect_left(self._edges, seconds)
        with self._noting:
            self._counts[bucket] += 1
            self._sum += seconds

    def told(self) -> tuple[list[int], float]:
        """How many were no longer than each edge, and how many in all; their sum in seconds."""
        with self._noting:
            return list(accumulate(self._counts)), self._sum


class Counters(Collector):
    """All series of one counter."""

    def __init__(self, metric: Metric) -> None:
        self._metric = metric
        self._of: dict[Labels, Tally] = {} if metric.labels else {(): Tally()}

    def of(self, labels: Mapping[str, str]) -> Tally:
        """The series with these labels.

        Raises:
            KeyError, ValueError: they are not those of the figure.
        """
        values = values_of(self._metric, labels)
        return self._of.get(values) or self._of.setdefault(values, Tally())

    def collect(self) -> Iterable[Family]:
        """What the library writes out."""
        family = CounterMetricFamily(self._metric.name, self._metric.help, labels=self._metric.labels)
        for values, tally in list(self._of.items()):
            family.add_metric(values, tally.value)
        yield family


class Histograms(Collector):
    """All series of one histogram."""

    def __init__(self, metric: Metric) -> None:
        self._metric = metric
        self._of: dict[Labels, Durations] = {} if metric.labels else {(): Durations(metric.buckets)}
        self._edges = [*map(str, metric.buckets), "+Inf"]

    def of(self, labels: Mapping[str, str]) -> Durations:
        """The series with these labels; same errors as :meth:`Counters.of`."""
        values = values_of(self._metric, labels)
        return self._of.get(values) or self._of.setdefault(values, Durations(self._metric.buckets))

    def collect(self) -> Iterable[Family]:
        """What the library writes out."""
        family = HistogramMetricFamily(self._metric.name, self._metric.help, labels=self._metric.labels)
        for values, durations in list(self._of.items()):
            counts, total = durations.told()
            family.add_metric(values, list(zip(self._edges, counts, strict=True)), total)
        yield family


def values_of(metric: Metric, labels: Mapping[str, str]) -> Labels:
    """The values of a figure's labels, in their order.

    Raises:
        KeyError, ValueError: the labels are not those of the figure.
    """
    if len(labels) != len(metric.labels):
        raise ValueError(f"{metric.name} has the labels {metric.labels}, not {tuple(labels)}")
    return tuple([labels[name] for name in metric.labels])
