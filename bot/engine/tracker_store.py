"""The engine's memory of conversations: one hash each in Redis or Valkey, written once a turn, failing closed.

Rasa's own store reads and writes the whole conversation, all sessions, several times a turn, and its fail-safe
wrapper turns a failed read into a new conversation. Here a turn costs one read and one write, both of the window
only, and a store that does not answer fails the turn.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from typing import Any, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from redis.exceptions import RedisError
from typing_extensions import override

from bot.engine import keys, store_connect
from bot.engine.window import WINDOW_TURNS, Base, Window, WindowTracker, dump
from bot.kernel.errors import Stale, StoreUnavailable

_TIMEOUT_S = 2.0
_Answer = TypeVar("_Answer")

_COMMIT = """
-- Add a turn: KEYS tracker, turn; ARGV turns so far, window, tracker's life, base, events, answer, answer's life.
-- Refused when another engine added one since we read: two engines must not both think they know the conversation.
local turns = tonumber(redis.call('HGET', KEYS[1], 'n') or '0')
if turns ~= tonumber(ARGV[1]) then return 0 end
local number = turns + 1
redis.call('HSET', KEYS[1], 'n', number, 't' .. number, ARGV[5])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'base', ARGV[4]) end
redis.call('HDEL', KEYS[1], 't' .. (number - tonumber(ARGV[2])))
redis.call('EXPIRE', KEYS[1], ARGV[3])
if ARGV[6] ~= '' then redis.call('SET', KEYS[2], ARGV[6], 'EX', ARGV[7]) end
return 1
"""


class WindowTrackerStore(TrackerStore):
    """Keeps trackers as windows, and the answer of each turn beside them.

    Every method raises :class:`StoreUnavailable` when the store does not answer in time or says no.
    """

    def __init__(
        self,
        url: str,
        domain: Domain | None = None,
        *,
        window: int = WINDOW_TURNS,
        tracker_ttl_s: int = keys.TRACKER_TTL_S,
        turn_ttl_s: int = keys.TURN_TTL_S,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        super().__init__(domain)
        self._window = window
        self._tracker_ttl_s = tracker_ttl_s
        self._turn_ttl_s = turn_ttl_s
        self._redis = store_connect.connect(url, timeout_s)
        self._commit = self._redis.register_script(_COMMIT)

    @override
    async def retrieve(self, sender_id: str) -> WindowTracker | None:
        """See parent; ``None`` only when the store answered that it knows nothing."""
        stored = await _answered(self._redis.hgetall(keys.tracker(sender_id)))
        return WindowTracker(sender_id, self.domain.slots, _read(stored)) if stored else None

    @override
    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: int | None = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """See parent; a new tracker is not written before it has something to keep."""
        return await self.retrieve(sender_id) or WindowTracker(sender_id, self.domain.slots, Window())

    @override
    async def save(self, tracker: DialogueStateTracker) -> None:
        """See parent."""
        await self.commit(tracker)

    async def commit(self, tracker: DialogueStateTracker, *, turn_id: str = "", answer: Any = None) -> None:
        """Write what is new in a tracker and the answer of the turn that made it, both or neither.

        Raises:
            Stale: another engine added to this conversation since the tracker was read.
        """
        if not isinstance(tracker, WindowTracker):
            raise TypeError("only trackers of this store can be written to it")
        events = tracker.new_events()
        window = tracker.window.with_turn(events, self.domain.slots, self._window)
        base = window.base
        written = await _answered(
            self._commit(
                keys=[keys.tracker(tracker.sender_id), keys.turn(tracker.sender_id, turn_id)],
                args=[
                    tracker.window.turns,
                    self._window,
                    self._tracker_ttl_s,
                    dump({"at": base.at, "slots": base.slots, "loop": base.loop}) if base else "",
                    dump(events),
                    dump(answer) if turn_id else "",
                    self._turn_ttl_s,
                ],
            )
        )
        if not written:
            raise Stale("这个会话刚刚被另一个引擎处理过。")

    async def open_turn(self, conversation: str, turn_id: str) -> tuple[Any | None, WindowTracker]:
        """The stored answer of a turn, ``None`` if it has none yet, and the conversation; one round trip for both."""
        both = self._redis.pipeline(transaction=False)
        both.get(keys.turn(conversation, turn_id)).hgetall(keys.tracker(conversation))
        answer, stored = await _answered(both.execute())
        tracker = WindowTracker(conversation, self.domain.slots, _read(stored) if stored else Window())
        return (None if answer is None else json.loads(answer)), tracker

    async def forget(self, conversation: str) -> None:
        """Drop a conversation; answers already given stay, so that repeated turns still get theirs."""
        await _answered(self._redis.delete(keys.tracker(conversation)))

    async def ping(self) -> None:
        """Whether the store answers."""
        await _answered(self._redis.ping())

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.close()


def _read(stored: dict[str, str]) -> Window:
    turns = int(stored.get("n", 0))
    base = json.loads(stored["base"]) if "base" in stored else None
    numbers = sorted(int(name[1:]) for name in stored if name[0] == "t" and name[1:].isdigit())
    return Window(
        turns=turns,
        base=Base(**base) if base else None,
        kept=tuple(json.loads(stored[f"t{number}"]) for number in numbers),
    )


async def _answered(call: Awaitable[_Answer]) -> _Answer:
    try:
        return await call
    except (RedisError, OSError, asyncio.TimeoutError) as error:
        raise StoreUnavailable from error
