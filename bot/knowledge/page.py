"""What a product's page says to a question: the goods that are named, and the facts that answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.vocabulary import Vocabulary, same_goods
from bot.language.catalogue import likeliest

Fact = tuple[str, str]


def named_titles(text: str, titles: Sequence[str], vocabulary: Vocabulary) -> list[int]:
    """The places of the titles a text names: those of goods it speaks of, and of these the one that fits clearly best.

    A word like 男士 or 加厚 names nothing: only a kind of goods does.
    """
    goods = vocabulary.goods(text)
    named = [at for at, title in enumerate(titles) if goods and same_goods(goods, vocabulary.goods(title))]
    if len(named) > 1:
        best = likeliest(text, [titles[at] for at in named])
        return [named[best.index]] if best else named
    return named


def facts_asked(text: str, facts: Sequence[Fact], vocabulary: Vocabulary, *, title: str = "") -> list[Fact]:
    """The facts a question is about: by their name or a word for it, else by what they say (能进微波炉吗).

    Args:
        title: of the product; what is shared with it says only which product is meant.
    """
    # 保温 in 保温杯 names the goods, not the fact.
    bare = vocabulary.without_goods(text)
    concepts = vocabulary.concepts(bare)
    by_name = [fact for fact in facts if fact[0] in bare or vocabulary.concepts(fact[0]) & concepts]
    if by_name:
        return by_name
    asked = {piece for piece in vocabulary.pieces(text) - vocabulary.pieces(title) if _tells(piece)}
    return [fact for fact in facts if asked & vocabulary.pieces(fact[1])]


def _tells(piece: str) -> bool:
    """Whether a shared piece shows what is asked: a word or a pair, not a single character or a number."""
    return len(piece) > 1 and piece[0] != "." and not piece.isdigit()
