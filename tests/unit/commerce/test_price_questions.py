"""What a question about prices is about, and coupons in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.shop_samples import NOW, day

from bot.commerce.coupons import Coupon
from bot.commerce.days import last_moment, moment
from bot.commerce.price_questions import (
    PriceTopic,
    asks_why_not,
    coupon_meant,
    spoken_coupon,
    spoken_fall,
    spoken_state,
    topic_of,
)
from bot.commerce.products import PriceChange, PriceCheck
from bot.kernel.money import Fen

COUPON = Coupon("c1", "满199减20元券", Fen(2000), Fen(19900), moment(day(-6), 0), last_moment(day(8)))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("刚买就降价了", PriceTopic.PROTECTION),
        ("前天1599买的,现在1399,差的两百怎么算", PriceTopic.PROTECTION),
        ("昨天买的今天便宜了80", PriceTopic.PROTECTION),
        ("以前买都是129的,怎么现在149", PriceTopic.OTHER),
        ("能便宜点吗", PriceTopic.OTHER),
        ("会不会过两天又降", PriceTopic.OTHER),
        ("邮费多少", PriceTopic.OTHER),
        ("我有一张满200减30的券,结算的时候不出来", PriceTopic.COUPONS),
        ("优惠券过期了能补一张吗", PriceTopic.COUPONS),
    ],
)
def test_the_topic_is_read_from_the_words(text: str, topic: PriceTopic) -> None:
    """A price that rose is nothing to protect."""
    assert topic_of(text) is topic


@pytest.mark.parametrize(
    ("coupon", "words"),
    [
        (COUPON, "「满199减20元券」还能用，11月29日前有效，一单要满¥199才抵，不到这个数就选不上"),
        (replace(COUPON, used_at=moment(day(-3), 15)), "「满199减20元券」11月18日已经用掉了"),
        (replace(COUPON, valid_until=last_moment(day(-1))), "「满199减20元券」11月20日已经过期了"),
        (replace(COUPON, valid_from=moment(day(1), 0)), "「满199减20元券」要到11月22日才能用"),
    ],
)
def test_why_a_coupon_counts_or_not_is_said(coupon: Coupon, words: str) -> None:
    """With its day and its threshold."""
    assert spoken_state(coupon, NOW) == words


def test_a_usable_coupon_is_told_with_threshold_and_expiry() -> None:
    """What it takes off, from which sum on, until when."""
    assert spoken_coupon(COUPON) == "「满199减20元券」减¥20，满¥199可用，11月29日24点到期"


def test_the_coupon_named_by_its_sums_is_the_one_meant() -> None:
    """All of them when none is."""
    birthday = replace(COUPON, title="生日券", amount_fen=Fen(1500), threshold_fen=Fen(0))

    assert coupon_meant("满199那张怎么用不了", [COUPON, birthday]) == [COUPON]
    assert coupon_meant("生日券用不了", [COUPON, birthday]) == [birthday]
    assert coupon_meant("券用不了", [COUPON, birthday]) == [COUPON, birthday]
    assert asks_why_not("券用不了")


def test_only_what_became_cheaper_is_told() -> None:
    """With both prices, and the pieces when there are several."""
    lines = (
        PriceChange("1", "保温杯", Fen(8900), Fen(8010), 2),
        PriceChange("2", "雨伞", Fen(5900), Fen(5900), 1),
    )

    fall = spoken_fall(PriceCheck("JZ1", True, Fen(1780), lines))

    assert fall == "「保温杯」您买的时候¥89，现在¥80.10，2件"
