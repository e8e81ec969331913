"""Series of figures as Prometheus reads them."""

from __future__ import annotations

from bot.kernel.metric_table import METRICS
from bot.runtime.series import Counters, Durations, Histograms, Tally


def test_a_duration_on_an_edge_is_no_longer_than_that_edge() -> None:
    """`le` means less or equal; what is longer than every edge is in the last bucket alone."""
    durations = Durations((0.1, 0.5))

    for seconds in (0.05, 0.1, 0.25, 0.5, 9.0):
        durations.note(seconds)

    counts, total = durations.told()
    assert counts == [2, 4, 5]
    assert round(total, 6) == 9.9


def test_the_same_labels_in_any_order_are_the_same_series() -> None:
    """Whoever counts names them as it comes."""
    counters = Counters(METRICS["jiezhu_events_total"])
    series = counters.of({"actor": "bot", "kind": "text"})

    series.add()
    counters.of({"kind": "text", "actor": "bot"}).add(2)

    assert isinstance(series, Tally)
    assert series.value == 3


def test_a_figure_without_labels_is_told_before_anything_happened() -> None:
    """A line that is not there cannot be told from one that was lost; with labels there is none until one is known."""
    [late] = Histograms(METRICS["jiezhu_loop_late_seconds"]).collect()
    [events] = Counters(METRICS["jiezhu_events_total"]).collect()

    assert {sample.name: sample.value for sample in late.samples}["jiezhu_loop_late_seconds_count"] == 0
    assert events.samples == []
