"""Rules and stories as paths: what the customer does and what follows, step by step, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import yaml

from bot.kernel.yaml_files import Document, Place, entries, items
from bot.runtime.designers.project import Project

Kind = Literal["rule", "story"]
Deed = Literal["intent", "action", "slot", "loop", "checkpoint"]

LISTEN = "action_listen"
TITLES = {"rule": "规则", "story": "故事"}
_MOST = 64
"""Paths one rule with several ``or`` may grow into."""


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        deed: what it is; ``name`` of the intent, action, form, slot or checkpoint.
        value: of a slot as ``name=value``; for an intent the entities it needs.
    """

    deed: Deed
    name: str
    place: Place
    value: str = ""

    @property
    def word(self) -> str:
        """The step in one word, equal for equal steps."""
        return f"{self.deed}:{self.name}{'=' + self.value if self.value else ''}"


@dataclass(frozen=True)
class Path:
    """A rule or a story, alternatives spelled out.

    Attributes:
        condition: slots and form a rule asks for.
        waits: whether the assistant listens at its end (a rule may say otherwise).
        at_start: a rule for the beginning of a conversation only.
    """

    kind: Kind
    name: str
    place: Place
    steps: tuple[Step, ...]
    condition: tuple[Step, ...] = ()
    waits: bool = True
    at_start: bool = False

    @property
    def title(self) -> str:
        """For a sentence: ``规则“…”``."""
        return f"{TITLES[self.kind]}“{self.name}”"


def read_paths(project: Project) -> list[Path]:
    """Every rule and story; those with ``or`` several times."""
    found: list[Path] = []
    for document in project.below("data/rules", "data/stories"):
        for kind, section in (("rule", "rules"), ("story", "stories")):
            for item in items(document.sections.get(section)):
                found += _paths(document, "rule" if kind == "rule" else "story", item)
    return found


def _paths(document: Document, kind: Kind, node: yaml.Node) -> Iterator[Path]:
    parts = dict(_parts(document, node))
    name = parts.get(kind)
    steps = [_choices(document, step) for step in items(parts.get("steps"))]
    condition = [step for item in items(parts.get("condition")) for step in _step(document, item)]
    plain = Path(
        kind,
        name.value if isinstance(name, yaml.ScalarNode) else "",
        document.place(name or node),
        (),
        tuple(condition),
        waits=_scalar(parts.get("wait_for_user_input")).lower() != "false",
        at_start=_scalar(parts.get("conversation_start")).lower() == "true",
    )
    for number, chosen in enumerate(product(*steps)):
        if number >= _MOST:
            return
        yield replace(plain, steps=tuple(step for part in chosen for step in part))


def _choices(document: Document, node: yaml.Node) -> list[list[Step]]:
    parts = dict(_parts(document, node))
    if "or" in parts:
        return [_step(document, item) for item in items(parts["or"])]
    return [_step(document, node)]


def _step(document: Document, node: yaml.Node) -> list[Step]:
    parts = dict(_parts(document, node))
    place = document.place(node)
    if "intent" in parts or "user" in parts:
        said = _scalar(parts.get("intent")) or f"“{_scalar(parts.get('user')).strip()}”"
        marked = [name for item in items(parts.get("entities")) for name in _keys(document, item)]
        return [Step("intent", said, place, ",".join(sorted(marked)))]
    if "action" in parts:
        return [Step("action", _scalar(parts["action"]), place)]
    if "bot" in parts:
        return [Step("action", f"“{_scalar(parts['bot']).strip()}”", place)]
    if "active_loop" in parts:
        return [Step("loop", _scalar(parts["active_loop"]) or "null", place)]
    if "checkpoint" in parts:
        return [Step("checkpoint", _scalar(parts["checkpoint"]), place)]
    return list(_slots(document, parts.get("slot_was_set")))


def _slots(document: Document, node: yaml.Node | None) -> Iterator[Step]:
    for item in items(node):
        place = document.place(item)
        if isinstance(item, yaml.ScalarNode):
            yield Step("slot", item.value, place, "set")
        for key, value in entries(document, item):
            yield Step("slot", key.value, place, _scalar(value) or "null")


def _parts(document: Document, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in entries(document, node):
        yield key.value, value


def _keys(document: Document, node: yaml.Node) -> list[str]:
    if isinstance(node, yaml.ScalarNode):
        return [str(node.value)]
    return [key.value for key, _ in entries(document, node)]


def _scalar(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def by_file(paths: list[Path]) -> Mapping[str, list[Path]]:
    """Paths by the skill whose file they stand in."""
    found: dict[str, list[Path]] = {}
    for path in paths:
        found.setdefault(path.place.path.stem, []).append(path)
    return found
