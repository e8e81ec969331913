"""The port to whatever knows that two sentences mean the same though they share no word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Likeness(Protocol):
    """How like a question is in meaning to each of the sentences it was made for."""

    def to(self, question: str) -> Sequence[float]:
        """From -1 to 1 for each sentence, in their order; 1 means the same."""
        ...


LikenessTo = Callable[[Sequence[str]], Likeness]
"""Takes the sentences once."""
