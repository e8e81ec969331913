"""Reads the word lists: text files a conversation designer can extend; blanks between words, ``#`` begins a remark."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


def words(name: str) -> list[str]:
    """The words of ``words/<name>.txt``, once each, longest first, so that the longest alternative is tried first."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = {word for line in lines if not line.startswith("#") for word in line.split()}
    return sorted(found, key=lambda word: (-len(word), word))


def any_of(name: str) -> str:
    """A pattern for any of the words of a list."""
    return "|".join(re.escape(word) for word in words(name))
