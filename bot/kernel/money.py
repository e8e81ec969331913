"""Money in whole fen (1 yuan = 100 fen); never a float."""

from __future__ import annotations

from typing import NewType

Fen = NewType("Fen", int)


def yuan(amount: Fen) -> str:
    """An amount as a chat shows it: ``¥199``, ``¥19.90``, ``-¥5``."""
    whole, rest = divmod(abs(amount), 100)
    text = f"¥{whole}" if rest == 0 else f"¥{whole}.{rest:02d}"
    return f"-{text}" if amount < 0 else text
