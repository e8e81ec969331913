"""Closed sets of words from elsewhere, as the enums that a :class:`bot.runtime.policies.form.Form` asks for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import cast


def one_of(name: str, words: Iterable[str]) -> type[Enum]:
    """An enum whose values are the words."""
    return cast("type[Enum]", Enum(name, {word.upper(): word for word in words}))
