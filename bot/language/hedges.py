"""More or less: what the words around a number do to it (大概, 不到, 左右)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.language.numerals import Numeral
from bot.language.view import View

_BEFORE = re.compile(
    r"(?P<about>大概|大约|大致|差不多|约|估计|估摸)(?:是|有|就|在|要)?$|(?P<nearly>将近|接近|快要?|不到|"
    r"近|不足)(?:是|有)?$|(?P<over>上|超过|起码|至少|最少|不止|已经)$"
)
_AFTER = re.compile(r" ?(?:(?P<about>左右|上下|前后)|(?P<over>出头|开外|往上))")
_ABOUT, _NEARLY, _OVER = Decimal("0.1"), Decimal("0.2"), Decimal("0.5")
"""How far the bounds move, as a share of the number: the words promise no more, and say no less."""
_REACH = 6


@dataclass(frozen=True)
class Bounds:
    """A quantity with its bounds, and where its words end."""

    low: Decimal
    high: Decimal
    middle: Decimal
    approximate: bool
    end: int

    def times(self, factor: Decimal | int) -> Bounds:
        """The same in another unit."""
        return Bounds(self.low * factor, self.high * factor, self.middle * factor, self.approximate, self.end)


def bounded(
    view: View, numeral: Numeral, end: int, extra: Decimal = Decimal(0), *, more: Decimal | None = None
) -> Bounds:
    """A number with what is added to it (``extra``: the 半 of 两年半), and the words around it taken into account.

    Args:
        end: where the unit ends; a 左右 that follows is included in the span.
        more: how much a 多 after the unit may add.
    """
    low, high, middle = numeral.low + extra, numeral.high + extra, numeral.middle + extra
    approximate = not numeral.exact
    if more is not None:
        high, approximate = high + more, True
    after = _AFTER.match(view.figures, end)
    before = _BEFORE.search(view.before(numeral.start, _REACH))
    if (after and after["about"]) or (before and before["about"]):
        low, high, approximate = low * (1 - _ABOUT), high * (1 + _ABOUT), True
    elif before and before["nearly"]:
        low, approximate = low * (1 - _NEARLY), True
    elif after and after["over"]:
        high, approximate = high * (1 + _NEARLY), True
    elif before and before["over"] == "上" and numeral.words[0] in "百千万":
        high, approximate = high * (1 + _OVER), True
    return Bounds(low, high, middle, approximate, after.end() if after else end)
