"""An adapter in front of another one of the same port: what it does not do itself is the other's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def as_it_is(_name: str, found: Any) -> Any:
    """The other's own."""
    return found


def take_over(front: object, inner: object, made: Callable[[str, Any], Any] = as_it_is) -> None:
    """Give ``front`` everything public of ``inner`` that its class does not have.

    Once, and not by ``__getattr__``: a class that has that pays for it at each use of any attribute, its own included.

    Args:
        made: what is given for a name and what the other has there.
    """
    for name in dir(inner):
        if not name.startswith("_") and not hasattr(type(front), name):
            setattr(front, name, made(name, getattr(inner, name)))
