"""Which turn of which conversation the work at hand belongs to: one id from the customer's message to the action.

The id is the turn's (``t_…``), made when the hub takes the message. It travels from process to process in the header
:data:`HEADER` and within a process with the task, so that every log line written meanwhile can carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Jiezhu-Trace"

_WORD = re.compile(r"[A-Za-z0-9_-]{1,80}")
_NOTHING: Mapping[str, str] = {}
_current: ContextVar[Mapping[str, str]] = ContextVar("jiezhu_trace", default=_NOTHING)


@contextmanager
def tracing(trace: object, conversation: object) -> Iterator[None]:
    """Work on a turn while the block runs, in this task and in those it starts.

    What is not a plain id is left out: both may come from another process and end up in logs.
    """
    named = {"trace": trace, "conversation": conversation}
    token = _current.set({name: str(word) for name, word in named.items() if is_plain(word)})
    try:
        yield
    finally:
        _current.reset(token)


def is_plain(word: object) -> bool:
    """Whether it is an id that may stand in a header and in a log line."""
    return isinstance(word, str) and _WORD.fullmatch(word) is not None


def fields() -> Mapping[str, str]:
    """``trace`` and ``conversation`` of the work at hand, as far as they are known."""
    return _current.get()


def headers() -> dict[str, str]:
    """What tells the next process; empty outside a turn."""
    trace = _current.get().get("trace")
    return {HEADER: trace} if trace else {}
