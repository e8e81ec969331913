"""Questions about paying."""

from __future__ import annotations

from action_bench import Answer, heard, services_of, shop_of
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from support.knowledge_samples import UNPAID, a_base
from support.shop_samples import MemoryShop, an_order

from actions.payment import ActionAnswerPayment

WAITING = an_order("unpaid", number="JZ251120000001")
PAID = an_order("paid", number="JZ251119000002")
HERS = an_order("unpaid", number="JZ251112000004", owner="u1002")


async def ask(shop: MemoryShop, tracker: Tracker) -> Answer:
    """The action's answer, with the sample entries to know."""
    dispatcher = CollectingDispatcher()
    events = await ActionAnswerPayment(services_of(shop, a_base())).run(dispatcher, tracker, {})
    return Answer(dispatcher.messages, {event["name"]: event["value"] for event in events})


async def test_the_rule_is_told_and_then_the_customers_own_unpaid_order() -> None:
    """Until when it is kept, and how much it is."""
    answer = await ask(shop_of(WAITING, PAID), heard("ask_payment", "待付款订单什么时候取消"))

    assert answer.said == ["utter_knowledge", "utter_payment_unpaid"]
    assert answer.messages[0]["source"] == UNPAID.source
    assert {"amount": "¥299", "pay_by": "11月22日 20:00"}.items() <= answer.messages[1].items()
    assert answer.slots["order_id"] == WAITING.order_id


async def test_a_question_about_ways_to_pay_does_not_drag_an_order_in() -> None:
    """The order is told when it is part of the answer."""
    answer = await ask(shop_of(WAITING), heard("ask_payment", "积分可以抵钱吗"))

    assert answer.said == ["utter_knowledge"]


async def test_money_taken_for_an_order_that_still_waits_is_told_as_it_stands() -> None:
    """Even when the base has no words for it."""
    answer = await ask(shop_of(WAITING), heard("ask_payment", "钱都扣了，为啥又喊我掏一遍"))

    assert answer.said == ["utter_payment_unpaid"]


async def test_the_order_that_is_named_is_shown() -> None:
    """Its state is the answer to "did it go through"."""
    answer = await ask(shop_of(WAITING, PAID), heard("ask_payment", f"{PAID.order_id} 到底付上没有"))

    assert answer.said == ["utter_order_paid"]
    assert answer.slots["order_id"] == PAID.order_id


async def test_somebody_elses_unpaid_order_is_never_told() -> None:
    """Neither by its number nor by chance."""
    named = await ask(shop_of(HERS), heard("ask_payment", f"{HERS.order_id} 付款失败"))
    unnamed = await ask(shop_of(HERS), heard("ask_payment", "付款失败了"))

    assert "utter_payment_unpaid" not in named.said + unnamed.said
    assert "order_id" not in named.slots | unnamed.slots


async def test_what_is_not_known_is_said_so_with_the_offer_of_a_person() -> None:
    """Money is nothing to guess about."""
    answer = await ask(shop_of(), heard("ask_payment", "股票分红怎么领"))

    assert answer.said == ["utter_payment_unknown"]
    assert answer.slots["offer"] == "human"


async def test_the_rule_is_still_told_while_the_shop_is_down() -> None:
    """How long orders are kept does not depend on it."""
    shop = shop_of(WAITING)
    shop.down = True

    answer = await ask(shop, heard("ask_payment", "待付款订单什么时候取消"))

    assert answer.said == ["utter_knowledge"]
