"""The wake-up channel of the store: what was published on it, and how it is read.

Published are, as one line of words: ``c CONVERSATION REV JSON`` when a conversation changed (written by commit.lua:
``s`` number of the first new event, ``p`` epoch and ``e`` body of each, ``h`` changed fields of the record, ``n`` its
epoch and ``last_seq``), ``p CONVERSATION`` when its customer's profile was written, ``e CONVERSATION JSON`` a frame
that is not logged, ``q WHAT`` when lists of the desks changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

import orjson
from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import SILENCE_S, answering
from bot.adapters.redis_line import published
from bot.handoff.control import Control, values_of
from bot.handoff.events import stored
from bot.handoff.listing import lists_of
from bot.handoff.wakeups_port import Signal


class Heard(NamedTuple):
    """One line, not looked into any further: most of them tell a process what it did itself.

    Attributes:
        rev: of a conversation, the count of changes its record has now; 0 when it is not told.
    """

    letter: str
    conversation: str
    rev: int
    body: str


class RedisWakeups:
    """One channel of the store.

    Attributes:
        ear: another channel, on which only this process listens, and nobody speaks: whoever counts who listens on both
            knows whether this process is the only one.
    """

    def __init__(self, redis: Redis, listener: Redis) -> None:
        self._redis = redis
        self._listener = listener
        self.ear = f"{keys.WAKE}:{secrets.token_hex(8)}"

    async def subscribe(self) -> AsyncIterator[Heard]:
        """What is said from now on.

        Raises:
            StoreUnavailable: the connection broke; subscribe again then.
        """
        with answering():
            async for said in published(self._listener.connection_pool, (keys.WAKE, self.ear), SILENCE_S):
                yield heard(said)

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """See :class:`bot.handoff.wakeups_port.Wakeups`."""
        await self._say(f"e {conversation} {json.dumps(frame, ensure_ascii=False)}")

    async def profile_kept(self, conversation: str) -> None:
        """Tell that a profile was written."""
        await self._say(f"p {conversation}")

    async def _say(self, line: str) -> None:
        with answering():
            await self._redis.publish(keys.WAKE, line)


def heard(said: str) -> Heard:
    """One line taken apart."""
    letter, conversation, *rest = said.split(" ", 2)
    body = rest[0] if rest else ""
    if letter != "c":
        return Heard(letter, conversation, 0, body)
    rev, _, told = body.partition(" ")
    return Heard(letter, conversation, int(rev) if rev.isdecimal() else 0, told)


def signal_of(one: Heard, known: Control | None) -> Signal:
    """What was said, in full.

    Args:
        known: the newest record this process has of the conversation.
    """
    match one.letter:
        case "q":
            return Signal("queue", one.conversation)
        case "p":
            return Signal("profile", one.conversation)
        case "e":
            return Signal("ephemeral", one.conversation, json.loads(one.body))
    if not one.rev:
        # A hub of an older version: something changed.
        return Signal("conversation", one.conversation)
    told = orjson.loads(one.body)
    events = [stored(told["s"] + place, told["p"][place], body) for place, body in enumerate(told["e"])]
    record = _record(told, one.rev, known)
    lists = lists_of(told["h"], record) if record else "all"
    return Signal("conversation", one.conversation, None, events, record, lists)


def _record(told: dict[str, Any], rev: int, known: Control | None) -> Control | None:
    """The record after the change, from the one before it."""
    if known is None and rev == 1:
        known = Control()
    if known is None or known.rev < rev - 1:
        return None
    if known.rev >= rev:
        return known
    epoch, last_seq = told["n"]
    return known.changed(**values_of(told["h"]), epoch=epoch, last_seq=last_seq, rev=rev)
