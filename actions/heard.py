"""One message of the customer, as it was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.kernel.text import plain

_PRESSED = "/"


@dataclass(frozen=True)
class Heard:
    """What one message says.

    Attributes:
        text: the customer's words in their plain form; empty for a pressed button.
        intent: what it was understood as.
        confidence: of the intent, 0 to 1; 1 for a button.
        named: kind of entity to the values named, in order.
    """

    text: str
    intent: str = ""
    confidence: float = 0.0
    named: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def last(self, kind: str) -> Any:
        """The value of that kind named last, or None: who corrects themselves does it at the end."""
        values = self.named.get(kind) or ()
        return values[-1] if values else None

    @property
    def chosen(self) -> str:
        """What a pressed choice stands for (``slot:value``); empty when none was pressed."""
        return str(self.last("choice") or "")

    def choice_of(self, slot: str) -> str | None:
        """The value chosen for a slot by a button, or None."""
        name, _, value = self.chosen.partition(":")
        return value if name == slot and value else None


def heard(message: Mapping[str, Any]) -> Heard:
    """The message of a tracker's ``latest_message``, or of one of its ``user`` events."""
    data = message.get("parse_data") if message.get("event") == "user" else message
    data = data if isinstance(data, Mapping) else message
    intent = data.get("intent") or {}
    named: dict[str, list[Any]] = {}
    for entity in data.get("entities") or []:
        named.setdefault(str(entity.get("entity")), []).append(entity.get("value"))
    text = str(data.get("text") or message.get("text") or "")
    return Heard(
        text="" if text.startswith(_PRESSED) else plain(text),
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        named=named,
    )
