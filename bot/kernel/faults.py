"""Exceptions and foreign messages as a log may show them: what broke and where, without anybody's words.

A message of an exception quotes what it choked on (a JSON body, the parameters of a query, a slot), which may be what a
customer wrote. Its type and the places it passed say as much to whoever mends it.
"""

from __future__ import annotations

import re
import traceback

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\x00-\x7f]+|[0-9]{4,}")
_LONGEST = 200


def without_words(message: str) -> str:
    """A library's message without what it quotes and without anything that is not ASCII."""
    return _QUOTED.sub("…", message)[:_LONGEST]


def chain(error: BaseException | None) -> str:
    """The types (of our own errors: the codes) of an exception and of what caused it."""
    names: list[str] = []
    while error is not None and len(names) < 5:
        names.append(str(getattr(error, "code", "")) or type(error).__name__)
        error = error.__cause__
    return " < ".join(names)


def places(error: BaseException | None) -> list[str]:
    """Where an exception came through, innermost last: ``folder/module.py:line function``."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
