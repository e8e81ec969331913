"""The HTTP adapter in front of a merchant's system that is slow, broken, lying, or cut off."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import pytest
from support.shop_server import TOKEN, Fault

from bot.adapters.shop_http.cache import KEPT_MS
from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.shop import HttpShop
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Accepted, Refusal, Refused, Unconfirmed
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder, GrantCoupon
from bot.kernel.clock import FixedClock, from_ms
from bot.kernel.errors import ShopUnavailable
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import Merchant

COUPON = GrantCoupon(Fen(1000), "delivery_delay")
KEY = "rq_1"


async def why(merchant: Merchant, *faults: Fault) -> str:
    """Why a question is not answered by a shop with these faults."""
    merchant.server.next(*faults)
    with pytest.raises(ShopUnavailable) as caught:
        await merchant.shop.customer("u1001")
    return str(caught.value.fields["why"])


async def coupons_of(merchant: Merchant) -> int:
    """How many coupons Lin really has."""
    return len(await merchant.behind.coupons("u1001"))


def patient(merchant: Merchant, seconds: float) -> HttpShop:
    """The same shop asked by somebody with less patience."""
    client = ShopClient(merchant.server.url, TOKEN, merchant.clock, answer_within_s=seconds)
    return HttpShop(client, merchant.clock)


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.RESET, Fault.LOST, Fault.GATEWAY_DOWN, Fault.IN_PROGRESS])
async def test_a_question_is_put_again_when_that_may_help(merchant: Merchant, fault: Fault) -> None:
    """The customer notices nothing."""
    merchant.server.next(fault, fault)

    customer = await merchant.shop.customer("u1001")

    assert customer is not None
    assert [operation for operation, _ in merchant.server.seen] == ["getCustomer"] * 3


async def test_pauses_between_tries_grow_and_are_never_the_same_for_all(merchant: Merchant) -> None:
    """Half of a tenth, half of two tenths, with a chance of a half."""
    merchant.server.next(Fault.BROKEN, Fault.BROKEN)

    await merchant.shop.customer("u1001")

    assert merchant.paused == pytest.approx([0.05, 0.1])


async def test_after_three_tries_it_is_enough(merchant: Merchant) -> None:
    """A shop that is down is not asked to death."""
    assert await why(merchant, *[Fault.BROKEN] * 3) == "http_500"
    assert len(merchant.server.seen) == 3


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (Fault.PROXY_404, "http_404"),
        (Fault.REDIRECT, "http_302"),
        (Fault.FORBIDDEN, "not_authorised"),
        (Fault.NOT_JSON, "malformed"),
        (Fault.MALFORMED, "malformed"),
        (Fault.HUGE, "too_large"),
    ],
)
async def test_nonsense_is_no_answer_and_is_not_asked_for_twice(merchant: Merchant, fault: Fault, word: str) -> None:
    """A 404 of something in front of the shop is not the shop saying that there is no such customer."""
    assert word == await why(merchant, fault)
    assert len(merchant.server.seen) == 1


async def test_a_wrong_token_is_no_answer(merchant: Merchant) -> None:
    """And is not tried again."""
    client = ShopClient(merchant.server.url, "another token", merchant.clock)

    with pytest.raises(ShopUnavailable) as caught:
        await HttpShop(client, merchant.clock).ping()

    assert caught.value.fields == {"why": "not_authorised"}
    await client.close()


async def test_an_address_where_nobody_listens_is_no_answer(clock: FixedClock) -> None:
    """Not done either: a connection that never stood carried nothing."""

    async def at_once(seconds: float) -> None:
        clock.advance(seconds=seconds)

    shop = HttpShop(ShopClient("http://127.0.0.1:9", TOKEN, clock, pause=at_once), clock)

    with pytest.raises(ShopUnavailable) as caught:
        await shop.carry_out("u1001", COUPON, key=KEY)

    assert caught.value.fields == {"why": "connect"}
    await shop.close()


@pytest.mark.parametrize("fault", [Fault.LATE, Fault.DRIP])
async def test_a_slow_shop_is_given_up_in_time(merchant: Merchant, fault: Fault) -> None:
    """All tries and all bytes together: a byte now and then does not buy another second."""
    shop = patient(merchant, 0.15)
    merchant.server.next(fault)
    started = time.monotonic()

    with pytest.raises(ShopUnavailable) as caught:
        await shop.customer("u1001")

    assert caught.value.fields == {"why": "timeout"}
    assert time.monotonic() - started < 1.5
    await shop.close()


async def test_what_was_wrong_is_logged_without_what_stood_there(
    merchant: Merchant, caplog: pytest.LogCaptureFixture
) -> None:
    """The operation and the field, and nobody's number."""
    merchant.server.next(Fault.MALFORMED)

    with caplog.at_level(logging.WARNING), pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1001")

    assert "operation=listOrders" in caplog.text
    assert "items.0.order_id:string_type" in caplog.text
    assert "13812345678" not in caplog.text
    assert "u1001" not in caplog.text


