"""Delay: what is said and done at each stage, and that nothing is done or promised twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from action_bench import Answer, heard, run, services_of, shop_of
from support.shop_samples import NOW, MemoryCarrier, MemoryShop, an_order, day

from actions.delivery_delay import ActionHelpWithDelay
from bot.commerce.carrier import AskCarrier, CarrierWish, Inquiry, OpenTrace, TraceAbout
from bot.commerce.days import last_moment, moment
from bot.commerce.orders import Order
from bot.commerce.outcomes import Accepted, Expected, Milestone, Refusal, Refused
from bot.commerce.requests import GrantCoupon, RemindShipping
from bot.kernel.errors import ShopUnavailable

LATE = an_order("in_transit", number="JZ251114000001", due=-2, placed=moment(day(-7), 9))
MOVING = an_order("in_transit", number="JZ251119000002", placed=moment(day(-2), 9))
SIGNED = an_order("signed", number="JZ251113000003", placed=moment(day(-8), 9))
PAID = an_order("paid", number="JZ251120000004", placed=moment(day(-1), 9))
SENT_TOMORROW = Accepted("CF0001", NOW, (Expected(Milestone.SHIPPING, last_moment(day(1))),))


def asked(shop: MemoryShop) -> list[type]:
    """The kinds of what was asked of the shop and the courier, in order."""
    return [type(request) for _, request, _ in shop.asked]


def promised(answer: Answer) -> list[str]:
    """The codes of what was promised."""
    return [card["data"]["code"] for card in answer.cards if card["kind"] == "promise"]


def an_inquiry(about: str = TraceAbout.DELAY.value, *, minutes_ago: int = 30, **more: object) -> Inquiry:
    """A question the courier was asked a while ago."""
    assert LATE.parcel is not None
    at = NOW - timedelta(minutes=minutes_ago)
    inquiry = Inquiry("CJ0009", LATE.parcel.tracking_no, about, at, at + timedelta(hours=1))
    return replace(inquiry, **more)  # type: ignore[arg-type]


async def with_inquiry(order: Order, inquiry: Inquiry) -> tuple[Answer, MemoryShop]:
    """The answer to a complaint when the courier was asked before."""
    shop = shop_of(order)
    services = services_of(shop)
    assert isinstance(services.carrier, MemoryCarrier)
    services.carrier.their_inquiries = [inquiry]
    return await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"), services), shop


async def test_a_late_parcel_is_traced_promised_and_made_up_for() -> None:
    """All three in one answer, each of them done and not only said (playbook B4)."""
    shop = shop_of(LATE, SIGNED)

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))

    assert answer.said == ["utter_delay_traced", "utter_delay_coupon"]
    assert asked(shop) == [OpenTrace, GrantCoupon]
    assert promised(answer) == ["courier_news"]
    said = [message for message in answer.messages if message["response"]]
    assert said[0]["by"] == "今天11:30前"
    assert (said[1]["amount"], said[1]["until"]) == ("¥10", "12月21日")


async def test_the_coupon_is_given_once_for_an_order() -> None:
    """A second conversation about the same order asks the shop what became of it, and says nothing of a new one."""
    shop = shop_of(LATE)
    await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))

    again = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))

    assert asked(shop).count(GrantCoupon) == 1
    assert "utter_delay_coupon" not in again.said


async def test_a_shop_that_gave_a_coupon_before_is_not_quoted() -> None:
    """A refusal of what nobody asked for is no news for the customer."""
    shop = shop_of(LATE)
    shop.answers[GrantCoupon] = Refused(Refusal.ALREADY_REQUESTED, "这张订单已经补偿过优惠券。")

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))

    assert answer.said == ["utter_delay_traced"]


@pytest.mark.parametrize(
    "inquiry, response, offers",
    [
        (an_inquiry(), "utter_delay_under_way", True),
        (an_inquiry(minutes_ago=90), "utter_delay_news_overdue", True),
        (
            an_inquiry(minutes_ago=50, answered_at=NOW, answer="滞留了，预计11月23日送达。", late=True, new_eta=day(2)),
            "utter_delay_answered",
            True,
        ),
    ],
)
async def test_what_is_under_way_is_told_and_not_asked_again(inquiry: Inquiry, response: str, offers: bool) -> None:
    """Waiting, overdue and answered; a person is offered each time."""
    answer, shop = await with_inquiry(LATE, inquiry)

    assert answer.said[0] == response
    assert OpenTrace not in asked(shop)
    assert promised(answer) == []
    assert (answer.slots.get("offer") == "human") is offers


async def test_an_answer_that_did_not_come_true_is_asked_about_anew() -> None:
    """The day the courier named has passed."""
    old = an_inquiry(
        minutes_ago=3000, answered_at=NOW - timedelta(days=2), answer="预计11月20日送达。", new_eta=day(-1)
    )

    answer, shop = await with_inquiry(LATE, old)

    assert answer.said[0] == "utter_delay_traced"
    assert OpenTrace in asked(shop)


async def test_a_parcel_in_time_is_told_so_and_hurried_only_when_wished() -> None:
    """Asking is one thing, urging another; no coupon for either."""
    shop = shop_of(MOVING)

    told = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))
    nothing_yet = list(shop.asked)
    urged = await run(ActionHelpWithDelay, shop, heard("complain_delay", "帮我催一下"))
    pressed = await run(ActionHelpWithDelay, shop_of(MOVING), heard("complain_delay", "/complain_delay"))

    assert told.said == ["utter_delay_in_time"]
    assert nothing_yet == []
    assert urged.said == pressed.said == ["utter_delay_hurried"]
    [(_, request, _)] = shop.asked
    assert isinstance(request, AskCarrier)
    assert request.wish is CarrierWish.HURRY


async def test_a_parcel_so_late_that_it_is_lost_gives_a_choice() -> None:
    """Both ways of the rules, the reason kept so that the refund does not ask for it."""
    lost = an_order("in_transit", due=-11)

    answer = await run(ActionHelpWithDelay, shop_of(lost), heard("complain_delay", "半个月了"))

    assert answer.said[0] == "utter_delay_lost"
    assert {"补发", "只退款"} <= {way.partition("：")[0] for way in answer.messages[0]["ways"].split("；")}
    assert "申请退款" in answer.buttons
    assert answer.slots["said"] == {"reason": "not_received"}


@pytest.mark.parametrize(
    "due, response, by", [(1, "utter_delay_reminded", "明天24点前"), (0, "utter_delay_reminded", "今天24点前")]
)
async def test_an_order_not_sent_is_urged_and_never_promised_for_later_than_before(
    due: int, response: str, by: str
) -> None:
    """The shop says tomorrow; an order promised for today is still promised for today."""
    shop = shop_of(an_order("paid", due=due))
    shop.answers[RemindShipping] = SENT_TOMORROW

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还不发货"))

    assert answer.said == [response]
    assert promised(answer) == ["shipping"]
    assert next(m["by"] for m in answer.messages if m["response"]) == by


async def test_an_order_sent_too_late_is_urged_and_its_money_is_a_persons_to_give() -> None:
    """Two days over: ten per cent of ¥299, above what the assistant may give."""
    shop = shop_of(an_order("paid", due=-2))
    shop.answers[RemindShipping] = SENT_TOMORROW

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "还不发货"))

    assert answer.said == ["utter_delay_reminded_late", "utter_delay_amends_by_person"]
    assert answer.messages[-1]["amount"] == "¥29.90"
    assert GrantCoupon not in asked(shop)


async def test_a_warehouse_urged_before_keeps_its_time() -> None:
    """The same promise in the same words, and the shop is left alone."""
    shop = shop_of(PAID)
    shop.answers[RemindShipping] = SENT_TOMORROW
    first = await run(ActionHelpWithDelay, shop, heard("complain_delay", "还不发货"))
    slots = {"promised": first.slots["promised"], "order_id": PAID.order_id}

    again = await run(ActionHelpWithDelay, shop, heard("complain_delay", "催一下", slots=slots))

    assert again.said == ["utter_delay_reminded_before"]
    assert asked(shop) == [RemindShipping]


@pytest.mark.parametrize(
    "state, response",
    [
        ("delivered", "utter_delay_at_station"),
        ("signed", "utter_delay_signed"),
        ("disputed", "utter_delay_signed"),
        ("unpaid", "utter_order_unpaid"),
        ("cancelled", "utter_order_cancelled"),
        ("refunded", "utter_order_refunded"),
    ],
)
async def test_what_is_not_waited_for_is_told_as_it_is(state: str, response: str) -> None:
    """And nothing is asked of anybody."""
    shop = shop_of(an_order(state))

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"))

    assert answer.said == [response]
    assert shop.asked == []


@pytest.mark.parametrize(
    "text, response", [("怎么还不发货", "utter_delay_reminded"), ("快递太慢了", "utter_delay_in_time")]
)
async def test_what_the_words_are_about_tells_the_order(text: str, response: str) -> None:
    """Of one to be sent and one on its way."""
    shop = shop_of(MOVING, PAID)
    shop.answers[RemindShipping] = SENT_TOMORROW

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", text))

    assert answer.said == [response]


async def test_only_what_can_be_waited_for_is_offered() -> None:
    """Not what is in the customer's hands."""
    also = an_order("in_transit", number="JZ251119000008")

    answer = await run(ActionHelpWithDelay, shop_of(MOVING, also, SIGNED), heard("complain_delay", "怎么还没到"))

    assert SIGNED.order_id not in {order["order_id"] for order in answer.cards[0]["data"]["orders"]}
    assert answer.slots == {"topic": "complain_delay"}


async def test_a_courier_that_cannot_be_reached_was_not_urged() -> None:
    """Said as it is, with a person; what the shop knows is told all the same."""
    shop = shop_of(LATE)
    services = services_of(shop)

    class Silent(MemoryCarrier):
        async def inquiries(self, customer_id: str, tracking_no: str) -> list[Inquiry]:
            raise ShopUnavailable(why="down for a test")

    services = replace(services, carrier=Silent(shop))

    answer = await run(ActionHelpWithDelay, shop, heard("complain_delay", "怎么还没到"), services)

    assert answer.said == ["utter_delay_courier_silent"]
    assert promised(answer) == []
    assert answer.slots["offer"] == "human"
