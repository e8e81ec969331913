"""What the domain declares: names with their places, and responses with their variants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from bot.kernel.yaml_files import Document, Place, entries, items
from bot.runtime.designers.project import Project

LISTS = {"intents": "意图", "entities": "实体", "actions": "动作"}
MAPPINGS = {"slots": "槽位", "responses": "话术", "forms": "表单"}

_DOCUMENTED = re.compile(r"^#\s+(utter_\w+)\(([^)]*)\)", re.MULTILINE)


@dataclass(frozen=True)
class Name:
    """One declaration: in which section of the domain, and where."""

    section: str
    name: str
    place: Place


@dataclass(frozen=True)
class Button:
    """A button of a variant."""

    title: str
    payload: str
    place: Place

    @property
    def intent(self) -> str:
        """What pressing it means."""
        return self.payload.removeprefix("/").partition("{")[0]


@dataclass(frozen=True)
class Variant:
    """One way to say a response.

    Attributes:
        text: the node of its words, which knows line and style; None for a variant without text.
        metadata: the node below ``metadata:``, or None.
    """

    place: Place
    text: yaml.ScalarNode | None
    buttons: tuple[Button, ...]
    metadata: yaml.Node | None


@dataclass(frozen=True)
class Response:
    """A response with all its variants, in the file of its skill (``domain`` for the shared ones)."""

    name: str
    place: Place
    skill: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Domain:
    """Every declaration of a project, doubles included."""

    names: tuple[Name, ...]
    responses: Mapping[str, Response]
    documented: Mapping[str, tuple[frozenset[str], Place]] = field(default_factory=dict)

    @cached_property
    def by_section(self) -> Mapping[str, Mapping[str, Place]]:
        """First place of every name, by section."""
        found: dict[str, dict[str, Place]] = {section: {} for section in (*LISTS, *MAPPINGS)}
        for name in self.names:
            found[name.section].setdefault(name.name, name.place)
        return found

    def skill_of(self, intent: str) -> str:
        """The skill whose file declares an intent."""
        place = self.by_section["intents"].get(intent)
        return place.path.stem if place else ""


def read_domain(project: Project) -> Domain:
    """The declarations of all readable domain files."""
    names: list[Name] = []
    responses: dict[str, Response] = {}
    documented: dict[str, tuple[frozenset[str], Place]] = {}
    for document in project.domain_files:
        names += _names(document)
        for key, value in entries(document, document.sections.get("responses")):
            variants = tuple(_variant(document, item) for item in items(value))
            response = Response(key.value, document.place(key), document.path.stem, variants)
            responses.setdefault(key.value, response)
        documented |= _documented(document)
    return Domain(tuple(names), responses, documented)


def _names(document: Document) -> Iterator[Name]:
    for section in MAPPINGS:
        for key, _ in entries(document, document.sections.get(section)):
            yield Name(section, key.value, document.place(key))
    for section in LISTS:
        for item in items(document.sections.get(section)):
            if isinstance(item, yaml.ScalarNode):
                yield Name(section, item.value, document.place(item))
            for key, _ in entries(document, item):
                yield Name(section, key.value, document.place(key))


def _variant(document: Document, node: yaml.Node) -> Variant:
    parts = {key.value: value for key, value in entries(document, node)}
    text = parts.get("text")
    buttons = []
    for item in items(parts.get("buttons")):
        said = {key.value: value.value for key, value in entries(document, item)}
        buttons.append(Button(str(said.get("title", "")), str(said.get("payload", "")), document.place(item)))
    return Variant(
        document.place(node),
        text if isinstance(text, yaml.ScalarNode) else None,
        tuple(buttons),
        parts.get("metadata"),
    )


def _documented(document: Document) -> Iterator[tuple[str, tuple[frozenset[str], Place]]]:
    """The comment on top of a domain file: ``#   utter_x(variable, variable)``."""
    text = document.path.read_text("utf-8")
    for match in _DOCUMENTED.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield match[1], (frozenset(re.findall(r"\w+", match[2])), Place(document.path, line))
