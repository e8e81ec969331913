"""The word lists of ``data/lint/phrases.yml``, which designers keep: what not to say, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from bot.kernel.yaml_files import Document, Place, entries, items
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project

FILE = "data/lint/phrases.yml"
GROUPS = {
    "forbidden": "forbidden-phrase",
    "empty_promises": "empty-promise",
    "blame": "blame",
    "due": "promise-without-time",
}
"""Sections of the file, and the rule that uses each."""

_GAP = "[^。！？!?，,；;：:\n“”]{0,12}"
_STOPS = re.compile("[。！？!?；;\n]")
_NUMBER = "[0-9０-９一二两三四五六七八九十几半]+"
_CLOCK = re.compile(
    rf"{_NUMBER}(?:[–~到至-]{_NUMBER})?\s*个?(?:分钟|小时|工作日|天|日|号|周|星期|月|秒)"
    # “一点” is usually a little, not one o'clock.
    r"|[0-9０-９二两三四五六七八九十]点|[0-9]{1,2}[:：][0-9]{2}"
)
_KEYS = {"say", "better", "except", "with_time"}


@dataclass(frozen=True)
class Phrase:
    """Words that must not be said, or only with a time beside them.

    Attributes:
        pattern: finds them; ``say`` is how the designer wrote them.
        unless: words that hold it without meaning it.
        with_time: allowed when a time stands in the same sentence.
    """

    say: str
    pattern: re.Pattern[str]
    better: str
    unless: tuple[str, ...] = ()
    with_time: bool = False

    def hits(self, text: str) -> Iterator[re.Match[str]]:
        """Where the text says it."""
        spared = [span for word in self.unless for span in _spans(word, text)]
        for hit in self.pattern.finditer(text):
            if not any(begin < hit.end() and hit.start() < end for begin, end in spared):
                yield hit


@dataclass(frozen=True)
class Phrases:
    """The whole file: phrases by section, what counts as a time, and how long a text may be."""

    groups: Mapping[str, Sequence[Phrase]]
    time_variables: frozenset[str]
    time_words: tuple[str, ...]
    longest: int = 120
    longest_steps: int = 200

    def names_time(self, text: str) -> bool:
        """Whether a piece of text says when: in figures, in words, or by a variable that is a time."""
        variables = set(re.findall(r"\{(\w+)\}", text))
        return bool(_CLOCK.search(text) or variables & self.time_variables or any(w in text for w in self.time_words))


def sentence(text: str, at: int, *, neighbours: int = 0) -> str:
    """The sentence around a place of the text, with so many before and after it."""
    ends = [match.end() for match in _STOPS.finditer(text)]
    cuts = sorted({0, len(text), *ends})
    here = next(place for place, end in enumerate(cuts[1:]) if at < end or end == len(text))
    return text[cuts[max(0, here - neighbours)] : cuts[min(len(cuts) - 1, here + 1 + neighbours)]]


def load(project: Project) -> tuple[Phrases, list[Finding]]:
    """The lists, and what is wrong with the file; a wrong entry is left out."""
    wrong: list[Finding] = []
    document = project.documents.get(FILE)
    if document is None:
        if not any(finding.file == FILE for finding in project.broken):
            wrong.append(Finding(FILE, 1, "bad-lint-file", "没有这个文件，话术没法检查。", "请从项目里恢复它。"))
        return Phrases({}, frozenset(), ()), wrong
    not_due = _words(document.sections.get("not_due"))
    groups = {}
    for section in GROUPS:
        found = []
        for node in items(document.sections.get(section)):
            phrase = _phrase(document, node, not_due if section == "due" else ())
            if phrase is None:
                what = "每一条要写 say（要找的话）和 better（换成什么），另外只能写 except 和 with_time。"
                wrong.append(project.finding("bad-lint-file", document.place(node), what))
            else:
                found.append(phrase)
        if not found:
            place = Place(document.path, 1)
            wrong.append(project.finding("bad-lint-file", place, f"{section} 下面一条也没有，这类话就没人检查了。"))
        groups[section] = found
    times = {key.value: value for key, value in entries(document, document.sections.get("times"))}
    length = {key.value: value for key, value in entries(document, document.sections.get("length"))}
    return (
        Phrases(
            groups,
            frozenset(_words(times.get("variables"))),
            _words(times.get("words")),
            _number(length.get("text"), Phrases.longest),
            _number(length.get("steps"), Phrases.longest_steps),
        ),
        wrong,
    )


def _phrase(document: Document, node: yaml.Node, unless: tuple[str, ...]) -> Phrase | None:
    parts = {key.value: value for key, value in entries(document, node)}
    say, better = (_scalar(parts.get(name)) for name in ("say", "better"))
    if not say.strip("… ") or not better or parts.keys() - _KEYS:
        return None
    pattern = re.compile(_GAP.join(re.escape(piece) for piece in say.split("…")))
    return Phrase(
        say, pattern, better, (*unless, *_words(parts.get("except"))), _scalar(parts.get("with_time")) == "true"
    )


def _spans(word: str, text: str) -> Iterator[tuple[int, int]]:
    for hit in re.finditer(re.escape(word), text):
        yield hit.span()


def _scalar(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _words(node: yaml.Node | None) -> tuple[str, ...]:
    return tuple(_scalar(item) for item in items(node))


def _number(node: yaml.Node | None, otherwise: int) -> int:
    said = _scalar(node)
    return int(said) if said.isdigit() else otherwise
