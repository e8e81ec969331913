"""What the tests of the language room share: a fixed moment, and the entities of one kind in a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.kernel.clock import SHOP_ZONE
from bot.language import Entity, find

NOW = datetime(2026, 11, 18, 12, tzinfo=SHOP_ZONE)
"""A Wednesday at noon, a week after 双十一."""


def found(text: str, *kinds: str, now: datetime = NOW) -> list[Entity]:
    """The entities of some kinds (all of them when none is named)."""
    return [one for one in find(text, now) if not kinds or one.kind in kinds]


def words(text: str, *kinds: str, now: datetime = NOW) -> list[str]:
    """Their words."""
    return [one.words for one in found(text, *kinds, now=now)]


def values(text: str, *kinds: str, now: datetime = NOW) -> list[Any]:
    """Their values."""
    return [one.value for one in found(text, *kinds, now=now)]
