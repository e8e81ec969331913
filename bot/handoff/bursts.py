"""Bursts: 在吗 / 我那个快递 / 怎么还没到 are three messages and one question. Which of the waiting turns are one.

Pictures sent one after the other are one turn as well: 收到 once, not for each.

Pure: the worker (:mod:`bot.handoff.turns`) asks, the store's script makes it so (docs/decisions/0006-bursts.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from msgspec.structs import replace

from bot.handoff.evidence import payload_of
from bot.handoff.store_port import Turn
from bot.kernel.reading import EMOTIONS
from bot.kernel.text import MAX_CHARS_FOR_ENGINE, plain

SEPARATOR = "\n"
"""Between the parts. The engine reads it as a blank, which fuses no numbers and moves no 不 to another sentence."""

LONGEST_COURTESY = 16
_COURTESY = re.compile(
    r"(?:(?:你好|您好|哈[喽罗啰]|嗨|嘿|喂|hi|hello|hey|在[吗么嘛]|在不在|在|亲爱的|亲|早上好|上午好|中午好|下午好|晚上好|早|"
    r"谢谢|多谢|感谢|谢了|thanks|你|您|了|啦|啊|呀|哦|哈|呢)[\W_]*)+",
    re.IGNORECASE,
)
"""A part that is nothing but hello, 在吗 or thanks."""


@dataclass(frozen=True)
class Burst:
    """The next thing the bot answers.

    Attributes:
        turn: the turn as the engine gets it.
        seen: ids of all turns that waited when this was decided, in order.
        count: how many of them, from the oldest on, this turn answers.
        fixed: nothing can change it any more: a button, or a turn that was started before.
        due_at: when it may start (ms); 0: at once.
    """

    turn: Turn
    seen: tuple[str, ...]
    count: int
    due_at: int
    fixed: bool = False


def next_burst(waiting: Sequence[Turn], *, gap: int, ceiling: int) -> Burst | None:
    """What the first of the waiting turns make, or None when nothing waits.

    Texts join while they come; the turn is due when the customer was quiet for ``gap`` ms, or its oldest text is
    ``ceiling`` ms old. It is due at once when nothing can join any more: a pressed button follows, or a text that
    would make it longer than the engine reads. Pictures join in the same way, but never with texts. A button, and
    a turn that was started before (by a worker that died), is as it is and due at once. With a ``gap`` of 0
    nothing joins.
    """
    if not waiting:
        return None
    seen = tuple(turn.turn_id for turn in waiting)
    first = waiting[0]
    if first.taken or (first.payload and not first.evidence):
        return Burst(first, seen, 1, 0, fixed=True)
    leading = _leading_pictures if first.evidence else _leading_texts
    parts = leading(waiting) if gap > 0 else [first]
    is_open = gap > 0 and len(parts) == len(waiting)
    due_at = min(parts[-1].at + gap, first.at + ceiling) if is_open else 0
    as_one = _pictures_as_one if first.evidence else _as_one
    return Burst(as_one(parts), seen, len(parts), due_at)


def _leading_pictures(waiting: Sequence[Turn]) -> list[Turn]:
    return list(takewhile(lambda turn: turn.evidence, waiting))


def _leading_texts(waiting: Sequence[Turn]) -> list[Turn]:
    parts: list[Turn] = []
    length = 0
    for turn in waiting:
        length += len(plain(turn.text)) + len(SEPARATOR)
        if turn.payload or (parts and length - len(SEPARATOR) > MAX_CHARS_FOR_ENGINE):
            break
        parts.append(turn)
    return parts


def _pictures_as_one(parts: Sequence[Turn]) -> Turn:
    evidence = tuple(one for part in parts for one in part.evidence)
    seqs = tuple(part.seq for part in parts)
    return replace(parts[0], seqs=seqs, evidence=evidence, payload=payload_of(evidence), taken=True)


def _as_one(parts: Sequence[Turn]) -> Turn:
    """One turn of all parts, with the worst feeling of them; its id is the oldest part's."""
    telling = _telling([part.text for part in parts])
    return replace(
        parts[0],
        seqs=tuple(part.seq for part in parts),
        text=SEPARATOR.join(telling),
        parts=tuple(telling) if len(telling) > 1 else (),
        emotion=max((part.emotion for part in parts), key=EMOTIONS.index),
        empathy=max((part.empathy for part in parts), key=lambda level: EMOTIONS.index(level) if level else -1),
        taken=True,
    )


def joined(texts: Sequence[str]) -> str:
    """Messages sent in a row as the one text the bot reads."""
    return SEPARATOR.join(_telling(texts))


def _telling(texts: Sequence[str]) -> Sequence[str]:
    """The texts without mere courtesy, unless that is all there is: 你好 and 在吗 must not outweigh the question."""
    return [text for text in texts if not _is_courtesy(plain(text))] or texts


def _is_courtesy(text: str) -> bool:
    return len(text) <= LONGEST_COURTESY and _COURTESY.fullmatch(text) is not None
