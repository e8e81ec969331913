"""A skill's dialogue as a graph: what the customer says, what the assistant does, what it may answer.

Rules and stories are joined where they begin alike, and their ends where they go on alike, so that twelve intents that
lead to one action lead to one box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.kernel.errors import BadInput
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.drawing.spoken import Spoken, spoken_by_actions
from bot.runtime.designers.examples import ANNOTATION, read_entries
from bot.runtime.designers.paths import Path, Step, read_paths
from bot.runtime.designers.project import Project

Kind = Literal["customer", "action", "reply", "person", "condition"]

EXAMPLES_SHOWN = 2


@dataclass(frozen=True)
class Box:
    """What one node shows: a heading, lines below it, the name in the files in small letters, and buttons."""

    kind: Kind
    heading: str
    lines: tuple[str, ...] = ()
    name: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A box and what follows it. Equal nodes are one node in the picture.

    Attributes:
        maybe: followed by any one of these, as the action finds; else by the first that applies.
    """

    box: Box
    next: tuple[Node, ...] = ()
    maybe: bool = False


@dataclass(frozen=True)
class Drawing:
    """A skill's graph."""

    skill: str
    roots: tuple[Node, ...]


def draw(project: Project, domain: Domain, skill: str) -> Drawing:
    """The graph of one skill.

    Raises:
        BadInput: there is no such skill, or it has no rules yet.
    """
    if skill not in project.skills:
        raise BadInput(f"没有叫 {skill} 的技能。现有的技能：{'、'.join(project.skills)}。")
    paths = [path for path in read_paths(project) if path.place.path.stem == skill]
    if not paths:
        raise BadInput(f"技能 {skill} 还没有规则和故事：先写 data/rules/{skill}.yml。")
    boxes = _Boxes(project, domain, skill)
    return Drawing(skill, tuple(_joined([boxes.steps(path) for path in paths], boxes)))


Move = tuple[Step, Box]


class _Boxes:
    """Makes boxes: knows names, examples, texts, and what actions say."""

    def __init__(self, project: Project, domain: Domain, skill: str) -> None:
        self._domain = domain
        self._skill = skill
        self._spoken: Mapping[str, Spoken] = spoken_by_actions(project)
        self._titles = {
            name: str(node.value)
            for file in ("data/choices.yml", "data/intents.yml")
            if file in project.documents
            for name, node in project.documents[file].sections.items()
        }
        self._examples: dict[str, list[str]] = {}
        for entry in read_entries(project):
            lines = [ANNOTATION.sub(r"\1", one.line) for one in entry.examples if "://" not in one.line]
            self._examples.setdefault(entry.intent, []).extend(lines)

    def steps(self, path: Path) -> list[Move]:
        """A path with a box for each step; its condition comes first."""
        moves = [(step, self._condition(step)) for step in path.condition]
        intent = ""
        for step in path.steps:
            intent = step.name if step.deed == "intent" else intent
            moves.append((step, self._box(step, intent)))
        return moves

    def answers(self, action: str, intent: str) -> Iterator[Node]:
        """The skill's own words an action may say to a message of this intent, and whether it may call a person."""
        for name in self._said(action, intent):
            if self._domain.responses[name].skill == self._skill:
                yield Node(self.reply(name))
        if action in self._spoken and self._spoken[action].hands_off:
            yield Node(Box("person", "转给同事"))

    def action(self, name: str, intent: str) -> Box:
        """An action; what it may say of other skills is only counted, for it stands in their pictures."""
        said = self._said(name, intent)
        skills = Counter(self._domain.responses[response].skill for response in said)
        foreign = "、".join(f"{skill} {count}句" for skill, count in skills.items() if skill != self._skill)
        lines = (f"也会说别处的话：{foreign}",) if foreign else ()
        return Box("action", "小接查一查再答" if said else "动作", lines, name)

    def _said(self, action: str, intent: str) -> list[str]:
        spoken = self._spoken.get(action, Spoken((), (), hands_off=False))
        names = dict.fromkeys(name for name in spoken.responses if name in self._domain.responses)
        for beginning in spoken.beginnings:
            made = [name for name in self._domain.responses if name.startswith(beginning)]
            exact = f"{beginning}{intent}"
            names |= dict.fromkeys([exact] if exact in made else made)
        return list(names)

    def reply(self, name: str) -> Box:
        """A response: the first way to say it, how many ways there are, and its buttons."""
        variants = self._domain.responses[name].variants
        text = next((variant.text.value for variant in variants if variant.text is not None), "")
        heading = f"小接（{len(variants)}种说法）" if len(variants) > 1 else "小接"
        buttons = tuple(button.title for button in variants[0].buttons) if variants else ()
        return Box("reply", heading, tuple(text.strip().splitlines()), name, buttons)

    def _box(self, step: Step, intent: str) -> Box:
        if step.deed == "intent":
            heading = f"客户：{self._titles.get(step.name, step.name)}"
            examples = tuple(f"“{line}”" for line in self._examples.get(step.name, [])[:EXAMPLES_SHOWN])
            if step.name == "nlu_fallback":
                heading, examples = "客户：没听懂的话", ()
            return Box("customer", heading, examples or self._unspoken(step.name), step.name)
        if step.deed == "action":
            if step.name in self._domain.responses:
                return self.reply(step.name)
            return self.action(step.name, intent)
        return self._condition(step)

    def _unspoken(self, intent: str) -> tuple[str, ...]:
        return () if intent in self._titles or intent == "nlu_fallback" else ("（只由按钮发出）",)

    @staticmethod
    def _condition(step: Step) -> Box:
        said = {"null": "没有填", "set": "填了"}.get(step.value, step.value)
        if step.deed == "slot":
            return Box("condition", "记得", (f"{step.name}：{said}",))
        if step.deed == "loop":
            return Box("condition", "表单", ("已填完" if step.name == "null" else f"在填 {step.name}",))
        return Box("condition", "接着", (step.name,))


def _joined(paths: Sequence[Sequence[Move]], boxes: _Boxes, intent: str = "") -> Iterator[Node]:
    """The paths with equal beginnings put together, in the order of their first lines."""
    groups: dict[Box, list[Sequence[Move]]] = {}
    for path in paths:
        if path:
            groups.setdefault(path[0][1], []).append(path)
    for box, together in groups.items():
        step = together[0][0][0]
        now = step.name if step.deed == "intent" else intent
        follows = list(_joined([path[1:] for path in together], boxes, now))
        answers = list(boxes.answers(step.name, now)) if box.kind == "action" else []
        if answers and follows:
            # What comes after the action comes after whatever it said.
            answers = [Node(answer.box, tuple(follows)) for answer in answers]
        yield Node(box, tuple(answers or follows), maybe=bool(answers) and len(answers) > 1)
