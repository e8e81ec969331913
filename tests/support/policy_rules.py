"""Rules that always hold, made of a table: what the sample book is written with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from bot.commerce.policies.rule import Rule, Rules, Validity

SINCE = date(2020, 1, 1)
ALWAYS = Validity("售后规则组", SINCE, None)

R = TypeVar("R", bound=Rule)


def rules(kind: type[R], entries: Mapping[str, Mapping[str, Any]]) -> Rules[R]:
    """Rules that always hold, by code."""
    return Rules(tuple(kind(code=code, validity=ALWAYS, **fields) for code, fields in entries.items()))
