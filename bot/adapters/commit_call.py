"""A change as the store's script is asked for it (``lua/commit.lua``), and what came of it.

What a change does not do is left out of the request: most of them are a message and what it changes of the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from bot.adapters import turn_json
from bot.handoff.control import Control, changes, from_hash, speaker_changes
from bot.handoff.events import FILED, stored, written
from bot.handoff.store_port import Commit, Committed, Place


class CommitCall:
    """One call of the script.

    Args:
        now_ms: when it is made; every event gets this time.

    Attributes:
        texts: what may be appended, as it is stored: the drafts, those after, those instead. The script takes them
            beside the request, which says how many are what: a text inside a text would be written and read twice.
    """

    def __init__(self, conversation: str, change: Commit, now_ms: int) -> None:
        self._conversation = conversation
        self._change = change
        self._now_ms = now_ms
        drafts = (*change.drafts, *change.after, *change.instead)
        self._bodies = [draft.body(conversation, now_ms) for draft in drafts]
        self.texts = [written(body) for body in self._bodies]
        self._changed = changes(change.expect, change.control) if change.control else {}

    def request(self) -> bytes:
        """The change as JSON."""
        change, expect = self._change, self._change.expect
        wanted: dict[str, Any] = {
            "conversation": self._conversation,
            "now": self._now_ms,
            "expect_epoch": expect.epoch,
            "expect_state": expect.state,
            "expect_rev": expect.rev,
            "client_id": change.client_id,
            "drafts": len(change.drafts),
        }
        if change.exact:
            wanted["expect_seq"] = expect.last_seq
        if change.control:
            wanted["control"] = self._changed
            wanted["due"] = change.control.look_at
            wanted["bump"] = speaker_changes(expect, change.control)
        if change.after:
            wanted["after"] = len(change.after)
        if to_file := [place for place, draft in enumerate(change.drafts) if draft.kind in FILED]:
            wanted["to_file"] = to_file
        if change.instead:
            wanted["instead"] = len(change.instead)
        if isinstance(change.place, Place):
            wanted["line"], wanted["score"] = change.place.line, change.place.score
        elif change.place:
            wanted["line"] = change.place
        if change.choices:
            wanted["choices"] = {name: orjson.dumps(meaning).decode() for name, meaning in change.choices.items()}
        if change.turn or change.taking or change.turn_done or change.drop_turns:
            wanted |= _turns(change)
        return orjson.dumps(wanted)

    def result(self, outcome: Any, seq: int, flat: Sequence[str], counts: Sequence[int]) -> Committed:
        """What the script's answer means."""
        told = from_hash(dict(zip(flat[::2], flat[1::2], strict=True))) if flat else None
        if outcome != "done":
            return Committed(outcome, int(seq), told or Control())
        change, (epoch, last_seq, rev) = self._change, counts
        # No record in the answer: nobody else has changed it, so it is what it was decided to be.
        record = told or (change.control or change.expect).changed(epoch=epoch, last_seq=last_seq, rev=rev)
        first, count = len(change.drafts), len(change.drafts) + len(change.after)
        events = [
            _event(body, self.texts[place], seq + place, change.expect.epoch if place < first else epoch)
            for place, body in enumerate(self._bodies[:count])
        ]
        return Committed("done", seq, record, events, self._changed.keys())


def _turns(change: Commit) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
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
