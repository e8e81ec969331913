"""Questions about goods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from action_bench import Answer, heard, services_of, shop_of
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from support.knowledge_samples import CUP, a_base
from support.shop_samples import MemoryShop, an_order

from actions.fallback import ActionMiss
from actions.product_question import ActionAnswerProduct
from bot.commerce.products import Product, Variant
from bot.kernel.money import Fen

CUP_SKU = Product(
    "JZP004",
    "316不锈钢保温杯 500ml",
    Fen(8900),
    (Variant("墨绿色", 12), Variant("燕麦色", 2), Variant("樱花粉", 0, date(2025, 11, 24))),
    (("材质", "内胆316不锈钢"), ("保修", "1年")),
)
POT = Product("JZP008", "真空不锈钢保温杯 儿童款", Fen(5900), (Variant("蓝色", 3),), ())
SHEETS = Product("JZP001", "云朵棉四件套", Fen(29900), (Variant("雾霾蓝", 9),), (("材质", "100%棉"),))


class Searching(MemoryShop):
    """A shop whose search gives everything it has, as a merchant's fuzzy search may."""

    async def find_products(self, words: str, limit: int = 5) -> list[Product]:
        self._answer()
        return self.products[:limit]


def a_shop(*products: Product) -> MemoryShop:
    """A shop that sells these."""
    shop = shop_of(an_order("signed"))
    shop.__class__ = Searching
    shop.products = list(products)
    return shop


async def ask(shop: MemoryShop, tracker: Tracker) -> Answer:
    """The action's answer, with the sample entries to know."""
    dispatcher = CollectingDispatcher()
    events = await ActionAnswerProduct(services_of(shop, a_base())).run(dispatcher, tracker, {})
    return Answer(dispatcher.messages, {event["name"]: event["value"] for event in events})


def said_with(answer: Answer, name: str) -> str:
    """What the one message gives for a variable."""
    return str(answer.messages[0][name])


async def test_stock_is_told_kind_by_kind_from_the_shop() -> None:
    """Few and none are said as they are, with the day more come."""
    answer = await ask(a_shop(CUP_SKU, SHEETS), heard("ask_product", "保温杯还有货吗", customer=None))

    assert answer.said == ["utter_product_stock"]
    assert said_with(answer, "stock") == "墨绿色：有货\n燕麦色：只剩2件\n樱花粉：暂时没货，预计11月24日补上"
    assert answer.slots["sku"] == "JZP004"


async def test_only_the_kind_that_is_named_is_told() -> None:
    """Asked for pink, told about pink."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "保温杯有樱花粉的吗"))

    assert said_with(answer, "stock") == "樱花粉：暂时没货，预计11月24日补上"


async def test_a_fact_of_the_page_is_told_before_anything_else() -> None:
    """Live data first."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "保温杯什么料子的"))

    assert answer.said == ["utter_product_facts"]
    assert said_with(answer, "facts") == "材质：内胆316不锈钢"


async def test_what_the_page_does_not_say_is_quoted_from_the_base() -> None:
    """With its source."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "保温杯有异味怎么办"))

    assert answer.said == ["utter_knowledge"]
    assert said_with(answer, "source") == CUP.source


async def test_the_product_talked_about_is_meant_until_another_is_named() -> None:
    """Nobody says the name twice."""
    slots = {"sku": "JZP004"}

    next_ = await ask(a_shop(CUP_SKU, SHEETS), heard("ask_product", "多少钱", slots=slots))
    other = await ask(a_shop(CUP_SKU, SHEETS), heard("ask_product", "那四件套呢，多少钱", slots=slots))

    assert said_with(next_, "title") == CUP_SKU.title
    assert said_with(next_, "price") == "¥89"
    assert said_with(other, "title") == SHEETS.title


async def test_the_goods_of_the_order_talked_about_are_meant() -> None:
    """What they bought is what they ask about."""
    slots = {"order_id": "JZ251120000001"}

    answer = await ask(a_shop(SHEETS), heard("ask_product", "什么材质的", slots=slots))

    assert answer.said == ["utter_product_facts"]
    assert answer.slots["sku"] == "JZP001"


async def test_without_a_product_it_is_asked_once_and_the_question_kept() -> None:
    """The answer to "which one" answers the question before it."""
    shop = a_shop(CUP_SKU, SHEETS)

    asked = await ask(shop, heard("ask_product", "还有货吗"))
    named = await ask(shop, heard("ask_product", "四件套", slots={"asked": "还有货吗"}))

    assert asked.said == ["utter_product_name_it"]
    assert asked.slots["asked"] == "还有货吗"
    assert named.said == ["utter_product_stock"]
    assert named.slots["asked"] is None


async def test_several_products_of_a_name_are_offered_and_the_pressed_one_is_meant() -> None:
    """The button carries the product; the question is not asked again."""
    shop = a_shop(CUP_SKU, POT)

    asked = await ask(shop, heard("ask_product", "保温杯有货吗"))
    pressed = heard(
        "ask_product",
        "/ask_product",
        slots={"asked": "保温杯有货吗"},
        entities=[{"entity": "choice", "value": "product:JZP008"}],
    )
    chosen = await ask(shop, pressed)

    assert asked.said == ["utter_product_which"]
    assert asked.buttons == [CUP_SKU.title, POT.title]
    assert chosen.said == ["utter_product_stock"]
    assert said_with(chosen, "title") == POT.title


@pytest.mark.parametrize("text", ["路由器覆盖多大", "冰箱能放几斤菜"])
async def test_goods_the_shop_does_not_sell_are_honestly_unknown(text: str) -> None:
    """Not the nearest thing it does sell; and a person is offered."""
    answer = await ask(a_shop(CUP_SKU, SHEETS), heard("ask_product", text))

    assert answer.said == ["utter_product_unknown"]
    assert answer.slots["offer"] == "human"


async def test_what_neither_page_nor_base_knows_is_said_with_what_the_page_does_say() -> None:
    """Nothing is guessed."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "保温杯重几斤"))

    assert answer.said == ["utter_product_not_on_page"]
    assert said_with(answer, "facts") == "材质：内胆316不锈钢；保修：1年"
    assert answer.slots["offer"] == "human"


