"""Figures of the shop's rules inside an answer: ``{unpaid_hours}``."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def names(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return _PLACEHOLDER.findall(text)


def fill(text: str, figures: Mapping[str, str]) -> str | None:
    """The text with every placeholder filled in; None when one of them has no figure: half an answer is a wrong one."""
    if any(not figures.get(name) for name in names(text)):
        return None
    return _PLACEHOLDER.sub(lambda match: figures[match[1]], text)
