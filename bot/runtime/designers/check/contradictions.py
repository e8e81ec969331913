"""Rules that contradict each other or a story: under the same circumstances they name different next steps.

A quick reading of what Rasa's ``RulePolicy`` finds while training: at each point where the assistant is to act, the
longest rule that fits decides; another rule that fits as well, or a story, must not say otherwise. Rasa's own
validation (``jiezhu check --full``) has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.runtime.designers.findings import Finding
from bot.runtime.designers.paths import LISTEN, Path, Step
from bot.runtime.designers.project import Project

_START = "start"
"""Holds while the customer's first words of a conversation are answered."""


@dataclass(frozen=True)
class Slots:
    """What Rasa sees of slots: of the ``silent`` ones nothing, of others only whether they are set."""

    silent: frozenset[str]
    only_whether_set: frozenset[str]

    def counts(self, step: Step) -> bool:
        """Whether a step is one for Rasa."""
        return step.deed != "slot" or step.name not in self.silent

    def word(self, step: Step) -> str:
        """The step as Rasa tells it from others."""
        if step.deed == "slot" and step.name in self.only_whether_set and step.value != "null":
            return f"slot:{step.name}=set"
        return step.word


@dataclass(frozen=True)
class _Point:
    """Before a step of the assistant: all that happened in this path, what holds, and what the path says is next."""

    past: tuple[str, ...]
    holds: frozenset[str]
    next: str
    path: Path
    step: Step


def check_contradictions(project: Project, paths: Sequence[Path], slots: Slots) -> Iterator[Finding]:
    """Each pair of paths that disagree, once."""
    points = {path: list(_points(path, slots)) for path in paths}
    ruled: dict[tuple[str, ...], list[_Point]] = {}
    for path in paths:
        if path.kind == "rule":
            for point in points[path]:
                ruled.setdefault(point.past, []).append(point)
    told: set[frozenset[str]] = set()
    for path in paths:
        for point in points[path]:
            against = _deciding(point, ruled)
            if against is not None and _form_goes_on(point, against):
                continue
            pair = frozenset({path.name, against.path.name}) if against else frozenset()
            if against is not None and against.next != point.next and pair not in told:
                told.add(pair)
                yield _finding(project, point, against)


def _form_goes_on(point: _Point, against: _Point) -> bool:
    """Whether an open form takes its turn where a rule only says that nothing more is done: Rasa lets it."""
    return against.next == LISTEN and f"loop:{point.next}" in point.holds


def _deciding(point: _Point, ruled: dict[tuple[str, ...], list[_Point]]) -> _Point | None:
    """The rule that decides at a point: the one that fits with the longest past and the most conditions.

    Of equals, one that says something else than the path does: that is the contradiction.
    """
    best: _Point | None = None
    for begin in range(len(point.past)):
        for rule in ruled.get(point.past[begin:], ()):
            if rule.path is point.path or not _fits(rule.holds, point.holds):
                continue
            if point.path.kind == "rule" and (begin or rule.holds != point.holds):
                # A rule with more to it wins over one with less: that is what it was written for.
                continue
            disagrees = best is not None and rule.holds == best.holds and rule.next != point.next
            if best is None or disagrees or len(rule.holds) > len(best.holds):
                best = rule
        if best is not None:
            return best
    return None


def _fits(conditions: frozenset[str], holds: frozenset[str]) -> bool:
    """Whether all conditions hold; that a slot or a form is not set holds where nothing was said of it."""
    for condition in conditions - holds:
        name, _, value = condition.partition("=")
        if condition == "loop:null":
            name, value = "loop:", "null"
        if value != "null" or any(held.startswith(name) for held in holds):
            return False
    return True


def _points(path: Path, slots: Slots) -> Iterator[_Point]:
    past: list[str] = []
    met = 0
    holds = {slots.word(step) for step in path.condition if slots.counts(step)}
    steps = [step for step in path.steps if slots.counts(step)]
    acting = opened = False
    for step in steps:
        if step.deed in {"slot", "loop"}:
            holds = {held for held in holds if held.partition("=")[0] != step.word.partition("=")[0]}
            if step.deed == "loop":
                holds = {held for held in holds if not held.startswith("loop:")}
            if step.name != "null" and step.value != "null":
                holds.add(slots.word(step))
        elif step.deed == "checkpoint":
            # What happened before it is another path's.
            past, acting, opened = [], False, True
        elif step.deed == "intent":
            if acting:
                yield _Point(tuple(past), frozenset(holds), LISTEN, path, step)
            met += 1
            # A story begins with the conversation; a rule only when it says so.
            first_words = met == 1 and not opened and (path.at_start or path.kind == "story")
            holds = holds | {_START} if first_words else holds - {_START}
            past.append(step.word)
            acting = True
        elif step.name == LISTEN:
            continue
        else:
            if acting:
                yield _Point(tuple(past), frozenset(holds), step.name, path, step)
            past.append(step.word)
    if acting and path.waits and steps and steps[-1].deed != "checkpoint":
        yield _Point(tuple(past), frozenset(holds), LISTEN, path, steps[-1])


def _finding(project: Project, point: _Point, against: _Point) -> Finding:
    place = against.step.place
    where = f"{project.name(place.path)} 第 {place.line} 行"
    after = _spoken(point.past[-1])
    what = (
        f"{point.path.title}和{against.path.title}（{where}）互相矛盾：同样是{after}之后，"
        f"一个接 {_said(point.next)}，另一个接 {_said(against.next)}。"
    )
    better = "改成同一步；两种情况确实不同的，在规则里用 condition 写清楚各自的条件。"
    return project.finding("contradiction", point.step.place, what, better)


def _spoken(word: str) -> str:
    deed, _, name = word.partition(":")
    return f"客户说 {name} " if deed == "intent" else f"做完 {name} "


def _said(name: str) -> str:
    return "等客户说话" if name == LISTEN else name
