"""Which order is meant when none is named."""

from __future__ import annotations

import pytest
from support.shop_samples import NOW, an_order, day

from bot.commerce.choosing import (
    MAX_CHOICES,
    offered,
    on_its_way,
    only,
    recently_signed,
)
from bot.commerce.days import moment
from bot.commerce.phrases import means_another_order


def test_open_orders_come_first_and_the_newest_first_among_them() -> None:
    """What still moves is what people ask about."""
    done_today = an_order("refunded", number="JZ251121000001", placed=moment(day(0), 9))
    open_old = an_order("in_transit", number="JZ251110000002", placed=moment(day(-11), 9))
    open_new = an_order("paid", number="JZ251119000003", placed=moment(day(-2), 9))

    assert [open_new, open_old, done_today] == offered([done_today, open_old, open_new], NOW)


def test_no_more_cards_are_offered_than_a_screen_holds() -> None:
    """Five are enough; an older one can be named."""
    orders = [an_order(number=f"JZ25112000000{at}", placed=moment(day(-at), 9)) for at in range(1, 9)]

    assert orders[:MAX_CHOICES] == offered(orders, NOW)


def test_only_the_single_fitting_order_is_taken_for_granted() -> None:
    """With two on their way, nobody knows which one is meant."""
    moving, other, still = (
        an_order("in_transit"),
        an_order("shipped", number="JZ251120000002"),
        an_order("paid", number="JZ251120000003"),
    )

    assert moving is only([moving, still], on_its_way)
    assert only([moving, other, still], on_its_way) is None


@pytest.mark.parametrize("signed, recent", [(-1, True), (-9, True), (-15, True), (-16, False)])
def test_an_order_signed_long_ago_is_not_taken_for_the_one_meant(signed: int, recent: bool) -> None:
    """After a fortnight a question about refunds is general again."""
    assert recent == recently_signed(an_order("signed", signed=signed), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "那其他订单呢",
        "不是这个，是另外一个订单",
        "另一单",
        "我的另外那个包裹呢",
        "看看所有订单",
        "我一共下了几单",
        "其他的呢",
    ],
)
def test_turning_to_another_order_is_heard(text: str) -> None:
    """Then the order being talked about is no longer meant."""
    assert means_another_order(text)


@pytest.mark.parametrize(
    "text", ["那物流呢", "能退吗", "换一个大的", "另外要收运费吗", "我下单三天了", "其他问题没有了"]
)
def test_other_words_do_not_turn_away_from_the_order(text: str) -> None:
    """A bare 另外 is how people go on talking about the same thing."""
    assert not means_another_order(text)