async def test_an_entry_that_was_offered_and_pressed_is_quoted() -> None:
    """Whatever was asked before it."""
    pressed = heard("ask_product", "/ask_product", entities=[{"entity": "choice", "value": f"knowledge:{CUP.key}"}])

    answer = await ask(a_shop(CUP_SKU), pressed)

    assert answer.said == ["utter_knowledge"]


async def test_a_shop_that_is_down_is_said_to_be_so() -> None:
    """No stock is told from memory."""
    shop = a_shop(CUP_SKU)
    shop.down = True

    answer = await ask(shop, heard("ask_product", "保温杯有货吗"))

    assert answer.said == ["utter_shop_unavailable"]


async def test_somebody_elses_order_lends_no_product() -> None:
    """An order number is a claim."""
    shop = a_shop(SHEETS)
    hers = replace(an_order("signed"), customer_id="u1002", order_id="JZ251112000004")
    shop._orders = [hers]

    answer = await ask(shop, heard("ask_product", "JZ251112000004 什么材质的", customer="u1001"))

    assert "sku" not in answer.slots


async def miss(shop: MemoryShop, text: str, **slots: str) -> Answer:
    """What is said to a message that no intent fits."""
    dispatcher = CollectingDispatcher()
    tracker = heard("out_of_scope", text, slots=dict(slots))
    events = await ActionMiss(services_of(shop, a_base())).run(dispatcher, tracker, {})
    return Answer(dispatcher.messages, {event["name"]: event["value"] for event in events})


async def test_a_message_no_intent_fits_is_answered_when_page_or_base_clearly_can() -> None:
    """What the classifier missed is not the customer's fault."""
    shop = a_shop(CUP_SKU)

    named = await miss(shop, "保温杯", asked="还有货吗")
    used = await miss(shop, "保温杯有异味怎么办")
    rule = await miss(shop, "密码忘了")

    assert named.said == ["utter_product_stock"]
    assert used.said == rule.said == ["utter_knowledge"]


@pytest.mark.parametrize("text", ["保温杯砸到我的脚了", "今天天气怎么样", "哈哈哈"])
async def test_a_message_nothing_clearly_answers_stays_a_miss(text: str) -> None:
    """Naming goods is not asking about them."""
    answer = await miss(a_shop(CUP_SKU), text)

    assert answer.said == ["utter_miss_choices"]
    assert answer.slots["misses"] == 1.0


async def test_a_recommendation_lists_what_is_on_sale_and_in_stock() -> None:
    """With prices, and a button for each."""
    gone = Product("JZP099", "学生保温杯", Fen(3900), (Variant("白色", 0),), ())

    answer = await ask(a_shop(CUP_SKU, POT, gone, SHEETS), heard("ask_product", "推荐一款保温杯"))

    assert answer.said == ["utter_recommend"]
    assert said_with(answer, "goods") == "1. 316不锈钢保温杯 500ml，¥89\n2. 真空不锈钢保温杯 儿童款，¥59"
    assert answer.buttons == ["316不锈钢保温杯 500ml", "真空不锈钢保温杯 儿童款", "转人工"]


async def test_a_budget_is_kept() -> None:
    """以内 is meant to the fen; what is dearer is only shown as the nearest."""
    amount = {"entity": "amount", "value": {"fen": 6000}, "start": 0, "end": 3}
    too_little = {"entity": "amount", "value": {"fen": 3000}, "start": 0, "end": 3}
    shop = a_shop(CUP_SKU, POT)

    within = await ask(shop, heard("ask_product", "60元以内的保温杯推荐", entities=[amount]))
    none = await ask(shop, heard("ask_product", "30元以内的保温杯推荐", entities=[too_little]))

    assert said_with(within, "goods") == "1. 真空不锈钢保温杯 儿童款，¥59"
    assert none.said == ["utter_recommend_dearer"]


async def test_a_recommendation_of_what_the_shop_has_not_got_is_honest() -> None:
    """Nothing else is put in its place."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "推荐一款手机"))

    assert answer.said == ["utter_recommend_none"]


async def test_a_recommendation_without_a_kind_asks_what_for() -> None:
    """And does not take the goods talked about before."""
    answer = await ask(a_shop(CUP_SKU), heard("ask_product", "有什么推荐的礼物", slots={"sku": "JZP004"}))

    assert (answer.said, answer.slots["asked"]) == (["utter_recommend_what"], "有什么推荐的礼物")
