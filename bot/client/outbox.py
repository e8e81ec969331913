"""Messages on their way: one at a time, in order, each until the hub has answered it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.client.records import Sent
from bot.kernel.errors import JiezhuError, TooMuch


@dataclass(eq=False)
class Letter:
    """A message and what becomes of it: ``answered`` is set by each answer, ``done`` by the last one."""

    client_id: str
    frame: Mapping[str, Any]
    done: asyncio.Future[Sent]
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    repeats: int = 0


class Outbox:
    """Letters without a final answer, oldest first.

    Only the oldest is ever on the wire. That keeps the order also when one of them is refused for the moment: what was
    written after it has not been sent yet.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._letters: OrderedDict[str, Letter] = OrderedDict()
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def add(self, client_id: str, frame: Mapping[str, Any]) -> asyncio.Future[Sent]:
        """Put a message at the end.

        Raises:
            TooMuch: so many wait that this client takes no more.
        """
        if client_id in self._letters:
            return self._letters[client_id].done
        if len(self._letters) >= self._most:
            raise TooMuch("还有很多消息没有发出去，请等网络恢复后再发。", limit=self._most)
        letter = Letter(client_id, frame, asyncio.get_running_loop().create_future())
        # Whoever gives up waiting takes the message back; it is not sent (again).
        letter.done.add_done_callback(lambda _done: self._drop(letter))
        self._letters[client_id] = letter
        self._look_at_room()
        self._changed.set()
        return letter.done

    async def room(self) -> None:
        """Wait until :meth:`add` takes another."""
        await self._room.wait()

    async def oldest(self) -> Letter:
        """The letter to send next."""
        while not self._letters:
            self._changed.clear()
            await self._changed.wait()
        return next(iter(self._letters.values()))

    def taken(self, client_id: str, sent: Sent) -> None:
        """The hub has it."""
        if (letter := self._letters.get(client_id)) is not None:
            if not letter.done.done():
                letter.done.set_result(sent)
            self._drop(letter)

    def refused(self, client_id: str, error: JiezhuError, *, repeats: int) -> bool:
        """The hub did not take it; gives whether it is to be sent again, which has its limit."""
        letter = self._letters.get(client_id)
        if letter is None:
            return False
        again = error.code in {"store_unavailable", "too_much"} and letter.repeats < repeats
        if again:
            letter.repeats += 1
            letter.answered.set()
        else:
            if not letter.done.done():
                letter.done.set_exception(error)
            self._drop(letter)
        return again

    def fail(self, error: JiezhuError) -> None:
        """Nothing of it will be sent any more."""
        for letter in list(self._letters.values()):
            if not letter.done.done():
                letter.done.set_exception(error)
                # Whoever does not wait for the answer does not want to hear of it either.
                letter.done.exception()
            self._drop(letter)

    def _drop(self, letter: Letter) -> None:
        # By identity: the sender may have sent a new letter with the id of one that was refused.
        if self._letters.get(letter.client_id) is letter:
            del self._letters[letter.client_id]
        letter.answered.set()
        self._look_at_room()

    def _look_at_room(self) -> None:
        if len(self._letters) < self._most:
            self._room.set()
        else:
            self._room.clear()
