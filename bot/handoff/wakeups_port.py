"""How the processes of the service tell each other that something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec

from bot.handoff.control import Control
from bot.handoff.listing import Lists


class Signal(msgspec.Struct, frozen=True):
    """A wake-up. It may be lost: whoever gets it reads the log from their own cursor.

    Attributes:
        kind: ``conversation``: it changed; ``profile``: its customer is somebody else, or known better; ``queue``:
            lists of the desks changed; ``ephemeral``: something that is not logged.
        events: of a ``conversation``, what was appended; empty also when it is too much to be told.
        record: of a ``conversation``, its record as it then is; None when that is not known here.
        lists: of a ``conversation``, which lists of the desks it changes.
    """

    kind: Literal["conversation", "profile", "queue", "ephemeral"]
    conversation: str = ""
    frame: Mapping[str, Any] | None = None
    events: Sequence[dict[str, Any]] = ()
    record: Control | None = None
    lists: Lists = "all"


OnSignal = Callable[[Signal], None]
OnAgain = Callable[[], None]
Detach = Callable[[], object]


class Wakeups(Protocol):
    """Tells every hub process that something changed."""

    def listen(self, on_signal: OnSignal, on_again: OnAgain) -> Detach:
        """Call back at each signal of every conversation, until the returned function is called.

        Args:
            on_again: called when signals come again after some may have been missed: whatever was said meanwhile is
                found in the log.
        """
        ...

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """Pass on a frame that is not logged (typing, read)."""
        ...
