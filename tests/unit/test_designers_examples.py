"""Designers' examples: enough of them, each written once and meaning one thing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from support.designers_files import BUTTON_ONLY, EXAMPLES, INTENTS

IMPORTANT = frozenset(
    {"ask_order_status", "ask_logistics", "complain_delay", "ask_refund_policy", "ask_human", "ask_decision"}
    | {"threat_expose", "anger_vent", "complain_service"}
)
LEAST, LEAST_IMPORTANT, LEAST_OUT_OF_SCOPE = 30, 60, 150
ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def words(example: str) -> str:
    """An example without annotations, in one Unicode form."""
    return unicodedata.normalize("NFKC", ANNOTATION.sub(r"\1", example)).lower().strip()


def bare(example: str) -> str:
    """Its letters and digits only; all of it when it has none."""
    text = words(example)
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN") or text


@pytest.mark.parametrize("intent", sorted(INTENTS - BUTTON_ONLY))
def test_an_intent_has_enough_examples(intent: str) -> None:
    """Thirty ways to say it, sixty for what matters most, and many more for all that is no business of ours."""
    least = LEAST_IMPORTANT if intent in IMPORTANT else LEAST
    least = LEAST_OUT_OF_SCOPE if intent == "out_of_scope" else least

    assert len(EXAMPLES[intent]) >= least


@pytest.mark.parametrize("intent", sorted(EXAMPLES))
def test_no_example_is_written_twice_in_an_intent(intent: str) -> None:
    """The same words twice count double and teach nothing."""
    times = Counter(words(example) for example in EXAMPLES[intent])

    assert [example for example, count in times.items() if count > 1] == []


def test_no_example_is_written_in_two_intents() -> None:
    """One wording means one thing, however it is punctuated."""
    owners: dict[str, set[str]] = {}
    for intent, examples in EXAMPLES.items():
        for example in examples:
            owners.setdefault(bare(example), set()).add(intent)

    assert {example: intents for example, intents in owners.items() if len(intents) > 1} == {}
