"""What questions about goods, members and payment are after."""

from __future__ import annotations

import pytest

from bot.commerce.member_questions import About, asked_about, wants_own_figures
from bot.commerce.payment_questions import asks_about_unpaid
from bot.commerce.product_questions import asks_overview, asks_price, asks_stock


@pytest.mark.parametrize(
    "text", ["有货吗", "还有没有L码", "什么时候补货", "有M码的吗", "显示无货", "卖光了还有吗", "还有现货不"]
)
def test_stock_is_asked_for(text: str) -> None:
    """Whether it can be had."""
    assert asks_stock(text)


@pytest.mark.parametrize(
    "text", ["什么时候发货", "我要退货", "可以货到付款吗", "到货了怎么验货", "催发货", "是什么材质的"]
)
def test_stock_is_not_asked_for(text: str) -> None:
    """货 has other uses."""
    assert not asks_stock(text)


def test_price_and_overview_are_told_apart() -> None:
    """A number or a description."""
    assert asks_price("这个多少钱")
    assert not asks_price("退款多少天到")
    assert asks_overview("介绍一下这款台灯")
    assert not asks_overview("台灯怎么调亮度")


@pytest.mark.parametrize(
    "text, about",
    [
        ("我有多少积分", (About.POINTS,)),
        ("积分什么时候过期", (About.EXPIRING,)),
        ("金卡会员有什么权益", (About.BENEFITS,)),
        ("我是几级会员", (About.LEVEL,)),
        ("我有哪些券", (About.COUPONS,)),
        ("账号被冻结了", (About.LOCK,)),
        ("密码忘了", ()),
    ],
)
def test_the_figure_that_is_meant_is_found(text: str, about: tuple[About, ...]) -> None:
    """The narrower word wins."""
    assert asked_about(text) == about


@pytest.mark.parametrize(
    "text", ["我有多少积分", "我的积分什么时候过期", "我是几级会员", "还差多少升金卡", "查一下我的等级"]
)
def test_own_figures_are_wanted(text: str) -> None:
    """A number is the answer."""
    assert wants_own_figures(text)


@pytest.mark.parametrize(
    "text", ["积分怎么用", "积分能换什么", "为什么等级掉了", "一块钱积几分", "积分没到账", "优惠券怎么用不了"]
)
def test_a_rule_is_wanted(text: str) -> None:
    """A number would be no answer."""
    assert not wants_own_figures(text)


@pytest.mark.parametrize(
    "text, unpaid",
    [
        ("没付款的订单能保留多久", True),
        ("钱扣了怎么还是待付款", True),
        ("怎么付款", True),
        ("可以分期吗", False),
        ("支持哪些银行的信用卡", False),
    ],
)
def test_an_unpaid_order_belongs_into_the_answer_or_not(text: str, unpaid: bool) -> None:
    """Ways to pay need no order."""
    assert asks_about_unpaid(text) is unpaid
