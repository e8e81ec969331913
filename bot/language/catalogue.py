"""Which of the customer's own goods a text most likely means: character pieces it shares with the titles of orders."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.text import plain

_RUN = re.compile(r"[一-鿿]+|[a-z]+|[0-9]+")
_EMPTY = re.compile(
    r"我的|你们|什么|怎么|为什么|还没|没有|到了|收到|发货|快递|物流|订单|退款|退货|换货|可以|一下|请问|"
    r"帮我|查询|商品|东西|宝贝|那个|这个|买的|现在|已经|问题|质量|客服|颜色|尺码|大小|新款|正品|官方|包邮|旗舰"
)
_ENOUGH = 2 * math.log(2)
"""The weight of a pair of characters that half of the titles have: less than that tells nothing."""
_CLEARLY = 1.25
"""How much better than the next title the likeliest must be."""
_PIECES = (2, 3)
_MAX_CHARS = 300


@dataclass(frozen=True)
class Likeness:
    """A title, and the weight of what the text names of it."""

    index: int
    title: str
    weight: float


def likeliest(text: str, titles: Sequence[str]) -> Likeness | None:
    """The title that a text most likely means; None when it names none of them, or two of them equally.

    A piece that many of the titles share (男士, 加厚) weighs little, one that only this title has weighs most.
    """
    named = _pieces(text)
    each = [_pieces(title) for title in titles]
    shared = Counter(piece for pieces in each for piece in pieces)
    weight = {piece: len(piece) * math.log((len(titles) + 1) / count) for piece, count in shared.items()}
    best, second = 0.0, 0.0
    meant: Likeness | None = None
    for at, pieces in enumerate(each):
        found = sum(weight[piece] for piece in sorted(pieces & named))
        if found > best:
            best, second, meant = found, best, Likeness(at, titles[at], found)
        else:
            second = max(second, found)
    return meant if best >= _ENOUGH and best >= second * _CLEARLY else None


def _pieces(text: str) -> frozenset[str]:
    """Pairs and triples of Chinese characters, and whole runs of letters and of digits."""
    found: set[str] = set()
    for run in _RUN.findall(_EMPTY.sub(" ", plain(text, limit=_MAX_CHARS).lower())):
        if run[0].isascii():
            found.add(run)
        else:
            found |= {run[at : at + length] for length in _PIECES for at in range(len(run) - length + 1)}
    return frozenset(found)
