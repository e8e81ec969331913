"""Recommending goods: what the shop has of the kind named and within the budget named, and no opinion made up."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import Turn
from actions.goods_meant import CHOSEN, LOOKED_AT
from actions.knowledge import button
from bot.commerce.product_questions import budget_of
from bot.commerce.products import Product
from bot.kernel.money import yuan
from bot.knowledge.vocabulary import same_goods

INTENT = "ask_product"
_MOST = 3


async def recommend(turn: Turn, question: str) -> None:
    """List what is on sale and in stock; where nothing is named, ask what for; a person is always one of the ways.

    Raises:
        ShopUnavailable: the shop does not answer.
    """
    kinds = turn.knowledge.vocabulary.goods(question)
    if not kinds:
        turn.remember(asked=question, sku=None)
        turn.say("utter_recommend_what")
        turn.offer_human()
        return
    found = await turn.shop.find_products(question, LOOKED_AT)
    named = [one for one in found if same_goods(kinds, turn.knowledge.vocabulary.goods(one.title))]
    there = [one for one in named if any(kind.stock > 0 for kind in one.variants)]
    turn.remember(asked=None)
    if not there:
        turn.say("utter_recommend_none")
        turn.offer_human()
        return
    amount = turn.heard.last("amount")
    budget = budget_of(question, amount["fen"] if isinstance(amount, dict) else None)
    fitting = [one for one in there if budget is None or one.price_fen <= budget]
    _list(turn, "utter_recommend" if fitting else "utter_recommend_dearer", fitting or _cheapest_first(there))


def _list(turn: Turn, response: str, products: Sequence[Product]) -> None:
    shown = products[:_MOST]
    lines = "\n".join(f"{at}. {one.title}，{yuan(one.price_fen)}" for at, one in enumerate(shown, 1))
    links = {one.title: button(INTENT, f"{CHOSEN}:{one.sku}") for one in shown}
    turn.say(response, {"goods": lines}, payloads=links, intents=["ask_human"])
    if len(shown) == 1:
        turn.remember(sku=shown[0].sku)


def _cheapest_first(products: Sequence[Product]) -> list[Product]:
    return sorted(products, key=lambda one: one.price_fen)
