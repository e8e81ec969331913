"""Frozen dataclasses with some fields replaced, cheaply enough to be done several times for each message."""

from __future__ import annotations

from typing import Any, TypeVar

Value = TypeVar("Value")


def altered(value: Value, **fields: Any) -> Value:
    """What ``dataclasses.replace`` does, without setting every field one by one.

    For plain frozen dataclasses: without slots, ``__post_init__`` or fields that ``__init__`` does not take.

    Raises:
        TypeError: there is no such field.
    """
    kept = value.__dict__
    if not kept.keys() >= fields.keys():
        raise TypeError(f"no such field: {sorted(fields.keys() - kept.keys())}")
    made = object.__new__(type(value))
    made.__dict__.update(kept)
    made.__dict__.update(fields)
    return made
