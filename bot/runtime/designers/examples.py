"""Examples of intents and of feelings, each with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from bot.kernel.yaml_files import Document, Place, entries, items
from bot.runtime.designers.project import Project

ANNOTATION = re.compile(r"\[([^\]]+)\](?:\((\w+)[^)]*\)|\{([^}]*)\})")


@dataclass(frozen=True)
class Example:
    """One line of ``examples: |``: what it is an example of, as written (without the dash), and where."""

    of: str
    line: str
    place: Place

    @cached_property
    def words(self) -> str:
        """Without annotations, in one Unicode form."""
        return unicodedata.normalize("NFKC", ANNOTATION.sub(r"\1", self.line)).lower().strip()

    @cached_property
    def bare(self) -> str:
        """Its letters and digits only; all of it when it has none."""
        return bare(self.words)

    @property
    def entities(self) -> list[str]:
        """Names of the entities marked in it."""
        marked = [match[2] or match[3] for match in ANNOTATION.finditer(self.line)]
        named = [re.search(r"\"entity\"\s*:\s*\"(\w+)\"", mark) if mark.startswith('"') else None for mark in marked]
        return [found[1] if found else mark for mark, found in zip(marked, named, strict=True)]


@dataclass(frozen=True)
class Entry:
    """One ``- intent:`` of a file in ``data/nlu``; ``dashless`` are lines that do not begin with a dash."""

    intent: str
    place: Place
    examples: tuple[Example, ...]
    dashless: tuple[Place, ...]


def bare(words: str) -> str:
    """Letters and digits only; all of it when there are none."""
    text = unicodedata.normalize("NFKC", words).lower().strip()
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN") or text


def read_entries(project: Project) -> list[Entry]:
    """Every intent's examples, in the order of files and lines."""
    return [entry for document in project.below("data/nlu") for entry in _entries(document)]


def lines(document: Document, of: str, node: yaml.Node | None) -> tuple[tuple[Example, ...], tuple[Place, ...]]:
    """The lines below ``examples:``, and the places of those that do not begin with a dash."""
    found: list[Example] = []
    dashless: list[Place] = []
    if not isinstance(node, yaml.ScalarNode):
        return (), ()
    first = document.place(node).line + (1 if node.style in ("|", ">") else 0)
    for number, line in enumerate(node.value.splitlines()):
        place = Place(document.path, first + number)
        if line.startswith("- "):
            found.append(Example(of, line.removeprefix("- ").strip(), place))
        elif line.strip() and not line.strip().startswith("#"):
            dashless.append(place)
    return tuple(found), tuple(dashless)


def _entries(document: Document) -> Iterator[Entry]:
    for item in items(document.sections.get("nlu")):
        parts = {key.value: (key, value) for key, value in entries(document, item)}
        if "intent" in parts:
            key, value = parts["intent"]
            intent = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
            examples, dashless = lines(document, intent, parts["examples"][1] if "examples" in parts else None)
            yield Entry(intent, document.place(key), examples, dashless)
