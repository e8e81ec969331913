"""The HTTP adapter's questions to a merchant's system that is slow, broken, lying, or cut off."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import pytest
from support.shop_http_asking import COUPON, KEY, patient, why
from support.shop_server import TOKEN, Fault

from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.shop import HttpShop
from bot.kernel.clock import FixedClock
from bot.kernel.errors import ShopUnavailable

if TYPE_CHECKING:
    from contract.conftest import Merchant


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
