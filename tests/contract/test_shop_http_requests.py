"""The HTTP adapter's requests: done once however the answer gets lost, or said to be unconfirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.shop_http_asking import COUPON, KEY, patient, why
from support.shop_server import Fault

from bot.commerce.outcomes import Accepted, Refusal, Refused, Unconfirmed
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder
from bot.kernel.errors import ShopUnavailable

if TYPE_CHECKING:
    from contract.conftest import Merchant


async def coupons_of(merchant: Merchant) -> int:
    """How many coupons Lin really has."""
    return len(await merchant.behind.coupons("u1001"))


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
