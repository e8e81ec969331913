"""How many of several pieces a claim is about: 退一件, 其中一双开胶了, 两个都坏了."""

from __future__ import annotations

import re

_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_NUMBER = r"(?:[0-9]{1,2}|[一二两三四五六七八九十俩])"
_UNIT = r"(?:件|双|个|条|只|台|把|套|瓶|盒|包|袋|支|块|张|本|箱|样)"
_WRONG = (
    r"坏|错|烂|破|碎|裂|开胶|开线|掉色|起球|变形|漏|有(?:问题|瑕疵|毛病)|不合适|不喜欢|不对|不好|不能用|没法用|不想要|不要|用不了|"
    r"退|换|修"
)
_CLAIMED = re.compile(
    rf"(?:只|就|想|要|先|给我)?(?:退|换|修|坏|破|碎|烂|有问题)(?:掉|了|的)?(?:其中)?(?:的)?(?P<after>{_NUMBER}){_UNIT}|"
    rf"(?:其中|有|那|这)(?:的)?(?P<among>{_NUMBER}){_UNIT}[^，。,]{{0,6}}(?:{_WRONG})|"
    rf"(?P<before>{_NUMBER}){_UNIT}(?:都|全)?[^，。,]{{0,4}}(?:{_WRONG})(?!{_NUMBER})|"
    rf"其中(?P<part>{_NUMBER}){_UNIT}|(?:就|只有?)(?P<only>{_NUMBER}){_UNIT}|(?P<both>{_NUMBER}){_UNIT}[^，。,]{{0,4}}都"
)
_BARE = re.compile(rf"(?P<number>{_NUMBER}){_UNIT}?")
_ALL = re.compile(r"都(?=[要退换有是坏不办修烂错吧]|$|[，。,！!])|全部?|所有|一起")


def pieces_claimed(text: str, bought: int) -> int | None:
    """How many the words claim of so many bought; None when they do not say, or say more than there are."""
    found = [next(word for word in match.groups() if word) for match in _CLAIMED.finditer(text)]
    return _of(found[-1], bought) if found else None


def pieces_answered(text: str, bought: int) -> int | None:
    """How many an answer to the question names; all of them for 都退."""
    claimed = pieces_claimed(text, bought)
    if claimed is not None:
        return claimed
    if _ALL.search(text):
        return bought
    bare = _BARE.search(text)
    return _of(bare["number"], bought) if bare else None


def _of(word: str, bought: int) -> int | None:
    number = int(word) if word.isdigit() else _NUMBERS[word]
    return number if 0 < number <= bought else None
