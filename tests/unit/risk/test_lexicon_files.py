"""The lexicon as data: every line is well formed and can really match."""

from __future__ import annotations

import pytest

from bot.kernel.errors import SettingError
from bot.risk.matcher import Matcher, lexicon
from bot.risk.normalise import normalise
from bot.risk.tables import KINDS, Entry, load_entries, load_pairs, load_variants, read_entries

ENTRIES = load_entries()


def test_every_section_has_entries() -> None:
    """A section that nobody filled would be a verdict that never comes."""
    assert {entry.kind for entry in ENTRIES} == set(KINDS)


def test_weights_are_between_nought_and_one_and_reaches_are_short() -> None:
    """A weight is a share of certainty; a reach is a number of characters the scope rules look at."""
    for entry in ENTRIES:
        assert 0 <= entry.weight <= (16 if entry.kind.startswith("scope.") else 1), entry.where


def test_the_whole_lexicon_can_be_built() -> None:
    """Brackets are closed, nothing is empty, no pattern begins with a gap."""
    assert lexicon().find(normalise("我要投诉"))


def test_every_entry_is_written_in_the_spelling_that_is_matched() -> None:
    """A capital letter, a traditional character or full-width punctuation would never match."""
    for entry in ENTRIES:
        for source in (entry.pattern, *entry.exceptions):
            plain = source.replace("…", "").replace("⃣", "")
            assert all(normalise(char).text == char for char in plain if not char.isspace()), (entry.where, source)


def test_no_plain_word_is_hidden_by_a_variant() -> None:
    """A word the normaliser rewrites could never be found under its own spelling."""
    variants = load_variants()
    for entry in ENTRIES:
        flat = entry.pattern.count("(") == 0 or (entry.pattern.count("(") == 1 and entry.pattern[0] == "(")
        if flat and entry.pattern.rstrip(")").count(")") == 0:
            hidden = [word for word in entry.pattern.strip("()").split("|") if any(slip in word for slip in variants)]
            assert not hidden, (entry.where, hidden)


def test_a_variant_leads_to_a_final_spelling() -> None:
    """One look-up is enough: what a variant stands for is no variant itself."""
    variants = load_variants()

    assert not [right for right in variants.values() if any(variant in right for variant in variants)]


def test_traditional_characters_lead_to_simplified_ones() -> None:
    """No character is both a traditional form and somebody's simplified form."""
    pairs = load_pairs()

    assert set(pairs).isdisjoint(pairs.values())
    assert pairs["訴"] == "诉"


@pytest.mark.parametrize(
    "content, part",
    [
        ("投诉", r"x\.txt:1"),
        ("[risk.nonsense]\n投诉", r"x\.txt:1"),
        ("[risk.legal] 0.9\n律师 很多", r"x\.txt:2"),
        ("[risk.legal] 0.9\n律师 !", r"x\.txt:2"),
    ],
)
def test_a_bad_line_is_named_with_its_place(content: str, part: str) -> None:
    """Who edits the lexicon is told which line to mend."""
    with pytest.raises(SettingError, match=part):
        read_entries(content, "x.txt")


@pytest.mark.parametrize("bad", ["(甲|乙", "甲)乙", "…甲", "(甲|)", "^"])
def test_a_bad_pattern_is_refused_with_its_place(bad: str) -> None:
    """Open brackets, patterns that begin with a gap, and patterns that match nothing stop the start."""
    with pytest.raises(SettingError, match=r"x\.txt:7"):
        Matcher([Entry("risk.legal", bad, 0.9, (), "x.txt:7")])


@pytest.mark.parametrize("bad", ["(甲", "甲)"])
def test_a_bad_exception_is_refused_too(bad: str) -> None:
    """An exception is a pattern like any other."""
    with pytest.raises(SettingError, match=r"x\.txt:7"):
        Matcher([Entry("risk.legal", "甲", 0.9, (bad,), "x.txt:7")])
