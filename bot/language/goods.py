"""Which of some goods a text means, by the names customers call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.kernel.text import plain
from bot.language.catalogue import likeliest

_KINDS_OF_GOODS = "鞋裤衣裙帽袜包杯锅枕被灯车刀机垫箱碗盘"
"""Goods are called by one character more often than not: the shop's 跑步鞋 is the customer's 鞋子."""


_ALSO_CALLED = {
    "洗面奶": "洁面乳",
    "洗脸": "洁面乳",
    "被套": "四件套",
    "床单": "四件套",
    "睡衣": "家居服",
    "外套": "大衣",
}
"""Everyday names that share no character pieces with the ones in titles."""


def goods_named(text: str, titles: Sequence[str]) -> int | None:
    """The place of the one title the words mean; None when they mean none, or several."""
    found = likeliest(text, titles) if titles and text else None
    if found is not None:
        return found.index
    text = text + "".join(ours for theirs, ours in _ALSO_CALLED.items() if theirs in text)
    found = likeliest(text, titles) if titles else None
    if found is not None:
        return found.index
    for kind in _KINDS_OF_GOODS:
        fitting = [at for at, title in enumerate(titles) if kind in title]
        if kind in text and len(fitting) == 1:
            return fitting[0]
    return None


_SAYS_NOTHING = frozenset("子机器品")
"""Characters that names of all sorts of goods share."""


def may_be_among(kinds: Iterable[str], titles: Sequence[str]) -> bool:
    """Whether any of these kinds of goods may be behind one of the titles: a character in common leaves it open, for
    customers call goods by other names than the shop does."""
    known = {char for title in titles for char in plain(title).lower()} - _SAYS_NOTHING
    return any(known & set(kind) for kind in kinds)


def kinds_named(text: str, titles: Sequence[str]) -> set[int]:
    """The places of all titles whose kind of goods the words name (鞋子和裤子)."""
    return {at for kind in _KINDS_OF_GOODS if kind in text for at, title in enumerate(titles) if kind in title}
