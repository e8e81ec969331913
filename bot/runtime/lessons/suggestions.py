"""What is suggested to the designers, most valuable first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.runtime.lessons import folding
from bot.runtime.lessons.candidates import WHYS, Candidate, Why, sort_lessons
from bot.runtime.lessons.clusters import Cluster, cluster
from bot.runtime.lessons.designers_files import Examples

if TYPE_CHECKING:
    from bot.handoff.ports import Lesson

HALF_LIFE_MS = 14 * 24 * 3600 * 1000
"""A message of two weeks ago counts half: what customers ask now matters more than what they asked in the sale."""
LIKELY_FROM = 0.12
"""Mean confidence from which an intent is proposed, as from which the bot offers it as a button."""
OUT_OF_SCOPE = "out_of_scope"
VERY_ALIKE = 0.85
"""From this on an example of another intent is worth a second look."""


@dataclass(frozen=True)
class Suggestion:
    """One example to add.

    Attributes:
        intent: where it belongs: as an agent said, or the likeliest; empty: nobody knows.
        skill: the file of that intent; empty with ``intent``.
        times: messages it stands for; ``wordings``: how many different ones; ``last_at``: the newest (ms).
        predicted: what the bot took them for, with how many; the empty intent is not asked.
        likeliest: intents with their mean confidence, best first, at most two.
        like: an example of another intent that is nearly the same, as ``(intent, example)``.
        worth: messages, each halved every two weeks.
    """

    text: str
    intent: str
    skill: str
    why: Why
    times: int
    wordings: int
    last_at: int
    predicted: Sequence[tuple[str, int]]
    likeliest: Sequence[tuple[str, float]]
    like: tuple[str, str] | None
    worth: float


@dataclass(frozen=True)
class Dispute:
    """A wording that cannot be added before somebody decides: agents disagree, or an example says otherwise."""

    text: str
    labels: Sequence[tuple[str, int]]
    owner: str
    last_at: int


@dataclass(frozen=True)
class Suggestions:
    """The whole list.

    ``messages``: how many were looked at; ``known``: of them, how many are examples already; ``long``: too long;
    ``left_out``: suggestions beyond the limit.
    """

    items: Sequence[Suggestion]
    disputes: Sequence[Dispute]
    messages: int
    known: int
    long: int
    left_out: int


def suggest(
    lessons: Sequence[Lesson], examples: Examples, *, now_ms: int, limit: int | None = None, intent: str = ""
) -> Suggestions:
    """Lessons, newest first, as suggestions; ``intent``: only those for it, proposals included."""
    owners = {folding.key(text): name for name, texts in examples.by_intent.items() for text in texts}
    found = sort_lessons(lessons, owners)
    items = sorted((_suggestion(group, examples, now_ms) for group in cluster(found.open)), key=_value)
    wanted = [item for item in items if not intent or item.intent == intent]
    near = _Near(examples)
    shown = [replace(item, like=near.in_another(item)) for item in wanted[:limit]]
    disputes = [_dispute(one, owners) for one in found.disputed]
    return Suggestions(
        items=shown,
        disputes=[one for one in disputes if not intent or intent in {one.owner, *dict(one.labels)}],
        messages=len(lessons),
        known=found.known,
        long=found.long,
        left_out=len(wanted) - len(shown),
    )


def _value(item: Suggestion) -> tuple[int, bool, float, int, str]:
    # Among the missed, those whose intent nobody can guess come last: a designer has to think about each.
    return WHYS.index(item.why), not item.intent, -item.worth, -item.last_at, item.text


def _suggestion(group: Cluster, examples: Examples, now_ms: int) -> Suggestion:
    members = group.members
    times = sum(one.times for one in members)
    moments = [at for one in members for at in one.at]
    likeliest = _likeliest(members, times, examples)
    intent = group.label or _proposed(likeliest)
    intent = intent if intent in examples.skill_of else ""
    return Suggestion(
        text=group.typical().text,
        intent=intent,
        skill=examples.skill_of.get(intent, ""),
        why=next(why for why in WHYS if any(one.whys[why] for one in members)),
        times=times,
        wordings=len(members),
        last_at=max(moments),
        predicted=sum((one.predicted for one in members), Counter[str]()).most_common(),
        likeliest=likeliest,
        like=None,
        worth=sum(0.5 ** ((now_ms - at) / HALF_LIFE_MS) for at in moments),
    )


def _likeliest(members: Sequence[Candidate], times: int, examples: Examples) -> list[tuple[str, float]]:
    weights: dict[str, float] = {}
    for member in members:
        for name, weight in member.weights.items():
            weights[name] = weights.get(name, 0.0) + weight / times
    known = [(name, round(weight, 4)) for name, weight in weights.items() if name in examples.skill_of]
    return sorted(known, key=lambda entry: -entry[1])[:2]


def _proposed(likeliest: Sequence[tuple[str, float]]) -> str:
    """The intent to propose. That it is none of our business is what is in doubt, so that is never proposed."""
    name, weight = likeliest[0] if likeliest else ("", 0.0)
    return name if weight >= LIKELY_FROM and name != OUT_OF_SCOPE else ""


def _dispute(candidate: Candidate, owners: Mapping[str, str]) -> Dispute:
    return Dispute(candidate.text, candidate.labels.most_common(), owners.get(candidate.key, ""), max(candidate.at))


class _Near:
    """Finds the example most like a wording."""

    def __init__(self, examples: Examples) -> None:
        keys = [(name, text, folding.key(text)) for name, texts in examples.by_intent.items() for text in texts]
        self._known = [(name, text, folding.grams(key), folding.negations(key)) for name, text, key in keys]

    def in_another(self, item: Suggestion) -> tuple[str, str] | None:
        """The example of another intent that is nearly the same, if there is one."""
        key = folding.key(item.text)
        grams, negations = folding.grams(key), folding.negations(key)
        alike = [
            (folding.alike(grams, other), name, text)
            for name, text, other, negated in self._known
            if item.intent and name != item.intent and negated == negations
        ]
        likeness, name, text = max(alike, default=(0.0, "", ""))
        return (name, text) if likeness >= VERY_ALIKE else None
