"""What the sockets of a process have to say, let go once in each round of its event loop."""

from __future__ import annotations

import asyncio
from typing import Protocol
from weakref import WeakKeyDictionary


class Speaker(Protocol):
    """A socket with something to say."""

    def flush(self) -> None:
        """Let it go."""
        ...


class Outbox:
    """What is said in one round of an event loop, by any of its sockets, leaves at the end of the round: an answer and
    the events it caused in one piece."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._speakers: list[Speaker] = []

    def add(self, speaker: Speaker) -> None:
        """This one has something to say, the first time in this round."""
        if not self._speakers:
            self._loop.call_soon(self._empty)
        self._speakers.append(speaker)

    def _empty(self) -> None:
        speakers, self._speakers = self._speakers, []
        for speaker in speakers:
            speaker.flush()


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Outbox] = WeakKeyDictionary()


def outbox() -> Outbox:
    """The outbox of the loop that runs."""
    loop = asyncio.get_running_loop()
    if (found := _of_loop.get(loop)) is None:
        found = _of_loop[loop] = Outbox(loop)
    return found
