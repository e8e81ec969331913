"""The small language the lexicon is written in, so that one line names a whole family of expressions.

``(甲|乙|)`` alternatives (an empty one makes it optional, nesting allowed) · ``…`` up to 6 characters inside a
clause · ``……`` up to 14, commas included · ``<n>`` a number · ``^`` and ``$`` the edges of the message.
Every gap is bounded and nothing repeats inside a repetition, so matching is linear in the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.kernel.errors import SettingError

SENTENCE_ENDS = "。!?;\n"
CLAUSE_ENDS = SENTENCE_ENDS + ",、:."
NUMERALS = "零一二两三四五六七八九十百半几好多"
NUMBER = rf"(?:[0-9]{{1,6}}|[{NUMERALS}]{{1,4}}|\[[^\[\]\n]{{1,6}}\])"
_NUMBER_STARTS = tuple("0123456789[" + NUMERALS)
_MAX_ANCHORS = 2000


@dataclass(frozen=True)
class Literal:
    """Characters that stand as written."""

    text: str


@dataclass(frozen=True)
class Gap:
    """Some characters in between."""

    wide: bool


@dataclass(frozen=True)
class Number:
    """Digits, Chinese numerals, or a mask that stands for a removed value."""


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of the message."""

    start: bool


@dataclass(frozen=True)
class Choice:
    """One of several sequences."""

    options: tuple[Sequence, ...]


Node = Literal | Gap | Number | Edge | Choice
Sequence = tuple[Node, ...]


def parse(source: str) -> Sequence:
    """The tree of one pattern.

    Raises:
        SettingError: a bracket is left open or closed twice.
    """
    options, at = _options(source, 0)
    if at != len(source):
        raise SettingError(f"词表里的括号不成对:{source}")
    return options[0] if len(options) == 1 else (Choice(options),)


def _options(source: str, at: int) -> tuple[tuple[Sequence, ...], int]:
    options: list[Sequence] = []
    nodes: list[Node] = []
    plain = ""
    while at < len(source) and source[at] != ")":
        char = source[at]
        special, width = _special(source, at)
        if special is None and char not in "(|":
            plain += char
            at += 1
            continue
        if plain:
            nodes.append(Literal(plain))
            plain = ""
        if special is not None:
            nodes.append(special)
            at += width
        elif char == "|":
            options.append(tuple(nodes))
            nodes = []
            at += 1
        else:
            inner, at = _options(source, at + 1)
            if at >= len(source):
                raise SettingError(f"词表里的括号不成对:{source}")
            nodes.append(Choice(inner))
            at += 1
    if plain:
        nodes.append(Literal(plain))
    options.append(tuple(nodes))
    return tuple(options), at


def _special(source: str, at: int) -> tuple[Node | None, int]:
    for mark, node in _MARKS:
        if source.startswith(mark, at):
            return node, len(mark)
    return None, 0


_MARKS: tuple[tuple[str, Node], ...] = (
    ("……", Gap(wide=True)),
    ("…", Gap(wide=False)),
    ("<n>", Number()),
    ("^", Edge(start=True)),
    ("$", Edge(start=False)),
)


def regex(sequence: Sequence) -> str:
    """The pattern as a regular expression; longer alternatives are tried first."""
    return "".join(_regex_of(node) for node in sequence)


def _regex_of(node: Node) -> str:
    if isinstance(node, Literal):
        return re.escape(node.text)
    if isinstance(node, Gap):
        return f"[^{SENTENCE_ENDS}]{{0,14}}?" if node.wide else f"[^{CLAUSE_ENDS}]{{0,6}}?"
    if isinstance(node, Number):
        return NUMBER
    if isinstance(node, Edge):
        return r"\A" if node.start else r"\Z"
    parts = sorted((regex(option) for option in node.options), key=len, reverse=True)
    return f"(?:{'|'.join(parts)})"


def literals(sequence: Sequence, limit: int) -> list[str] | None:
    """Every text the pattern stands for, or None when it has gaps, numbers, edges, or more than ``limit`` texts."""
    texts = [""]
    for node in sequence:
        if isinstance(node, Literal):
            tails = [node.text]
        elif isinstance(node, Choice):
            tails = []
            for option in node.options:
                inner = literals(option, limit)
                if inner is None:
                    return None
                tails.extend(inner)
        else:
            return None
        texts = [head + tail for head in texts for tail in tails]
        if len(texts) > limit:
            return None
    return texts


def anchors(sequence: Sequence) -> set[str]:
    """Short texts one of which begins every match: where it is worth trying the regular expression.

    Raises:
        SettingError: the pattern begins with a gap, or may be empty.
    """
    found = {head for head, _ in _heads(sequence)}
    if "" in found:
        raise SettingError(f"词表里的句式不能以省略号开头,也不能整条为空:{regex(sequence)}")
    return found


def _heads(sequence: Sequence) -> set[tuple[str, bool]]:
    """Beginnings of about two characters; True beside those that what follows the sequence may lengthen."""
    growing, settled = {""}, set[str]()
    for node in sequence:
        if isinstance(node, Edge):
            continue
        if isinstance(node, Gap):
            settled |= growing
            return {(head, False) for head in settled}
        if isinstance(node, Number):
            settled |= {head or start for head in growing for start in _NUMBER_STARTS}
            return {(head, False) for head in settled}
        tails = {(node.text, True)} if isinstance(node, Literal) else set().union(*map(_heads, node.options))
        if "" not in growing and len(growing) * len(tails) > _MAX_ANCHORS:
            break
        settled |= {head + tail for head in growing for tail, open_ended in tails if not open_ended}
        grown = {head + tail for head in growing for tail, open_ended in tails if open_ended}
        settled |= {head for head in grown if len(head) > 1}
        growing = {head for head in grown if len(head) < 2}
        if not growing:
            break
    else:
        return {(head, False) for head in settled} | {(head, True) for head in growing}
    return {(head, False) for head in settled | growing}
