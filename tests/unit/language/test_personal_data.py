"""Personal data found in running text, and masked by the same finders (playbook H2)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.named_things import found, values, words

from bot.language import mask_personal


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("打我电话13812345678", "13812345678", "mobile"),
        ("138 1234 5678", "13812345678", "mobile"),
        ("138-1234-5678吧", "13812345678", "mobile"),
        ("+86 13812345678", "13812345678", "mobile"),
        ("8613812345678", "13812345678", "mobile"),
        ("1 3 8 1 2 3 4 5 6 7 8", "13812345678", "mobile"),
        ("１３８１２３４５６７８", "13812345678", "mobile"),
        ("一三八一二三四五六七八", "13812345678", "mobile"),
        ("幺三八 一二三四 五六七八", "13812345678", "mobile"),
        ("手机1三8一2三4五6七8", "13812345678", "mobile"),
        ("我就一13812345678", "13812345678", "mobile"),
        ("010-82345678", "010-82345678", "landline"),
        ("(0571)88234567转801", "0571-88234567", "landline"),
        ("打057188234567", "0571-88234567", "landline"),
        ("400-820-8820", "4008208820", "hotline"),
        ("8008208820", "8008208820", "hotline"),
    ],
)
def test_telephones_are_found_in_every_spelling(text: str, number: str, kind: str) -> None:
    """With blanks and dashes, in full width, in characters, glued to Chinese text."""
    assert values(text, "phone") == [{"number": number, "type": kind}]


@pytest.mark.parametrize(
    "text", ["JZ261118000123", "SF1381234567890", "一三五七九", "买了一百三十八个", "12315", "199元", "1381234567"]
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    """Orders, parcels and counts."""
    assert found(text, "phone") == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("身份证110101199003071234", "id_card", "110101199003071234"),
        ("11010119900307123x是我的", "id_card", "11010119900307123X"),
        ("老身份证110101900307123", "id_card", "110101900307123"),
        ("卡号6222021234567890123", "bank_card", "6222021234567890123"),
        ("6222 0212 3456 7890", "bank_card", "6222021234567890"),
        ("4111111111111111", "bank_card", "4111111111111111"),
        ("邮箱Abc.d@163.com吧", "email", "abc.d@163.com"),
        ("加微信号abc_123456", "account", {"service": "wechat", "name": "abc_123456"}),
        ("vx：hello2024哈", "account", {"service": "wechat", "name": "hello2024"}),
        ("QQ12345678", "account", {"service": "qq", "name": "12345678"}),
    ],
)
def test_cards_and_accounts_are_found(text: str, kind: str, value: object) -> None:
    """Each with its one spelling."""
    assert values(text, kind) == [value]


@pytest.mark.parametrize("text", ["订单4012345678901234", "4012345678901234", "我用微信支付的", "QQ音乐会员", "a@b"])
def test_what_resembles_a_card_or_an_account_is_none(text: str) -> None:
    """A number called an order, one with a wrong check digit, a service without a name."""
    assert found(text, "bank_card", "account", "email") == []


@pytest.mark.parametrize(
    ("text", "address", "region"),
    [
        (
            "改成浙江省杭州市西湖区文三路18号3栋502室，谢谢",
            "浙江省杭州市西湖区文三路18号3栋502室",
            "浙江省杭州市西湖区",
        ),
        ("寄到北京市朝阳区望京街道6号院3号楼1201", "北京市朝阳区望京街道6号院3号楼1201", "北京市朝阳区"),
        ("改到广东深圳南山区科苑路15号A座1203行吗", "广东深圳南山区科苑路15号A座1203", "广东深圳南山区"),
        ("我家在幸福小区8栋2单元301", "幸福小区8栋2单元301", ""),
        ("就送人民路18号吧", "人民路18号", ""),
        ("我北京的地址改成杭州市西湖区文三路18号", "杭州市西湖区文三路18号", "杭州市西湖区"),
        ("收货地址:上海市浦东新区张江镇盛夏路", "上海市浦东新区张江镇盛夏路", "上海市浦东新区"),
    ],
)
def test_addresses_are_found_with_their_region(text: str, address: str, region: str) -> None:
    """From the province, or from what leads to them, to the last numbered part."""
    assert words(text, "address") == [address]
    assert values(text, "address")[0]["region"] == region


@pytest.mark.parametrize(
    "text",
    [
        "我在五一广场3号门",
        "18号下单到23号没收到",
        "2号线地铁",
        "1号店买的",
        "3号楼的快递",
        "我知道3号到",
        "浙江省杭州市",
        "5号电池",
    ],
)
def test_places_and_numbers_alone_are_no_addresses(text: str) -> None:
    """Rather nothing than a wrong thing."""
    assert found(text, "address") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打我电话13812345678", "打我电话138****5678"),
        ("电话 138-1234-5678吧", "电话 138****5678吧"),
        ("一三八一二三四五六七八打这个", "138****5678打这个"),
        ("座机010-82345678", "座机010-****5678"),
        ("身份证11010119900307123X", "身份证110***********123X"),
        ("卡号6222021234567890123", "卡号6222 **** 0123"),
        ("邮箱lin@163.com", "邮箱l***@163.com"),
        ("微信号linxiao99", "微信号li****"),
        ("寄到杭州市西湖区文三路18号", "寄到杭州市西湖区****"),
        ("拨400-820-8820", "拨400-820-8820"),
        ("订单JZ261118000123", "订单JZ261118000123"),
        ("快递SF1234567890123", "快递SF1234567890123"),
        ("双十一买的三件199块的", "双十一买的三件199块的"),
    ],
)
def test_personal_data_is_masked_and_nothing_else(text: str, shown: str) -> None:
    """Order and tracking numbers, hotlines and everything that is no personal data stay."""
    assert mask_personal(text) == shown


PIECES = [
    "13812345678",
    "一三八",
    "6222021234567890123",
    "110101199003071234",
    "文三路18号",
    "杭州市",
    "a@b.cn",
    "微信号",
    "QQ",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=12).map("".join))
def test_masking_twice_changes_nothing_and_leaves_no_mobile_number(text: str) -> None:
    """What is kept masked may be masked again on its way out."""
    once = mask_personal(text)

    assert mask_personal(once) == once
    assert found(once, "phone", "id_card", "bank_card", "email") == []
