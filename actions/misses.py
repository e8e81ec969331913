"""How often in a row a customer may be misunderstood before a person comes (playbook D1)."""

from __future__ import annotations

BEFORE_A_PERSON = 2


def calls_a_person(misses: float) -> bool:
    """Whether so many misunderstandings in a row, this one included, are too many."""
    return misses >= BEFORE_A_PERSON
