"""A text as the finders read it: every character in one width and script, every place the same as in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.kernel.clock import in_shop_zone
from bot.language.decoys import blank_links, blank_sayings
from bot.language.numerals import Numeral, numerals

_SCRIPTS = dict(
    zip(
        "點塊號兩萬億幾週個裡這錢禮後補雙節開門買賣費價訂單圓韻達極鳥郵東順豐電話證銀帳賬戶區縣鎮鄉樓棟東廣蘇陝雲貴龍寧遼臺灣"
        "內質問題損壞錯發漏過偽與數還沒應該鐘時準間無條盒張隻雙貳叁肆柒捌玖佰仟壹",
        "点块号两万亿几周个里这钱礼后补双节开门买卖费价订单圆韵达极鸟邮东顺丰电话证银帐账户区县镇乡楼栋东广苏陕云贵龙宁辽台湾"
        "内质问题损坏错发漏过伪与数还没应该钟时准间无条盒张只双二三四七八九百千一",
        strict=True,
    )
)
"""Traditional and capital forms of the characters the finders look for."""


class _Folds(dict[int, str]):
    """One character for each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _SCRIPTS.get(char) or _folded(char)
        if len(self) < 20_000:
            self[code] = folded
        return folded


def _folded(char: str) -> str:
    """Width and font undone where that leaves one character; ① and ² stay, they number a list."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "No":
        return char
    if char.isspace():
        return "\n" if char == "\n" else " "
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and char not in "：；，。！？" else _MARKS.get(char, char)


_MARKS = {"：": ":", "；": ";", "，": ",", "！": "!", "？": "?", "—": "-", "–": "-", "－": "-", "～": "~", "〜": "~"}
_FOLDS = _Folds()


@dataclass(frozen=True)
class View:
    """A text, made ready once for all finders; ``raw``, ``text`` and ``figures`` have the same length.

    Attributes:
        raw: as it was given.
        text: in one width and script, links blanked out.
        now: on the shop's wall clock.
    """

    raw: str
    text: str
    now: datetime

    @classmethod
    def of(cls, raw: str, now: datetime) -> View:
        """The view of a text at a moment (aware)."""
        return cls(raw, blank_links(raw.translate(_FOLDS)), in_shop_zone(now))

    @cached_property
    def figures(self) -> str:
        """The text without sayings and names that contain a numeral but count nothing (一共, 万一, 百度)."""
        return blank_sayings(self.text)

    @cached_property
    def numerals(self) -> tuple[Numeral, ...]:
        """The numbers in ``figures``, in order."""
        return tuple(numerals(self.figures))

    def before(self, at: int, reach: int) -> str:
        """At most ``reach`` characters to the left of a place, inside its line."""
        return self.figures[max(0, at - reach) : at].rpartition("\n")[2]

    def clause(self, start: int, end: int, reach: int = 24) -> str:
        """The words around a span up to the nearest marks, at most ``reach`` characters to each side."""
        left, right = self.text[max(0, start - reach) : start], self.text[end : end + reach]
        for mark in _CLAUSE_ENDS:
            left, right = left.rpartition(mark)[2], right.partition(mark)[0]
        return left + self.text[start:end] + right


_CLAUSE_ENDS = ",。;!?\n "
