"""What every body of docs/shop-api.yaml has in common: how it is checked, and the kinds of values in it.

A body is read strictly (no number in quotes, no time without its zone), but a field nobody knows is left alone, so that
a merchant may add some.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

MAX_ITEMS = 200

Name = Annotated[str, Field(min_length=1, max_length=64)]
Line = Annotated[str, Field(max_length=500)]
Amount = Annotated[int, Field(ge=0, le=10**11)]
Count = Annotated[int, Field(ge=0, le=10**9)]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~@-]{0,63}")


class Doc(BaseModel):
    """One object of the wire."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


Item = TypeVar("Item", bound=Doc)
Read = TypeVar("Read")


class Items(Doc, Generic[Item]):
    """A list of objects."""

    items: Annotated[list[Item], Field(max_length=MAX_ITEMS)]


def of(kind: type[Item], make: Callable[[Item], Read]) -> Callable[[bytes], Read]:
    """Reads one object."""
    return lambda body: make(kind.model_validate_json(body))


def list_of(kind: type[Item], make: Callable[[Item], Read]) -> Callable[[bytes], list[Read]]:
    """Reads a list of objects."""
    listed = Items[kind]  # type: ignore[valid-type]
    return lambda body: [make(item) for item in listed.model_validate_json(body).items]


def is_id(text: str) -> bool:
    """Whether it can be the id of anything; a customer may type what they like."""
    return bool(_ID.fullmatch(text))


def path(*parts: str) -> str:
    """The path of these parts below the shop's address."""
    return "/".join(["", *(quote(part, safe="") for part in parts)])