async def test_a_shop_that_mixes_customers_up_is_not_believed(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's order in an answer is nonsense, not an order."""
    other = merchant.stock.orders[2]

    async def mixed_up(customer_id: str, order_id: str) -> object:
        return other

    monkeypatch.setattr(merchant.behind, "order", mixed_up)

    with pytest.raises(ShopUnavailable) as caught:
        await merchant.shop.order("u1001", other.order_id)

    assert caught.value.fields == {"why": "malformed"}


async def test_a_short_pause_the_shop_asks_for_is_kept(merchant: Merchant) -> None:
    """Then the question is put again."""
    merchant.server.next(Fault.RATE_LIMITED)

    assert await merchant.shop.customer("u1001") is not None
    assert merchant.paused == [1.0]


@pytest.mark.parametrize("asked_for", ["30", "Fri, 21 Nov 2025 02:00:30 GMT"])
async def test_a_long_pause_the_shop_asks_for_is_kept_by_every_question(merchant: Merchant, asked_for: str) -> None:
    """Nothing is sent before it is over."""
    merchant.server.retry_after = asked_for

    assert await why(merchant, Fault.RATE_LIMITED) == "rate_limited"
    merchant.clock.advance(seconds=20)
    assert await why(merchant) == "rate_limited"
    assert len(merchant.server.seen) == 1
    merchant.clock.advance(seconds=11)

    assert await merchant.shop.customer("u1001") is not None


async def test_a_shop_that_is_down_is_left_alone_and_then_tried_once(merchant: Merchant) -> None:
    """Closed, open, half open: five failures, fifteen seconds, one question; and the same when that fails."""
    assert await why(merchant, *[Fault.BROKEN] * 3) == "http_500"
    assert await why(merchant, *[Fault.BROKEN] * 2) == "circuit_open"
    assert len(merchant.server.seen) == 5

    assert await why(merchant) == "circuit_open"
    assert len(merchant.server.seen) == 5
    merchant.clock.advance(seconds=15)
    assert await why(merchant, Fault.BROKEN) == "circuit_open"
    assert len(merchant.server.seen) == 6
    merchant.clock.advance(seconds=15)
    assert await merchant.shop.customer("u1001") is not None
    assert await merchant.carrier.track("u1001", "SF1") is None


async def test_what_the_shop_refuses_to_say_does_not_count_as_being_down(merchant: Merchant) -> None:
    """However often it is not authorised, or has no such order."""
    for _ in range(6):
        assert await why(merchant, Fault.FORBIDDEN) == "not_authorised"
        assert await merchant.shop.order("u1001", "JZ990101000001") is None

    assert await merchant.shop.customer("u1001") is not None


async def test_orders_read_before_are_told_with_their_time_while_the_shop_is_down(merchant: Merchant) -> None:
    """The list, and each order in it; for a while, and never for another customer."""
    live = await merchant.shop.orders("u1001")
    read_at = from_ms(merchant.clock.now_ms())
    merchant.clock.advance(minutes=3)
    merchant.server.next(*[Fault.PROXY_404] * 2)

    told = await merchant.shop.orders("u1001")
    one = await merchant.shop.order("u1001", live[0].order_id)

    assert [order.order_id for order in told] == [order.order_id for order in live]
    assert {order.as_of for order in told} == {read_at}
    assert one == told[0]
    assert {order.as_of for order in live} == {None}
    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.order("u1002", live[0].order_id)


async def test_what_was_read_too_long_ago_is_not_told(merchant: Merchant) -> None:
    """Ten minutes; and neither are fewer orders than were asked for."""
    some = await merchant.shop.orders("u1010", limit=2)
    assert len(some) == 2
    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1010", limit=20)

    merchant.clock.advance(milliseconds=KEPT_MS + 1)

    merchant.server.next(Fault.PROXY_404)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1010", limit=2)


async def test_after_a_request_nothing_read_before_is_told(merchant: Merchant) -> None:
    """A cancelled order is not shown as paid because the shop went down."""
    order = next(one for one in merchant.stock.orders if one.status is OrderStatus.PAID)
    await merchant.shop.orders(order.customer_id)
    await merchant.shop.order(order.customer_id, order.order_id)
    await merchant.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)
    merchant.server.next(*[Fault.PROXY_404] * 2)

    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders(order.customer_id)
    with pytest.raises(ShopUnavailable):
        await merchant.shop.order(order.customer_id, order.order_id)


