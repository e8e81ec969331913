"""What a process knows of the conversations it has to do with: their records, profiles and newest events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.adapters.lately import Lately
from bot.adapters.tail import Tail
from bot.handoff.control import Control
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Waiting
from bot.handoff.wakeups_port import Signal

MOST_RECORDS = 20_000
MOST_TAILS = 1_000


class Memory:
    """The tables. ``live`` while the subscription hears everything; ``era`` changes when it was interrupted.

    Attributes:
        told: of each conversation, the newest change (``rev``) this process has passed on to its listeners.
    """

    def __init__(self) -> None:
        self.live = False
        self.era = 0
        self.records: Lately[Control] = Lately(MOST_RECORDS)
        self.profiles: Lately[CustomerProfile] = Lately(MOST_RECORDS)
        self.tails: Lately[Tail] = Lately(MOST_TAILS)
        self.told: Lately[int] = Lately(MOST_RECORDS)

    def interrupted(self) -> None:
        """Something may have happened that nobody told us."""
        self.live = False
        self.era += 1
        for table in (self.records, self.profiles, self.tails, self.told):
            table.clear()

    def note_record(self, conversation: str, record: Control, era: int) -> None:
        """A record as the store gave it in this era, unless a newer one is known."""
        if not self.live or era != self.era:
            return
        known = self.records.get(conversation)
        if known is None or known.rev <= record.rev:
            self.records.put(conversation, record)

    def note_signal(self, signal: Signal) -> None:
        """What this process did itself, or was told."""
        if signal.kind == "profile":
            self.profiles.drop(signal.conversation)
        elif signal.kind == "conversation" and self.live:
            if signal.record is None:
                self.records.drop(signal.conversation)
                return
            self.note_record(signal.conversation, signal.record, self.era)
            self.told.put(signal.conversation, signal.record.rev)
            if signal.events:
                self._append(signal.conversation, signal.events)

    def has_told(self, conversation: str, rev: int) -> bool:
        """Whether everybody here was told of this change, or of a later one, which makes them look."""
        return (self.told.get(conversation) or 0) >= rev

    def note_tail(self, conversation: str, found: list[dict[str, Any]], era: int) -> None:
        """The newest events as the store gave them in this era."""
        known = self.tails.get(conversation)
        if self.live and era == self.era and found and (known is None or known.last <= found[-1]["seq"]):
            self.tails.put(conversation, Tail(found))

    def waiting(self, conversation: str) -> Waiting | None:
        """A conversation as a list shows it, or None when it is not known here."""
        record = self.records.get(conversation) if self.live else None
        profile = self.profiles.get(conversation)
        return Waiting(conversation, record, profile) if record is not None and profile is not None else None

    def events(self, conversation: str, since: int) -> list[dict[str, Any]] | None:
        """Everything after ``since``, or None when that is not known here."""
        record = self.records.get(conversation) if self.live else None
        if record is None:
            return None
        if since >= record.last_seq:
            return []
        tail = self._tail_of(conversation, record)
        return tail.after(since) if tail is not None else None

    def tail(self, conversation: str, count: int) -> list[dict[str, Any]] | None:
        """The newest events, or None when they are not all known here."""
        tail = self._tail_of(conversation, self.records.get(conversation) if self.live else None)
        return tail.newest(count) if tail is not None else None

    def customer_lines(self, conversation: str, most: int) -> list[str] | None:
        """The last lines the customer typed, or None when they are not known here."""
        tail = self._tail_of(conversation, self.records.get(conversation) if self.live else None)
        return tail.customer_lines(most) if tail is not None else None

    def _tail_of(self, conversation: str, record: Control | None) -> Tail | None:
        """The newest events, if they are those the record speaks of."""
        tail = self.tails.get(conversation) if record is not None else None
        return tail if tail is not None and record is not None and tail.last == record.last_seq else None

    def _append(self, conversation: str, events: Sequence[dict[str, Any]]) -> None:
        tail = self.tails.get(conversation)
        if tail is None:
            self.tails.put(conversation, Tail(events))
        elif tail.last + 1 == events[0]["seq"]:
            tail.extend(events)
        elif tail.last < events[-1]["seq"]:
            self.tails.drop(conversation)
