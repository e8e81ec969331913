"""Questions about goods: from the shop's live pages first, then from the knowledge base, else honestly unknown."""

from __future__ import annotations

from actions.base import SkillAction, Turn
from actions.decisions import told_what_was_decided
from actions.goods_meant import CHOSEN, Meant, goods_meant
from actions.knowledge import button, known, offer_near, quote, quoted_what_was_chosen
from actions.recommending import recommend
from bot.commerce.passing_questions import clauses
from bot.commerce.product_questions import asks_overview, asks_price, asks_recommendation, asks_stock
from bot.commerce.product_wording import fact_words, names_a_kind, stock_words
from bot.commerce.products import Product
from bot.kernel.money import yuan
from bot.knowledge.page import facts_asked

SKILL = "product_question"
INTENT = "ask_product"


class ActionAnswerProduct(SkillAction):
    """Answer what is asked about goods, and say from where the answer is."""

    title = "action_answer_product"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        if told_what_was_decided(turn):
            return
        turn.remember(topic=INTENT)
        if quoted_what_was_chosen(turn):
            return
        question = turn.heard.text or str(turn.slot("asked") or "")
        if turn.heard.choice_of(CHOSEN) is None and asks_recommendation(question):
            await recommend(turn, question)
            return
        meant = await goods_meant(turn, question)
        if meant.product is not None:
            _about(turn, meant.product, _whole(turn, question, meant))
        else:
            _without_product(turn, question, meant)


async def answered_after_all(turn: Turn) -> bool:
    """Answer a message that no intent fits, when it names goods of the shop and their page or the base clearly knows.

    Raises:
        ShopUnavailable: the shop does not answer.
    """
    question = turn.heard.text
    if not turn.knowledge.vocabulary.goods(question):
        return False
    meant = await goods_meant(turn, question)
    if meant.product is None:
        return False
    whole = _whole(turn, question, meant)
    if _told_from_page(turn, meant.product, whole):
        return True
    found = known(turn, SKILL, whole)
    if found is None:
        return False
    turn.remember(sku=meant.product.sku, topic=INTENT, asked=None)
    quote(turn, found)
    return True


def _whole(turn: Turn, question: str, meant: Meant) -> str:
    """The question, with the one that waited for the product: "有货吗", asked which, "空气炸锅"."""
    waiting = str(turn.slot("asked") or "")
    return f"{waiting} {question}" if waiting and waiting != question and meant.named else question


def _about(turn: Turn, product: Product, question: str) -> None:
    if not _told_from_page(turn, product, question):
        _beyond_the_page(turn, product, question)
    turn.remember(sku=product.sku, asked=None)


def _told_from_page(turn: Turn, product: Product, question: str) -> bool:
    """Say what the shop's own page answers; False when it does not."""
    facts = facts_asked(question, product.facts, turn.knowledge.vocabulary, title=product.title)
    words = _words(product, question) | {"facts": fact_words(facts or product.facts)}
    if asks_stock(question) or (not facts and names_a_kind(product, question)):
        turn.say("utter_product_stock", words)
    elif facts:
        turn.say("utter_product_facts", words)
    elif asks_price(question):
        turn.say("utter_product_price", words)
    elif asks_overview(question) or not question:
        turn.say("utter_product_page", words)
    else:
        return False
    turn.remember(sku=product.sku, topic=INTENT, asked=None)
    return True


def _beyond_the_page(turn: Turn, product: Product, question: str) -> None:
    """What the page does not say: from the base, read as a question about this kind of goods first."""
    in_full = f"{' '.join(sorted(turn.knowledge.vocabulary.goods(product.title)))} {question}"
    if any(about is not None for _, about in clauses(question)):
        # Warranty, postage and the like are asked of the shop, whatever the goods.
        in_full = question
    found = known(turn, SKILL, in_full) or known(turn, SKILL, question)
    if found is not None:
        quote(turn, found)
    elif not offer_near(turn, SKILL, INTENT, in_full):
        words = _words(product, question) | {"facts": fact_words(product.facts)}
        turn.say("utter_product_not_on_page" if product.facts else "utter_product_unknown", words)
        turn.offer_human()


def _without_product(turn: Turn, question: str, meant: Meant) -> None:
    live = asks_stock(question) or asks_price(question) or asks_overview(question)
    found = None if live and meant.candidates else known(turn, SKILL, question)
    if found is not None:
        turn.remember(asked=None)
        quote(turn, found)
    elif meant.candidates:
        turn.remember(asked=question)
        links = {product.title: button(INTENT, f"{CHOSEN}:{product.sku}") for product in meant.candidates}
        turn.say("utter_product_which", payloads=links)
    elif live and not meant.named:
        turn.remember(asked=question)
        turn.say("utter_product_name_it")
    elif meant.named or not offer_near(turn, SKILL, INTENT, question):
        # Goods the shop does not sell: an entry about others would be no help.
        turn.remember(asked=None)
        turn.say("utter_product_unknown")
        turn.offer_human()


def _words(product: Product, question: str) -> dict[str, str]:
    return {"title": product.title, "price": yuan(product.price_fen), "stock": stock_words(product, question)}
