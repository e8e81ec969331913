"""Turns as the store keeps them: JSON that the commit script reads and writes too."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from bot.handoff.store_port import Taking, Turn


def written(turn: Turn) -> str:
    """A turn as one entry of the list of waiting turns.

    What is empty is left out: the script writes a new turn again, and to its JSON an empty list is an object.
    """
    return json.dumps({name: value for name, value in asdict(turn).items() if value}, ensure_ascii=False)


def read(kept: str) -> Turn:
    """A turn from its entry."""
    values = json.loads(kept)
    return Turn(**values | {name: tuple(values.get(name, ())) for name in ("seqs", "parts", "evidence")})


def start(taking: Taking) -> dict[str, Any]:
    """The start of a turn as the script takes it."""
    return {"seen": list(taking.seen), "count": taking.count, "turn": written(taking.turn)}
