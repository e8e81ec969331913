"""A drawing as SVG: one file, no script, no font of its own, readable at the size it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from bot.runtime.designers.drawing.graph import Box, Drawing, Node
from bot.runtime.designers.drawing.layout import Placed, place

WIDTH, BETWEEN, MARGIN = 280, 90, 28
"""Of a box, between two columns, and around everything, in pixels."""
TITLE = 46
_PAD, _LINE, _SMALL = 12, 20, 16
_LETTERS = 17.6
"""Chinese characters on a line of a box."""
_MOST_LINES = 4
_UNBROKEN = re.compile(r"\{\w*\}|\w+|.", re.ASCII)
"""What stays on one line: a variable, a word in Latin letters, else each character."""
_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"

_COLOURS = {
    "customer": ("#e8f1ff", "#3b76d6"),
    "action": ("#f4f0ff", "#8a63d2"),
    "reply": ("#eaf7ee", "#3a9a5b"),
    "person": ("#fff0ec", "#d9573b"),
    "condition": ("#fff8e1", "#c99a1b"),
}
"""Fill and line of each kind of box."""

_LEGEND = (
    ("customer", "客户说的话"),
    ("condition", "条件"),
    ("action", "查数据"),
    ("reply", "小接的话"),
    ("person", "转人工"),
)


_DASHED = "虚线：看情况说其中一句"


def svg(drawing: Drawing, title: str) -> str:
    """The whole picture."""
    placed = place(drawing, lambda node: _height(node.box))
    columns = 1 + max(one.column for one in placed.values())
    width = MARGIN * 2 + columns * WIDTH + (columns - 1) * BETWEEN
    height = MARGIN * 2 + TITLE + max(one.top + one.height for one in placed.values())
    width = max(width, 2 * MARGIN + 780)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{escape(_FONT)}" role="img" '
        f'aria-label="{escape(title)}">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="{MARGIN + 14}" font-size="19" font-weight="700" fill="#1f2329">{escape(title)}</text>',
        *_legend(width),
        *(line for one in placed.values() for line in _edges(one, placed)),
        *(line for one in placed.values() for line in _box(one)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def wrapped(text: str, most: float = _LETTERS) -> list[str]:
    """The text in lines of a box's width; a Latin letter takes half the room of a Chinese character."""
    lines: list[str] = []
    room = 0.0
    for piece in _UNBROKEN.findall(text):
        width = _width(piece)
        # Closing punctuation never begins a line.
        if not lines or (room + width > most and piece not in "，。；：、？！”）」』》…"):
            lines.append("")
            room = 0.0
        lines[-1] += piece
        room += width
    return lines


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)


def _lines(box: Box) -> list[str]:
    lines = [piece for line in box.lines for piece in wrapped(line)]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][:-1]}…"]
    return lines


def _chips(box: Box) -> list[list[str]]:
    """Buttons in rows."""
    rows: list[list[str]] = []
    room = 0.0
    for title in box.buttons:
        width = _chip_width(title)
        if not rows or room + width > WIDTH - 2 * _PAD:
            rows.append([])
            room = 0.0
        rows[-1].append(title)
        room += width + 6
    return rows


def _chip_width(title: str) -> float:
    return 12 + 12.5 * _width(title)


def _height(box: Box) -> float:
    name = _SMALL if box.name else 0
    return 2 * _PAD + _LINE + len(_lines(box)) * _LINE + name + len(_chips(box)) * 27


def _left(column: int) -> float:
    return MARGIN + column * (WIDTH + BETWEEN)


def _box(one: Placed) -> Iterator[str]:
    box, left, top = one.node.box, _left(one.column), MARGIN + TITLE + one.top
    fill, line = _COLOURS[box.kind]
    yield (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{WIDTH}" height="{one.height:.1f}" rx="10" '
        f'fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
    )
    y = top + _PAD + 14
    x = left + _PAD
    yield f'<text x="{x:.1f}" y="{y:.1f}" font-size="14" font-weight="700" fill="{line}">{escape(box.heading)}</text>'
    for text in _lines(box):
        y += _LINE
        yield f'<text x="{x:.1f}" y="{y:.1f}" font-size="14" fill="#1f2329">{escape(text)}</text>'
    if box.name:
        y += _SMALL + 2
        yield f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="#6b7280">{escape(box.name)}</text>'
    yield from _drawn_chips(_chips(box), x, y + 10, line)


def _drawn_chips(rows: Sequence[Sequence[str]], left: float, top: float, line: str) -> Iterator[str]:
    for number, row in enumerate(rows):
        x, y = left, top + number * 27
        for title in row:
            width = _chip_width(title)
            yield (
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="21" rx="10.5" '
                f'fill="#ffffff" stroke="{line}" stroke-width="1"/>'
            )
            yield (
                f'<text x="{x + width / 2:.1f}" y="{y + 15:.1f}" font-size="12" text-anchor="middle" '
                f'fill="{line}">{escape(title)}</text>'
            )
            x += width + 6


def _edges(one: Placed, placed: Mapping[Node, Placed]) -> Iterator[str]:
    for child in one.node.next:
        to = placed[child]
        x1, y1 = _left(one.column) + WIDTH, MARGIN + TITLE + one.middle
        x2, y2 = _left(to.column), MARGIN + TITLE + to.middle
        bend = max(BETWEEN / 2, (x2 - x1) / 2)
        dashes = ' stroke-dasharray="5 4"' if one.node.maybe else ""
        yield (
            f'<path d="M{x1:.1f} {y1:.1f} C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2 - 7:.1f} {y2:.1f}" '
            f'fill="none" stroke="#9aa3af" stroke-width="1.5"{dashes}/>'
        )
        yield f'<path d="M{x2 - 8:.1f} {y2 - 4:.1f} L{x2:.1f} {y2:.1f} L{x2 - 8:.1f} {y2 + 4:.1f} Z" fill="#9aa3af"/>'


def _legend(width: float) -> Iterator[str]:
    x = width - MARGIN - sum(30 + 13 * len(words) for _, words in _LEGEND) - 13 * len(_DASHED)
    for kind, words in _LEGEND:
        fill, line = _COLOURS[kind]
        yield f'<rect x="{x:.1f}" y="{MARGIN + 2}" width="13" height="13" rx="3" fill="{fill}" stroke="{line}"/>'
        yield f'<text x="{x + 18:.1f}" y="{MARGIN + 13}" font-size="12" fill="#4b5563">{escape(words)}</text>'
        x += 30 + 13 * len(words)
    yield f'<text x="{x - 8:.1f}" y="{MARGIN + 13}" font-size="12" fill="#4b5563">{_DASHED}</text>'
