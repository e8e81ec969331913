"""How much a regular expression may do at one place of a text, read off its parse tree: no clock, no luck.

``routes`` bounds the number of different ways in which it can match from one place, which is what backtracking may try.
Alternatives that begin with different characters exclude each other, and a run of characters that must end where
something else begins has one way only. No route is longer than ``reach`` characters.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

FOREVER = 10**9
_LONG_RUN = 64
"""What a run without an end of its own counts as, where it might stop anywhere."""

_UNKNOWN = (None, None)
"""Stands for whatever may follow the body of a loop."""
_WRAPPERS = {op.ASSERT: 1, op.ASSERT_NOT: 1, op.SUBPATTERN: 3}
_LOOPS = (op.MAX_REPEAT, op.MIN_REPEAT)
_END = -1
"""Among first characters: the pattern may have matched already."""


def routes(pattern: re.Pattern[str]) -> int:
    """The most ways in which the pattern can match from one place; ``FOREVER`` for a loop inside a loop without end."""
    return min(FOREVER, _routes(list(parser.parse(pattern.pattern, pattern.flags)), []))


def reach(pattern: re.Pattern[str]) -> int:
    """The most characters that one match can take; ``FOREVER`` without a limit."""
    return min(FOREVER, int(parser.parse(pattern.pattern, pattern.flags).getwidth()[1]))


def _routes(items: list[Any], tail: list[Any]) -> int:
    ways = 1
    for at, (code, value) in enumerate(items):
        rest = items[at + 1 :] + tail
        ways *= 1 if _runs_to_its_end(code, value, rest) else _of(code, value, rest)
    return ways


def _of(code: Any, value: Any, rest: list[Any]) -> int:
    if code is op.BRANCH:
        return _branch(value[1], rest)
    if code in _WRAPPERS:
        return _routes(list(value[_WRAPPERS[code]]), rest if code is op.SUBPATTERN else [_UNKNOWN])
    if code in _LOOPS:
        return _loop(int(value[0]), int(value[1]), value[2])
    return 1


def _loop(low: int, high: int, body: Any) -> int:
    inner = _routes(list(body), [_UNKNOWN])
    if high < _LONG_RUN:
        return sum(inner**count for count in range(low, high + 1))
    narrowest, widest = body.getwidth()
    return _LONG_RUN if inner == 1 and narrowest == widest else FOREVER


def _branch(alternatives: list[Any], rest: list[Any]) -> int:
    """The most that alternatives with a first character in common can do together."""
    ways = [(_first(list(one)), _routes(list(one), rest)) for one in alternatives]
    anywhere = sum(way for first, way in ways if first is None or _END in first)
    chars = {char for first, _ in ways if first for char in first}
    together = [sum(way for first, way in ways if first and _END not in first and char in first) for char in chars]
    return anywhere + max(together, default=0)


def _runs_to_its_end(code: Any, value: Any, rest: list[Any]) -> bool:
    """A run of one set of characters that must end at something outside it: stopping short of its end never helps."""
    if code not in _LOOPS or len(value[2]) != 1 or value[2][0][0] not in (op.IN, op.LITERAL):
        return False
    inside = _first(list(value[2]))
    if inside is None:
        return False
    if rest and rest[0][0] is op.ASSERT_NOT:
        forbidden = _first(list(rest[0][1][1]))
        return forbidden is not None and inside <= forbidden
    after = _first(rest)
    return after is not None and not inside & after


def _first(items: list[Any]) -> set[int] | None:
    """The characters it can begin with, and ``_END`` where it may be empty; None when they cannot be listed."""
    listed: set[int] = set()
    for code, value in items:
        if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
            continue
        begins = _first(list(value[2])) if code in _LOOPS else _of_one(code, value)
        if begins is None:
            return None
        listed |= begins - {_END}
        if _END not in begins and not (code in _LOOPS and value[0] == 0):
            return listed
    return listed | {_END}


def _of_one(code: Any, value: Any) -> set[int] | None:
    if code is op.LITERAL:
        return {value}
    if code is op.IN:
        return _listed(value)
    if code is op.SUBPATTERN:
        return _first(list(value[3]))
    if code is not op.BRANCH:
        return None
    found = [_first(list(alternative)) for alternative in value[1]]
    return None if None in found else {char for chars in found if chars for char in chars}


def _listed(members: Any) -> set[int] | None:
    found: set[int] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(value)
        elif code is op.RANGE and value[1] - value[0] < 256:
            found |= set(range(value[0], value[1] + 1))
        else:
            return None
    return found
