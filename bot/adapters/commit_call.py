"""A change as the store's script is asked for it (``lua/commit.lua``), and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import orjson

from bot.adapters import turn_json
from bot.handoff.control import Control, changes, from_hash, speaker_changes
from bot.handoff.events import FILED, stored, written
from bot.handoff.store_port import Commit, Committed, Place

_pack = msgspec.msgpack.Encoder().encode


class CommitCall:
    """One call of the script.

    Args:
        now_ms: when it is made; every event gets this time.
    """

    def __init__(self, conversation: str, change: Commit, now_ms: int) -> None:
        self._conversation = conversation
        self._change = change
        self._now_ms = now_ms
        drafts = (*change.drafts, *change.after, *change.instead)
        self._bodies = [draft.body(conversation, now_ms) for draft in drafts]
        self._texts = [written(body) for body in self._bodies]
        self._changed = changes(change.expect, change.control) if change.control else {}

    def arguments(self, wake: str, prefix: str, own_ear: str) -> list[bytes]:
        """What the script takes.

        Args:
            wake, prefix: the wake-up channel; the prefix of all keys.
            own_ear: see :class:`bot.adapters.store.RedisConversationStore`.
        """
        change, expect = self._change, self._change.expect
        packed = _pack(
            (
                self._conversation,
                self._now_ms,
                expect.epoch,
                expect.state,
                change.exact and expect.last_seq,
                expect.rev,
                change.client_id,
                len(change.drafts),
                change.control is not None and change.control.look_at,
                self._changed,
                wake,
                prefix,
                own_ear,
                _rarer(change) or False,
            )
        )
        return [packed, *self._texts]

    def result(
        self, outcome: Any, seq: int, epoch: int, last_seq: int, rev: int, flat: Sequence[str] = ()
    ) -> Committed:
        """What the script's answer means."""
        told = from_hash(dict(zip(flat[::2], flat[1::2], strict=True))) if flat else None
        if outcome != "done":
            return Committed(outcome, int(seq), told or Control())
        change = self._change
        # No record in the answer: nobody else has changed it, so it is what it was decided to be.
        record = told or (change.control or change.expect).changed(epoch=epoch, last_seq=last_seq, rev=rev)
        first, count = len(change.drafts), len(change.drafts) + len(change.after)
        events = [
            _event(body, self._texts[place], seq + place, change.expect.epoch if place < first else epoch)
            for place, body in enumerate(self._bodies[:count])
        ]
        return Committed("done", seq, record, events, self._changed.keys())


def _rarer(change: Commit) -> dict[str, Any]:
    """What a mere message does not ask for."""
    wanted: dict[str, Any] = {}
    if change.control and speaker_changes(change.expect, change.control):
        wanted["bump"] = True
    if change.after:
        wanted["after"] = len(change.after)
    if change.instead:
        wanted["instead"] = len(change.instead)
    if to_file := [place for place, draft in enumerate(change.drafts) if draft.kind in FILED]:
        wanted["to_file"] = to_file
    if isinstance(change.place, Place):
        wanted["line"], wanted["score"] = change.place.line, change.place.score
    elif change.place:
        wanted["line"] = change.place
    if change.choices:
        wanted["choices"] = {name: orjson.dumps(meaning).decode() for name, meaning in change.choices.items()}
    if change.drop_turns:
        wanted["drop_turns"] = True
    if change.turn_done:
        wanted["turn_done"] = change.turn_done
    if change.turn:
        wanted["turn"] = turn_json.written(change.turn)
    if change.taking:
        wanted["taking"] = turn_json.start(change.taking)
    return wanted


def _event(body: dict[str, Any], text: bytes, seq: int, epoch: int) -> dict[str, Any]:
    """An event as the store gives it back. What was merely said is that already; other data may change its form as
    JSON: tuples become lists."""
    if body["kind"] == "text" and not body["data"]:
        body["seq"], body["epoch"] = seq, epoch
        return body
    return stored(seq, epoch, text)
