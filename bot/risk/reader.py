"""Reads one customer message: the only door into this room.

Pure: same text and history, same reading. Cost is linear in the message and bounded in the history, so it can run
on every message of every conversation, while a human is in charge or the engine is down (design, section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.kernel.reading import Evidence, Reading
from bot.kernel.text import MAX_CHARS
from bot.risk import signals
from bot.risk.demands import DEMANDS, demanded
from bot.risk.emotion import displeasure, feel
from bot.risk.human import asks_for_a_person
from bot.risk.matcher import lexicon
from bot.risk.normalise import Normal, normalise
from bot.risk.risk import assess
from bot.risk.scopes import Mention, Scopes

_EVIDENCE_PER_RULE = 5
_ADDS_ONLY = frozenset({"emotion.polite", "emotion.delight", "emotion.feature"})
"""Kinds that change how other words are read and say nothing by themselves."""
_NOTHING = Reading()
"""Of most messages: a question, an answer, a thank you."""


def read(text: str, earlier: Sequence[str] = ()) -> Reading:
    """The reading of one message.

    Args:
        text: the cleaned message (``bot/kernel/text.py``); anything beyond ``MAX_CHARS`` is not read.
        earlier: the customer's previous messages in this conversation, oldest first.
    """
    text = text[:MAX_CHARS]
    mentions = _mentions(text)
    history = [message[: signals.MAX_EARLIER_CHARS] for message in earlier[-signals.MAX_EARLIER :]]
    manner = signals.manner_of(text, history)
    quiet = not (manner.signs or manner.repeated)
    if quiet and (not mentions or _ADDS_ONLY.issuperset(mention.kind for mention in mentions)):
        return _NOTHING
    feeling = feel(mentions, manner, before=_displeasure_of(history[-1]) if history else 0.0)
    danger = assess(mentions, feeling)
    upset = manner.loudness > 0 or feeling.emotion in ("angry", "dissatisfied")
    person = asks_for_a_person(mentions, in_conversation=bool(history), urgent=upset)
    wishes = demanded(mentions)
    names = {*wishes.demands, *(("human",) if person.wanted else ())}
    grounds = (*feeling.grounds, *danger.grounds, *person.grounds, *wishes.grounds)
    return Reading(
        emotion=feeling.emotion,
        score=feeling.score,
        risk=danger.risk,
        kinds=danger.kinds,
        wants_human=person.wanted,
        demands=tuple(name for name in DEMANDS if name in names),
        signals=feeling.signals,
        evidence=_evidence(text, normalise(text), grounds, manner.signs),
    )


@lru_cache(maxsize=1024)
def _mentions(message: str) -> tuple[Mention, ...]:
    """Of a message and soon again as of the one before the next."""
    normal = normalise(message)
    hits = lexicon().find(normal)
    if all(hit.kind.startswith("scope.") for hit in hits):
        return ()
    return tuple(Scopes(normal, hits).mentions())


def _displeasure_of(message: str) -> float:
    unpleasant = displeasure(_mentions(message))
    return unpleasant[0][0] if unpleasant else 0.0


def _evidence(
    text: str, normal: Normal, grounds: Iterable[Mention], signs: Iterable[signals.Sign]
) -> tuple[Evidence, ...]:
    spans = {(f"signal.{sign.name}", sign.start, sign.end) for sign in signs}
    spans |= {(ground.kind, *normal.span(ground.hit.start, ground.hit.end)) for ground in grounds}
    seen: dict[str, int] = {}
    kept: list[Evidence] = []
    for rule, start, end in sorted(spans, key=lambda span: (span[1], span[2], span[0])):
        seen[rule] = seen.get(rule, 0) + 1
        if seen[rule] <= _EVIDENCE_PER_RULE:
            kept.append(Evidence(rule, start, end, text[start:end]))
    return tuple(kept)
