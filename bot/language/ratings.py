"""How good a customer says that it was, as one to five."""

from __future__ import annotations

import re

BEST, WORST = 5, 1

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "一百": 100}

_STARS = re.compile(r"([0-9]{1,3}|[零一二两三四五六七八九十]|一百) ?[颗个]? ?[星分]")
_ONLY_NUMBER = re.compile(r"[0-9]{1,3}|[一二三四五]")
_STAR_SIGNS = re.compile("[⭐★🌟]")
_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(r"(?:非常|很|极其|特别|十分|太|相当)不(?:满意|好)|差评|极差|(?:太|很|真)差|糟透|垃圾|[☹😡😠👎🤬😤]"),
    ),
    (2, re.compile(r"不(?:太|怎么|是很|够)?(?:满意|好|行)|失望|没(?:解决|处理)好|[😞🙁😟😒]")),
    (3, re.compile(r"一般|凑合|中评|还行|马马虎虎|及格|[😐😑]")),
    (5, re.compile(r"满分|(?:非常|很|特别|十分|超级?|太|最)(?:满意|好|棒|赞)|好评|完美|[😊😀😄😁🥰👍💯😃]")),
    (4, re.compile(r"满意|不错|挺好|可以")),
)
"""What words come to; those further up are looked for first, so that 不满意 is not 满意."""


def rating_of(text: str) -> int | None:
    """One (worst) to five (best), or None when the words say nothing of the kind.

    Stars are of five; points are of five up to 5, of ten up to 10, else of a hundred.
    """
    if found := _STARS.search(text):
        return _of_five(_number(found[1]))
    if found := _ONLY_NUMBER.fullmatch(text.strip(" 。！!～~")):
        return _of_five(_number(found[0]))
    if signs := len(_STAR_SIGNS.findall(text)):
        return min(signs, BEST)
    return next((score for score, words in _WORDS if words.search(text)), None)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _DIGITS[words]


def _of_five(points: int) -> int:
    most = 5 if points <= 5 else 10 if points <= 10 else 100
    return max(WORST, min(BEST, -(-points * BEST // most)))