async def test_nobody_is_told_that_they_have_no_orders_from_memory(merchant: Merchant) -> None:
    """They may have placed one since."""
    assert await merchant.shop.orders("u1003") == []
    merchant.server.next(Fault.PROXY_404)

    with pytest.raises(ShopUnavailable):
        await merchant.shop.orders("u1003")


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.RESET, Fault.BROKEN, Fault.IN_PROGRESS])
async def test_a_request_whose_answer_was_lost_is_asked_again_with_its_key(merchant: Merchant, fault: Fault) -> None:
    """And has happened once."""
    before = await coupons_of(merchant)
    merchant.server.next(fault)

    outcome = await merchant.shop.carry_out("u1001", COUPON, key=KEY)

    assert isinstance(outcome, Accepted)
    assert await coupons_of(merchant) == before + 1
    assert merchant.server.seen == [("grantCoupon", KEY)] * 2


async def test_a_request_delivered_twice_happens_once(merchant: Merchant) -> None:
    """Something in between may repeat it."""
    before = await coupons_of(merchant)
    merchant.server.next(Fault.TWICE)

    assert isinstance(await merchant.shop.carry_out("u1001", COUPON, key=KEY), Accepted)
    assert await coupons_of(merchant) == before + 1


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.RESET, Fault.BROKEN])
async def test_a_request_nobody_answers_is_to_be_checked(merchant: Merchant, fault: Fault) -> None:
    """It is never taken for done, nor for not done; later one can ask what became of it."""
    before = await coupons_of(merchant)
    merchant.server.next(*[fault] * 3)

    assert await merchant.shop.carry_out("u1001", COUPON, key=KEY) == Unconfirmed(KEY)

    happened = await coupons_of(merchant) == before + 1
    became = await merchant.shop.outcome("u1001", KEY)
    assert happened is (fault is Fault.LOST)
    assert isinstance(became, Accepted) is happened
    assert await coupons_of(merchant) == before + happened


@pytest.mark.parametrize("fault", [Fault.LATE, Fault.DRIP, Fault.MALFORMED, Fault.HUGE, Fault.NOT_JSON])
async def test_a_request_without_an_answer_one_can_read_is_to_be_checked(merchant: Merchant, fault: Fault) -> None:
    """It was sent: whatever came back does not say that it was not done."""
    shop = patient(merchant, 0.3)
    merchant.server.next(fault)

    assert await shop.carry_out("u1001", COUPON, key=KEY) == Unconfirmed(KEY)
    await shop.close()


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.PROXY_404])
async def test_a_request_that_was_turned_away_has_not_happened(merchant: Merchant, fault: Fault) -> None:
    """It may be asked for again later."""
    before = await coupons_of(merchant)
    merchant.server.next(fault)

    with pytest.raises(ShopUnavailable):
        await merchant.shop.carry_out("u1001", COUPON, key=KEY)

    assert await coupons_of(merchant) == before


async def test_while_the_shop_is_left_alone_no_request_is_sent(merchant: Merchant) -> None:
    """And nothing old is told instead."""
    for _ in range(2):
        await why(merchant, *[Fault.BROKEN] * 3)
    sent = len(merchant.server.seen)

    with pytest.raises(ShopUnavailable) as caught:
        await merchant.shop.carry_out("u1001", COUPON, key=KEY)

    assert caught.value.fields == {"why": "circuit_open"}
    assert len(merchant.server.seen) == sent


async def test_a_rate_limited_request_waits_and_is_then_done(merchant: Merchant) -> None:
    """A shop that says it is busy has not begun."""
    merchant.server.next(Fault.RATE_LIMITED)

    assert isinstance(await merchant.shop.carry_out("u1001", COUPON, key=KEY), Accepted)
    assert merchant.paused == [1.0]


async def test_what_a_shop_does_not_offer_is_refused_or_empty(merchant: Merchant) -> None:
    """A small shop need not have everything."""
    merchant.server.next(*[Fault.NOT_OFFERED] * 3)

    outcome = await merchant.shop.carry_out("u1001", COUPON, key=KEY)

    assert isinstance(outcome, Refused)
    assert outcome.code is Refusal.NOT_OFFERED
    assert await merchant.shop.membership("u1001") is None
    assert await merchant.shop.coupons("u1001") == []


async def test_whatever_is_typed_as_a_number_never_leaves_its_place_in_the_path(merchant: Merchant) -> None:
    """What cannot be an id is not asked about at all."""
    for number in ("../../u1002/orders", "a/b", "a?limit=1", ".", "..", "订单", "x" * 65, "a b"):
        assert await merchant.shop.order("u1001", number) is None
        outcome = await merchant.shop.carry_out("u1001", CancelOrder(number, Reason.OTHER), key=KEY)
        assert isinstance(outcome, Refused)

    assert merchant.server.seen == []
