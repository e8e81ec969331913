"""An entity: something definite that a customer names, its place in the text, and one value for all its spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.language.view import View

Kind = Literal[
    "order_id",
    "tracking_no",
    "carrier",
    "phone",
    "id_card",
    "bank_card",
    "email",
    "account",
    "address",
    "product",
    "date",
    "duration",
    "discount",
    "percent",
    "amount",
    "quantity",
    "reason",
]

PERSONAL: frozenset[Kind] = frozenset({"phone", "id_card", "bank_card", "email", "account", "address"})
"""What tells who or where somebody is: masked wherever it is kept or shown (playbook H2)."""

Value = str | Mapping[str, Any]
"""JSON-safe: the one spelling, or named parts; which, docs/understanding.md says for each kind."""


@dataclass(frozen=True)
class Entity:
    """``words`` stand at ``text[start:end]`` of the text that was given."""

    kind: Kind
    start: int
    end: int
    words: str
    value: Value


Finder = Callable[[View], Iterable[Entity]]
"""Finds the entities of one kind or of a few related ones; may propose what another finder knows better."""


def entity(view: View, kind: Kind, start: int, end: int, value: Value) -> Entity:
    """An entity at a place of a view, with the words as they were written."""
    return Entity(kind, start, end, view.raw[start:end], value)
