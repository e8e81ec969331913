"""Entities in running Chinese text: pure functions. Python 3.10 clean, shared with the engine."""

from __future__ import annotations

from bot.language.entity import Entity
from bot.language.find import find
from bot.language.masking import mask_personal, masked

__all__ = ["Entity", "find", "mask_personal", "masked"]
