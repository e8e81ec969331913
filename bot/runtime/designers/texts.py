"""Every text somebody reads, with the line it stands on, who reads it, and how long it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import yaml

from bot.kernel.yaml_files import Document, Place, entries, items
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.knowledge import pages
from bot.runtime.designers.project import Project

Reader = Literal["customer", "staff"]
Kind = Literal["reply", "button"]

VALIDITY = ("valid_from", "valid_until", "owner")
"""Who answers for a text and for how long it is true (playbook A6)."""

AGENTS = "data/replies/agents.yml"
"""The agents' canned replies, which are written as the shop's rules are, not as the responses of the domain."""

RULES = "data/policies/"
"""Where the shop's rules are, some of whose words are told to customers."""

_TOLD = frozenset({"tell", "ask", "why", "covers", "not_covered", "excluded"})
_NAMED = frozenset({"name", "page_note_name"})
"""Words of the shop's rules that customers hear: whole pieces of sentences, and names put into them."""

_NOT_WORDS = {"code", "variables", *VALIDITY}
_FOR_STAFF = ("desk.reason.", "desk.policy.")
"""Parts of ``data/replies/system.yml`` that only the agent sees."""


@dataclass(frozen=True)
class Text:
    """A text as designers wrote it.

    Attributes:
        owner: what it belongs to: ``utter_greet`` or ``customer.queued``.
        words: as they stand, variables in braces.
        kind: a ``button`` carries the customer's own words.
    """

    owner: str
    words: str
    node: yaml.ScalarNode
    document: Document
    reader: Reader = "customer"
    kind: Kind = "reply"

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.place_of(0)

    def place_of(self, at: int) -> Place:
        """Where the character number ``at`` stands; a folded text only knows where it begins."""
        first = self.document.place(self.node)
        if self.node.style != "|":
            return first
        return Place(first.path, first.line + 1 + self.words.count("\n", 0, at))


@dataclass(frozen=True)
class Validity:
    """How long a text holds: the nodes of :data:`VALIDITY`, as far as they are written."""

    owner: str
    parts: dict[str, yaml.Node]
    document: Document


def texts(project: Project, domain: Domain) -> list[Text]:
    """All texts: responses and their buttons, the service's own lines, what the rules have told, the choices."""
    files = {document.path: document for document in project.domain_files}
    found: list[Text] = []
    for response in domain.responses.values():
        document = files[response.place.path]
        for variant in response.variants:
            if variant.text is not None:
                found.append(Text(response.name, variant.text.value, variant.text, document))
    for document in project.domain_files:
        found += _buttons(document)
    for document in project.below("data/replies"):
        found += _canned(document) if project.name(document.path) == AGENTS else _lines(document)
    found += _knowledge(project)
    for document in project.below(RULES.rstrip("/")):
        for name, node in document.sections.items():
            found += _rules(document, name, node)
    for name in ("data/choices.yml", "data/intents.yml"):
        if name in project.documents:
            found += _names(project.documents[name])
    return found


def validities(project: Project, domain: Domain) -> list[Validity]:
    """Everything that says how long it holds."""
    files = {document.path: document for document in project.domain_files}
    found = []
    for response in domain.responses.values():
        document = files[response.place.path]
        for variant in response.variants:
            parts = {key.value: value for key, value in entries(document, variant.metadata)}
            found.append(Validity(response.name, parts, document))
    for document in project.below("data/replies"):
        # Days of canned replies: bot/runtime/designers/lint/agent_replies.py.
        for path, node in () if project.name(document.path) == AGENTS else _mappings(document):
            found.append(Validity(path, {key.value: value for key, value in entries(document, node)}, document))
    kept = [Validity(one.owner, {k: v for k, v in one.parts.items() if k in VALIDITY}, one.document) for one in found]
    return [one for one in kept if one.parts]


def _buttons(document: Document) -> Iterator[Text]:
    for key, value in entries(document, document.sections.get("responses")):
        for variant in items(value):
            parts = {name.value: part for name, part in entries(document, variant)}
            for button in items(parts.get("buttons")):
                for name, title in entries(document, button):
                    if name.value == "title" and isinstance(title, yaml.ScalarNode):
                        yield Text(key.value, title.value, title, document, kind="button")


def _knowledge(project: Project) -> Iterator[Text]:
    """The answers of the knowledge base, and the titles and buttons customers see with them."""
    for document, answer in pages(project):
        owner = project.name(document.path).removeprefix("data/")
        yield Text(owner, answer.value, answer, document)
        shown = [document.sections.get("title")]
        for button in items(document.sections.get("buttons")):
            shown += [value for key, value in entries(document, button) if key.value == "title"]
        yield from (Text(owner, n.value, n, document, kind="button") for n in shown if isinstance(n, yaml.ScalarNode))


def _rules(document: Document, path: str, node: yaml.Node) -> Iterator[Text]:
    """What the shop's rules have said to customers: how a way works, what is asked for, why something is not done."""
    for key, value in entries(document, node):
        if isinstance(value, yaml.ScalarNode) and key.value in _TOLD | _NAMED:
            kind: Kind = "reply" if key.value in _TOLD else "button"
            yield Text(f"{path}.{key.value}", value.value, value, document, kind=kind)
        else:
            yield from _rules(document, f"{path}.{key.value}", value)
    for place, item in enumerate(items(node)):
        named = {key.value: getattr(value, "value", "") for key, value in entries(document, item)}
        yield from _rules(document, f"{path}.{named.get('code', place)}", item)


def _names(document: Document) -> Iterator[Text]:
    for name, node in document.sections.items():
        if isinstance(node, yaml.ScalarNode):
            yield Text(name, node.value, node, document, kind="button")


def _lines(document: Document) -> Iterator[Text]:
    for name, node in document.sections.items():
        yield from _below(document, name, node)


def _canned(document: Document) -> Iterator[Text]:
    """What agents send, in every tone, and the titles they choose it by."""
    for item in items(document.sections.get("replies")):
        parts = {key.value: value for key, value in entries(document, item)}
        owner = f"replies.{getattr(parts.get('code'), 'value', '')}"
        for tone in ("calm", "upset"):
            for node in items(parts.get(tone)):
                if isinstance(node, yaml.ScalarNode):
                    yield Text(owner, node.value, node, document)
        if isinstance(title := parts.get("title"), yaml.ScalarNode):
            yield Text(f"{owner}.title", title.value, title, document, "staff")


def _below(document: Document, path: str, node: yaml.Node) -> Iterator[Text]:
    if isinstance(node, yaml.ScalarNode):
        is_title = path.endswith(".title")
        staff = path.startswith(_FOR_STAFF) or (is_title and path.startswith("results."))
        yield Text(path.removesuffix(".text"), node.value, node, document, "staff" if staff else "customer")
    for key, value in entries(document, node):
        if key.value not in _NOT_WORDS:
            yield from _below(document, f"{path}.{key.value}", value)
    for place, item in enumerate(items(node)):
        named = {key.value: value.value for key, value in entries(document, item)}
        name = named.get("code", place)
        yield from _below(document, f"{path}.{name}", item)


def _mappings(document: Document) -> Iterator[tuple[str, yaml.Node]]:
    """Every mapping of a file with its path: where ``valid_until`` may stand."""

    def walk(path: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            yield path, node
        for key, value in entries(document, node):
            yield from walk(f"{path}.{key.value}", value)
        for place, item in enumerate(items(node)):
            yield from walk(f"{path}.{place}", item)

    for name, node in document.sections.items():
        yield from walk(name, node)
