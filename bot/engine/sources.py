"""The files designers write, read as one whole and checked before anything is trained from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from rasa.shared.core.constants import (
    DEFAULT_ACTION_NAMES,
    DEFAULT_INTENTS,
    REQUESTED_SLOT,
    SESSION_START_METADATA_SLOT,
)

from bot.engine.yaml_files import DesignError, Document, Place, entries, items, read

DATA_FOLDERS = ("nlu", "rules", "stories", "emotions")
_LISTS = {"intents": "意图", "entities": "实体", "actions": "动作"}
_MAPPINGS = {"slots": "槽位", "responses": "回复", "forms": "表单"}
_SECTIONS = {**_LISTS, **_MAPPINGS}


@dataclass
class Domain:
    """Where every name of the domain is declared: section, then name."""

    declared: dict[str, dict[str, Place]] = field(default_factory=lambda: {section: {} for section in _SECTIONS})

    def intents(self) -> set[str]:
        """Names a message may be understood as."""
        return {*self.declared["intents"], *DEFAULT_INTENTS}

    def actions(self) -> set[str]:
        """Names that may follow ``action:``."""
        own = self.declared
        return {*own["actions"], *own["responses"], *own["forms"], *DEFAULT_ACTION_NAMES}

    def slots(self) -> set[str]:
        """Names that may follow ``slot_was_set``."""
        return {*self.declared["slots"], REQUESTED_SLOT, SESSION_START_METADATA_SLOT}


def domain_files(domain_path: Path) -> list[Path]:
    """``domain.yml`` first, then ``domain/*.yml`` beside it in the order of their names; a folder gives its own."""
    folder = domain_path if domain_path.is_dir() else domain_path.parent / "domain"
    first = [] if domain_path.is_dir() else [domain_path]
    return first + sorted(folder.glob("*.yml"))


def data_files(paths: list[Path]) -> list[Path]:
    """Training files below the paths: of a folder that has any of ``DATA_FOLDERS``, only those folders."""
    found: list[Path] = []
    for path in paths:
        rooms = [path / name for name in DATA_FOLDERS if (path / name).is_dir()]
        for place in rooms or [path]:
            found += [place] if place.is_file() else sorted(place.rglob("*.yml"))
    return found


def read_domain(files: list[Path]) -> Domain:
    """Collect the names all domain files declare.

    Raises:
        DesignError: a file is missing or broken, or a name is declared twice; the sentence names both places.
    """
    domain = Domain()
    for path in files:
        if not path.is_file():
            raise DesignError(f"找不到领域文件 {path}，请检查路径。")
        document = read(path)
        for section in _SECTIONS:
            for name, node in _names(document, section):
                place = document.place(node)
                earlier = domain.declared[section].setdefault(name, place)
                if earlier is not place:
                    raise DesignError(
                        f"{_SECTIONS[section]}“{name}”写了两次：{earlier} 和 {place}，请只保留一处。",
                        key=name,
                        files=[str(earlier.path), str(place.path)],
                    )
    return domain


def check_training_data(files: list[Path], domain: Domain) -> None:
    """Check that examples, rules and stories use only what the domain declares.

    Raises:
        DesignError: a file is broken, or names an intent, action or slot the domain does not have.
    """
    for path in files:
        document = read(path)
        for item in items(document.sections.get("nlu")):
            for key, value in entries(document, item):
                if key.value == "intent":
                    _require(document, value, domain.intents(), "意图", "例句")
        for section, title in (("rules", "规则"), ("stories", "故事")):
            for node in _mappings(document, document.sections.get(section)):
                _check_step(document, node, domain, title)


def rule_places(files: list[Path]) -> dict[str, Place]:
    """Where each rule and story is written, by its name."""
    places: dict[str, Place] = {}
    for path in files:
        document = read(path)
        for section, key_name in (("rules", "rule"), ("stories", "story")):
            for item in items(document.sections.get(section)):
                for key, value in entries(document, item):
                    if key.value == key_name and isinstance(value, yaml.ScalarNode):
                        places.setdefault(value.value, document.place(key))
    return places


def _names(document: Document, section: str) -> Iterator[tuple[str, yaml.Node]]:
    node = document.sections.get(section)
    if section in _MAPPINGS:
        for key, _ in entries(document, node) if node is not None else ():
            yield key.value, key
        return
    for item in items(node):
        if isinstance(item, yaml.ScalarNode):
            yield item.value, item
        for key, _ in entries(document, item):
            yield key.value, key


def _mappings(document: Document, node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """Every mapping below a node, itself included: steps may stand inside ``or`` and checkpoints."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in entries(document, node):
            yield from _mappings(document, value)
    for item in items(node):
        yield from _mappings(document, item)


def _check_step(document: Document, step: yaml.MappingNode, domain: Domain, title: str) -> None:
    for key, value in entries(document, step):
        if key.value == "intent":
            _require(document, value, domain.intents(), "意图", title)
        elif key.value == "action":
            _require(document, value, domain.actions(), "动作", title)
        elif key.value == "slot_was_set":
            for item in items(value):
                names = [item] if isinstance(item, yaml.ScalarNode) else [name for name, _ in entries(document, item)]
                for name in names:
                    _require(document, name, domain.slots(), "槽位", title)


def _require(document: Document, node: yaml.Node, known: set[str], kind: str, where: str) -> None:
    name = node.value if isinstance(node, yaml.ScalarNode) else ""
    # ``faq/ask_hours`` is the intent ``faq`` with a response key.
    if name.split("/")[0] not in known:
        raise DesignError(
            f"{document.place(node)}：{where}用到的{kind}“{name}”没有在 domain 里声明，请先声明它，或改成已有的名字。",
            key=name,
        )
