"""What the bot says in a turn, collected whole and put into the protocol's words (section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel
from typing_extensions import override

from bot.engine.errors import BadAnswer

Message = dict[str, Any]
"""A message of the protocol: ``{kind, text, data}``."""


class TurnChannel(OutputChannel):
    """Keeps each message as the dialogue made it; Rasa's own collector cuts texts at blank lines and cards apart."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """See parent: the name a response may be written for (``channel: jiezhu``)."""
        return "jiezhu"

    @override
    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """See parent."""
        self.said.append(message)


def messages(said: Sequence[dict[str, Any]]) -> list[Message]:
    """The messages of a turn; those with nothing in them are left out.

    Raises:
        BadAnswer: an action sent a ``custom`` part that is not ``{kind, data}``.
    """
    return [message for message in map(_message, said) if message != {"kind": "text", "text": "", "data": {}}]


def _message(said: dict[str, Any]) -> Message:
    custom = said.get("custom") or {"kind": "text"}
    kind, data = custom.get("kind"), custom.get("data", {})
    if not isinstance(kind, str) or not isinstance(data, dict):
        raise BadAnswer
    data = dict(data)
    if said.get("buttons"):
        data["buttons"] = [{"title": button["title"], "payload": button["payload"]} for button in said["buttons"]]
    if said.get("image"):
        data["image"] = said["image"]
    return {"kind": kind, "text": said.get("text") or "", "data": data}


def parse(parsed: dict[str, Any]) -> dict[str, Any]:
    """What was understood, in the protocol's words; ``feeling`` only where the learned part had one."""
    intent = parsed.get("intent") or {}
    entities = parsed.get("entities") or []
    return {
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "ranking": [[entry["name"], round(entry["confidence"], 4)] for entry in parsed.get("intent_ranking") or []],
        "entities": [{key: entity.get(key) for key in ("entity", "value", "start", "end")} for entity in entities],
        **({"feeling": dict(parsed["feeling"])} if parsed.get("feeling") else {}),
    }
