"""Reads the lexicon: text files that a quality specialist can read and extend (format: docs/risk.md).

A mistake in a file stops the program at start with the file, the line, and what would be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import SettingError

FOLDER = Path(__file__).parent / "lexicon"
ENTRY_FILES = ("anger", "displeasure", "worry", "calm", "risk", "human", "demands", "scopes")

KINDS = frozenset(
    f"{space}.{name}"
    for space, names in {
        "emotion": "insult contempt accuse fake fury reproach attitude sarcasm exhaustion displeasure worry "
        "delight polite feature",
        "risk": "complaint regulator media social legal safety blackmail churn self_harm",
        "human": "ask past",
        "demand": "refund return exchange compensation apology reship explanation cancel invoice expedite",
        "waive": "refund return exchange compensation apology reship explanation cancel invoice expedite",
        "signal": "ultimatum",
        "scope": "deny affirm deny_after reported elsewhere here suppose suppose_after turn",
    }.items()
    for name in names.split()
) | {"benign"}
"""Every section a file may have; the name is also the rule an Evidence gives."""

_SECTION = re.compile(r"\[(?P<kind>[a-z_.]+)\]\s*(?P<weight>[0-9.]+)?\Z")


@dataclass(frozen=True)
class Entry:
    """One line of the lexicon.

    Attributes:
        kind: the section it stands in.
        pattern: the words, in the language of ``bot/risk/pattern.py``.
        weight: 0 to 1 for emotions and risks; how many characters it reaches for ``scope.*``.
        exceptions: wordings around the words in which they do not count.
        where: file and line, for messages.
    """

    kind: str
    pattern: str
    weight: float
    exceptions: tuple[str, ...]
    where: str


def load_entries() -> list[Entry]:
    """Every entry of every file.

    Raises:
        SettingError: a line does not fit the format.
    """
    entries: list[Entry] = []
    for name in ENTRY_FILES:
        entries.extend(read_entries((FOLDER / f"{name}.txt").read_text(encoding="utf-8"), f"{name}.txt"))
    return entries


def read_entries(content: str, name: str) -> list[Entry]:
    """The entries of one file's content; ``name`` goes into messages.

    Raises:
        SettingError: a line does not fit the format.
    """
    entries: list[Entry] = []
    kind, default = "", 1.0
    for number, raw in enumerate(content.splitlines(), start=1):
        line, where = raw.strip(), f"{name}:{number}"
        if not line or line.startswith("#"):
            continue
        section = _SECTION.match(line)
        if section is not None:
            kind, default = section["kind"], float(section["weight"] or 1.0)
            if kind not in KINDS:
                raise SettingError(f"{where} 没有这个类别:{kind}")
            continue
        if not kind:
            raise SettingError(f"{where} 词条之前要先写类别,例如 [risk.legal] 0.9")
        entries.append(_entry(line, kind, default, where))
    return entries


def _entry(line: str, kind: str, default: float, where: str) -> Entry:
    pattern, *rest = line.split()
    weight, exceptions = default, list[str]()
    for word in rest:
        if word.startswith("!") and len(word) > 1:
            exceptions.append(word[1:])
        elif re.fullmatch(r"[0-9]+(\.[0-9]+)?", word):
            weight = float(word)
        else:
            raise SettingError(f"{where} 看不懂「{word}」:词语后面只能写权重,或以 ! 开头的例外")
    return Entry(kind, pattern, weight, tuple(exceptions), where)


def load_variants() -> dict[str, str]:
    """Homophones, slips and masks, each with the word it stands for.

    Raises:
        SettingError: a line has no arrow.
    """
    variants: dict[str, str] = {}
    for number, line in _lines("variants"):
        left, arrow, right = line.partition("→")
        if not arrow or not right.strip():
            raise SettingError(f"variants.txt:{number} 要写成「变体 变体 → 正写」")
        variants.update({variant: right.strip() for variant in left.split()})
    return {variant: right for variant, right in variants.items() if variant != right}


def load_pairs() -> dict[str, str]:
    """Traditional and variant characters, each with its simplified form."""
    pairs: dict[str, str] = {}
    for _, line in _lines("traditional"):
        for group in line.split():
            pairs.update(dict.fromkeys(group[1:], group[0]))
    return pairs


def _lines(name: str) -> list[tuple[int, str]]:
    content = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    numbered = enumerate(content.splitlines(), start=1)
    return [(number, line) for number, line in numbered if line.strip() and not line.startswith("#")]
