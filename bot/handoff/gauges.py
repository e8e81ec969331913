"""The port to whoever counts and measures what happens, so that the rules know no library for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Meter(Protocol):
    """Takes figures by the names of :mod:`bot.kernel.metric_table`, with exactly the labels declared there."""

    def count(self, name: str, n: int = 1, **labels: str) -> None:
        """So many more of a counter."""
        ...

    def counter(self, name: str, **labels: str) -> Callable[[], object]:
        """Counts one more of one series of a counter, for what is counted all the time."""
        ...

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """One duration for a histogram."""
        ...

    def timer(self, name: str, **labels: str) -> Callable[[float], object]:
        """Takes durations for one series of a histogram, for what is timed all the time."""
        ...

    def level(self, name: str, value: float, **labels: str) -> None:
        """What a gauge stands at now."""
        ...


class Quiet:
    """A meter nobody reads."""

    def counter(self, name: str, **labels: str) -> Callable[[], object]:
        """See the port."""
        return lambda: self.count(name, 1, **labels)

    def timer(self, name: str, **labels: str) -> Callable[[float], object]:
        """See the port."""
        return lambda seconds: self.observe(name, seconds, **labels)

    def count(self, name: str, n: int = 1, **labels: str) -> None:
        """See the port."""

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """See the port."""

    def level(self, name: str, value: float, **labels: str) -> None:
        """See the port."""
