"""A customer's words become an example without anything of the customer's in it."""

from __future__ import annotations

import pytest

from bot.language import mask_personal
from bot.runtime.lessons.made_up import shareable


@pytest.mark.parametrize(
    ("said", "example"),
    [
        ("订单JZ261101999999到哪了", "订单[JZ261118000123](order_id)到哪了"),
        ("我的单号是jz-261101999999", "我的单号是[jz-261118000123](order_id)"),
        ("261101999999", "[261118000123](order_id)"),
        (
            "JZ261101999999和JZ261101888888，是JZ261101999999没到",
            "[JZ261118000123](order_id)和[JZ261118000124](order_id)，是[JZ261118000123](order_id)没到",
        ),
        ("圆通YT8800112233445查不到", "圆通[YT1928374650192](tracking_no)查不到"),
        ("EMS单号EA123456789CN", "EMS单号[EA192837465CN](tracking_no)"),
        ("单号7755667788990还没更新", "单号[1928374650192](tracking_no)还没更新"),
        ("打我电话13812345678", "打我电话000****0000"),
        ("身份证110101199003071234，卡6222020012345678901", "身份证000***********0000，卡0000 **** 0000"),
        ("取件码是886677，花了199块", "取件码是192837，花了199块"),
        ("我打12315了", "我打12315了"),
    ],
)
def test_every_long_number_is_made_up(said: str, example: str) -> None:
    """Order and tracking numbers are annotated as the designers' guide says; short numbers mean something and stay."""
    assert shareable(said) == example
    assert mask_personal(shareable(said)) == shareable(said)


@pytest.mark.parametrize(
    ("said", "example"),
    [
        ("  怎么还\n没到\t啊  ", "怎么还 没到 啊"),
        ("第一行\u2028第二行\u2029第三行\x00", "第一行 第二行 第三行"),
        ("[图片](x) {1}", "【图片】(x) （1）"),
        ("/restart", "／restart"),
        ("- 一个减号: #不是注释", "- 一个减号: #不是注释"),
        ("", ""),
        ("😡😡", "😡😡"),
    ],
)
def test_nothing_a_customer_types_is_read_as_markup(said: str, example: str) -> None:
    """One line; no annotation and no command of their own."""
    assert shareable(said) == example
