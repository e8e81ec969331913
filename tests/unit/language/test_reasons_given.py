"""Why something goes back."""

from __future__ import annotations

import pytest
from support.named_things import found, values

from bot.language.reasons import REASONS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("七天无理由", "no_reason"),
        ("我不想要了", "not_wanted"),
        ("不喜欢想退掉", "dislike"),
        ("尺码不合适", "wrong_size"),
        ("鞋子太小了穿不进", "wrong_size"),
        ("质量太差了", "quality"),
        ("鞋底开胶了", "quality"),
        ("根本充不进电", "quality"),
        ("少了两瓶", "missing"),
        ("漏发了", "missing"),
        ("屏幕碎了", "damaged"),
        ("外壳有划痕", "damaged"),
        ("颜色发错了", "wrong_item"),
        ("这不是我买的那个", "wrong_item"),
        ("跟图片完全不一样", "not_as_described"),
        ("与描述不符", "not_as_described"),
        ("肯定是假货", "fake"),
        ("零食已经过期了", "expired"),
        ("刚买就降价了", "price_drop"),
        ("退我差价", "price_drop"),
        ("我拍错了", "ordered_by_mistake"),
        ("手滑买的", "ordered_by_mistake"),
        ("发货太慢了", "too_slow"),
        ("品質好差", "quality"),
    ],
)
def test_a_reason_is_one_of_a_closed_set(text: str, code: str) -> None:
    """In every wording."""
    assert code in values(text, "reason")
    assert set(values(text, "reason")) <= set(REASONS)


@pytest.mark.parametrize(
    "text",
    [
        "没有破损",
        "不是质量问题",
        "是不是假货",
        "会不会过期啊",
        "如果质量问题怎么办",
        "起球吗",
        "掉色不？",
        "中国有多少个民族",
        "满多少包邮",
        "优惠券过期了",
        "红包用不了",
        "电话挂断了",
        "别熬坏了",
        "退款怎么还没到账",
        "质量很好",
        "尺码偏大还是偏小",
    ],
)
def test_what_is_denied_supposed_or_about_something_else_is_no_reason(text: str) -> None:
    """Negation, questions, coupons and wires."""
    assert found(text, "reason") == []


def test_what_is_denied_leaves_what_is_said_after_it() -> None:
    """不是质量问题，就是不喜欢."""
    assert values("不是质量问题，就是不喜欢", "reason") == ["dislike"]
