"""The name a parcel is to bear."""

from __future__ import annotations

import pytest
from support.shop_samples import NOW

from bot.language.recipients import recipient_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王丽 13900001234 杭州市余杭区良睦路1288号", "王丽"),
        ("王丽丽,139 0000 1234,上海市浦东新区世纪大道100号", "王丽丽"),
        ("收货人换成王丽,其他不动", "王丽"),
        ("收件人王丽电话13900001234", "王丽"),
        ("成都市武侯区科华北路62号 收件人小周", "小周"),
        ("收件人欧阳娜娜 电话13700001111", "欧阳娜娜"),
        ("换成李建国收,13911112222", "李建国"),
        ("名字改成章伟", "章伟"),
        ("收货人呢,改成王丽吧", "王丽"),
    ],
)
def test_a_name_is_found_behind_a_label_or_beside_a_number(text: str, name: str) -> None:
    """However the pieces of a delivery are strung together."""
    assert recipient_in(text, NOW) == name


@pytest.mark.parametrize(
    "text",
    [
        "只改电话,13900001234,地址不用动",
        "收件人改成我妈",
        "就改个名字,把“张”改成“章”",
        "谢谢,13900001234",
        "马上,杭州市余杭区良睦路1288号,谢谢",
        "收货人写成我自己了,是送我老师的,帮我换成老师的名字和电话",
        "王丽",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    """Words that begin like a surname, kin without a name, and a name alone, which only a question for it makes one."""
    assert recipient_in(text, NOW) is None
