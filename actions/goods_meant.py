"""Which product a question is about: chosen, named, talked about before, or in the order at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.base import Turn
from actions.picking import own_named, talked_about
from bot.commerce.orders import Order
from bot.commerce.products import Product
from bot.knowledge.page import facts_asked, named_titles

CHOSEN = "product"
"""What a button that stands for a product is marked with (:meth:`actions.heard.Heard.choice_of`)."""
LOOKED_AT = 20
"""Products of the shop's own search that are looked through."""
OFFERED = 4


@dataclass(frozen=True)
class Meant:
    """What was found.

    Attributes:
        product: the one meant, when there is one.
        candidates: those it may be, when there are several.
        named: whether the question names goods at all.
    """

    product: Product | None = None
    candidates: tuple[Product, ...] = ()
    named: bool = False


async def goods_meant(turn: Turn, question: str) -> Meant:
    """Find the product.

    Raises:
        ShopUnavailable: the shop does not answer.
    """
    sku = turn.heard.choice_of(CHOSEN)
    if sku:
        return Meant(await turn.shop.product(sku))
    if turn.knowledge.vocabulary.goods(question):
        found = await turn.shop.find_products(question, LOOKED_AT)
        places = named_titles(question, [product.title for product in found], turn.knowledge.vocabulary)
        named = tuple(found[place] for place in places)
        if not named:
            # Other goods may be what the one at hand is used with: 这个碗能进微波炉吗.
            at_hand = await _at_hand(turn, question)
            if at_hand and facts_asked(question, at_hand.facts, turn.knowledge.vocabulary, title=at_hand.title):
                return Meant(at_hand)
        return Meant(named[0], named=True) if len(named) == 1 else Meant(None, named[:OFFERED], named=True)
    return Meant(await _at_hand(turn, question))


async def _at_hand(turn: Turn, question: str) -> Product | None:
    """The product of an order the message names, the one talked about last, or the one in the order talked about."""
    named = await own_named(turn)
    if not named and turn.slot("sku"):
        return await turn.shop.product(str(turn.slot("sku")))
    order = named[0] if named else await talked_about(turn)
    sku = _sku(order, question, turn) if order else ""
    return await turn.shop.product(sku) if sku else None


def _sku(order: Order, question: str, turn: Turn) -> str:
    lines = order.lines
    if len(lines) > 1:
        titles: Sequence[str] = [line.title for line in lines]
        places = named_titles(question, titles, turn.knowledge.vocabulary)
        return lines[places[0]].sku if len(places) == 1 else ""
    return lines[0].sku
