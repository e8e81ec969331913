"""A table that forgets what was not used for longest."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lately(Generic[Value]):
    """Values by name, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Value] = OrderedDict()

    def get(self, name: str) -> Value | None:
        """What is kept under a name."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def put(self, name: str, value: Value) -> None:
        """Keep it, forgetting the oldest when there are too many."""
        self._kept[name] = value
        self._kept.move_to_end(name)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def drop(self, name: str) -> None:
        """Forget one."""
        self._kept.pop(name, None)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
