"""The evaluation as a picture (SVG, no library): F1 by label, and how honest the confidences are."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.runtime.evaluation import metrics
from bot.runtime.evaluation.figures import calibration, label_pairs
from bot.runtime.evaluation.metrics import Bin, Score
from bot.runtime.evaluation.predictions import Judged

_ROW, _TOP, _NAMES, _WIDTH = 20, 56, 150, 360
"""Pixels: height of a label's bar, where the bars begin, room for the names, length of a bar for F1 = 1."""
_SIDE = 260
"""Pixels: side of the square of the calibration."""
_INK, _FAINT, _BAR, _MARK = "#222", "#bbb", "#7aa6c2", "#c2410c"


def draw(judged: Sequence[Judged], title: str) -> str:
    """The picture of the rows with an ``intent``, strict, as the text of an SVG file."""
    scores = metrics.scores_by_label(label_pairs(judged, lenient=False))
    right = _NAMES + _WIDTH + 100
    width, height = right + _SIDE + 40, max(_TOP + _ROW * len(scores) + 40, _TOP + _SIDE + 60)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _text(16, 22, title, size=15),
        _text(_NAMES, 44, "F1 by label (bar), precision (|) and recall (○)"),
        *_bars(scores),
        _text(right, 44, "Calibration: confidence → how often right"),
        *_diagram(right, calibration(judged, lenient=False)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(scores: dict[str, Score]) -> list[str]:
    parts = []
    ordered = sorted(scores.items(), key=lambda item: (-(item[1].f1 or 0.0), item[0]))
    bottom = _TOP + _ROW * len(ordered)
    for tenth in range(0, 11, 2):
        x = _NAMES + _WIDTH * tenth / 10
        parts.append(f'<path d="M{x:.1f} {_TOP}V{bottom}" stroke="{_FAINT}" stroke-width="0.5"/>')
        parts.append(_text(x, bottom + 16, f"{tenth / 10:.1f}", anchor="middle"))
    for place, (label, score) in enumerate(ordered):
        middle = _TOP + _ROW * place + _ROW / 2
        f1, precision, recall = ((value or 0.0) * _WIDTH for value in (score.f1, score.precision, score.recall))
        parts += [
            _text(_NAMES - 8, middle + 4, label, anchor="end"),
            f'<rect x="{_NAMES}" y="{middle - 6:.1f}" width="{f1:.1f}" height="12" fill="{_BAR}"/>',
            f'<path d="M{_NAMES + precision:.1f} {middle - 7:.1f}v14" stroke="{_MARK}" stroke-width="2"/>',
            f'<circle cx="{_NAMES + recall:.1f}" cy="{middle:.1f}" r="3.5" fill="none" stroke="{_INK}"/>',
            _text(_NAMES + _WIDTH + 10, middle + 4, f"{score.f1 or 0.0:.2f} · {score.meant}"),
        ]
    return parts


def _diagram(left: float, bins: Sequence[Bin]) -> list[str]:
    bottom = _TOP + _SIDE
    largest = max((part.count for part in bins), default=1)
    parts = [
        f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_FAINT}"/>',
        f'<path d="M{left} {bottom}L{left + _SIDE} {_TOP}" stroke="{_FAINT}" stroke-dasharray="4 4"/>',
        *(
            f'<circle cx="{left + part.confidence * _SIDE:.1f}" cy="{bottom - part.right * _SIDE:.1f}" '
            f'r="{3 + 9 * (part.count / largest) ** 0.5:.1f}" fill="{_BAR}" stroke="{_INK}"/>'
            for part in bins
        ),
    ]
    for tenth in range(0, 11, 2):
        parts.append(_text(left + _SIDE * tenth / 10, bottom + 16, f"{tenth / 10:.1f}", anchor="middle"))
        parts.append(_text(left - 6, bottom - _SIDE * tenth / 10 + 4, f"{tenth / 10:.1f}", anchor="end"))
    expected = metrics.expected_calibration_error(bins)
    parts.append(_text(left, bottom + 40, f"expected calibration error {expected:.3f}" if expected is not None else ""))
    return parts


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {place} fill="{_INK}">{escape(words)}</text>'
