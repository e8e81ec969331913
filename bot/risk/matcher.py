"""Finds the lexicon's words in a normalised message.

An automaton (Aho and Corasick, CACM 1975) says where words of an entry stand; plain words are found with that,
families with gaps are tried from there with their own bounded regular expression. One pass over the message, a bounded
amount of work at each place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.kernel.errors import SettingError
from bot.risk import pattern as patterns
from bot.risk.normalise import Normal
from bot.risk.tables import Entry, load_entries

_MAX_LITERALS = 64
_EXCEPTION_REACH = 16
_BY_PLACE = itemgetter(1, 2)


class Rule:
    """An entry made ready to match."""

    def __init__(self, entry: Entry) -> None:
        """
        Raises:
            SettingError: the pattern or an exception is not well formed.
        """
        self.entry = entry
        self.tree = patterns.parse(entry.pattern)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile(patterns.regex(self.tree))

    @cached_property
    def exceptions(self) -> re.Pattern[str] | None:
        parts = [patterns.regex(patterns.parse(source)) for source in self.entry.exceptions]
        return re.compile("|".join(sorted(parts, key=len, reverse=True))) if parts else None


class Hit(NamedTuple):
    """An entry seen at ``text[start:end]`` of the normalised message."""

    entry: Entry
    kind: str
    start: int
    end: int

    def covers(self, other: Hit) -> bool:
        return self.start <= other.start and other.end <= self.end


class Places:
    """Hits by the characters they cover, so that looking for overlaps stays linear."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._at: dict[int, list[Hit]] = {}
        for hit in hits:
            for place in range(hit.start, hit.end):
                self._at.setdefault(place, []).append(hit)

    def over(self, hit: Hit) -> list[Hit]:
        """The hits that share a character with this one; one may be listed more than once."""
        return [other for place in range(hit.start, hit.end) for other in self._at.get(place, ())]


class Matcher:
    """All entries, to be found in one pass."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """
        Raises:
            SettingError: an entry is not well formed; the message names its file and line.
        """
        self._rules: list[Rule] = []
        words: dict[str, list[tuple[Rule, bool]]] = {}
        for entry in entries:
            try:
                rule = Rule(entry)
                for word, plain in _words_of(rule):
                    words.setdefault(word, []).append((rule, plain))
            except SettingError as error:
                raise SettingError(f"{entry.where} {error.message}") from error
            self._rules.append(rule)
        self._automaton = AhoCorasick(words)
        self._of_word = list(words.values())

    def make_ready(self) -> None:
        """Compile every expression now; each would be at its first use."""
        for rule in self._rules:
            _ = rule.expression, rule.exceptions

    def find(self, normal: Normal) -> list[Hit]:
        """Every hit that stands: the longest of a kind at a place, none inside an exception or a benign phrase."""
        hits = _longest_of_each_kind(self._candidates(normal))
        if not any(hit.kind == "benign" for hit in hits):
            return hits
        benign = Places(hit for hit in hits if hit.kind == "benign")
        return [hit for hit in hits if hit.kind != "benign" and not any(calm.covers(hit) for calm in benign.over(hit))]

    def _candidates(self, normal: Normal) -> list[Hit]:
        text, hits = normal.text, list[Hit]()
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for word, start, stop in sorted(found, key=_BY_PLACE):
            for rule, plain in self._of_word[word]:
                end = stop if plain else _end_of(rule, text, start)
                if end > start and _stands(rule, normal, start, end):
                    hits.append(Hit(rule.entry, rule.entry.kind, start, end))
        return hits


def _end_of(rule: Rule, text: str, start: int) -> int:
    found = rule.expression.match(text, start)
    return found.end() if found is not None else -1


def _stands(rule: Rule, normal: Normal, start: int, end: int) -> bool:
    text = normal.text
    if text[start].isascii() and _inside_a_word(normal, start):
        return False
    if end < len(text) and text[end].isascii() and _inside_a_word(normal, end):
        return False
    if rule.exceptions is None:
        return True
    low, high = max(0, start - _EXCEPTION_REACH), min(len(normal.text), end + _EXCEPTION_REACH)
    return not any(
        found.start() < end and start < found.end() for found in rule.exceptions.finditer(normal.text, low, high)
    )


def _inside_a_word(normal: Normal, at: int) -> bool:
    """Whether ``at`` splits a Latin word or a number: "sb" is no insult inside "usb"."""
    if at == 0 or at in normal.joints:
        return False
    left, right = normal.text[at - 1], normal.text[at]
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _longest_of_each_kind(hits: Sequence[Hit]) -> list[Hit]:
    """From the left, the longest hit of a kind wins over those it overlaps."""
    if len(hits) < 2:
        return list(hits)
    kept: list[Hit] = []
    reached: dict[str, int] = {}
    for hit in sorted(hits, key=lambda found: (found.start, -found.end, -found.entry.weight)):
        if hit.start >= reached.get(hit.kind, 0):
            kept.append(hit)
            reached[hit.kind] = hit.end
    return kept


def _words_of(rule: Rule) -> Iterator[tuple[str, bool]]:
    """Words one of which stands where the rule's own words begin, and whether that word is all there is to it."""
    for source in rule.entry.exceptions:
        patterns.parse(source)
    texts = patterns.literals(rule.tree, _MAX_LITERALS) or _plain_options(rule.tree)
    if texts is None:
        yield from ((anchor, False) for anchor in patterns.anchors(rule.tree))
        return
    for text in texts:
        if not text:
            raise SettingError(f"整条不能为空:{rule.entry.pattern}")
        yield text, True


def _plain_options(tree: patterns.Sequence) -> list[str] | None:
    """The texts of a line that is nothing but one list of plain words, however long."""
    if len(tree) == 1 and isinstance(tree[0], patterns.Choice):
        return patterns.literals(tree, len(tree[0].options) + _MAX_LITERALS)
    return None


@lru_cache(maxsize=1)
def lexicon() -> Matcher:
    """The matcher over our own lexicon, read once.

    Raises:
        SettingError: a file of the lexicon is not well formed.
    """
    return Matcher(load_entries())
