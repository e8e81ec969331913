"""What customers say when a parcel is to go elsewhere."""

from __future__ import annotations

import pytest
from support.shop_samples import NOW

from bot.commerce.address_changes import (
    address_in,
    asks_current,
    changed,
    means_other_place,
    only_these,
    parts_kept,
    parts_named,
    spoken_changes,
    way_named,
)
from bot.commerce.addresses import Address
from bot.commerce.policies.state import AddressPart

R, P, A = AddressPart
OLD = Address("林晓", "13812345678", "上海市浦东新区晴川大道58号3幢")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("改地址", (A,)),
        ("只改电话,地址不用动", (P,)),
        ("收货人换成王丽,其他不动", (R,)),
        ("帮我换成老师的名字和电话", (R, P)),
        ("收货信息全换成新的", (R, P, A)),
        ("手机停机了,换个号码", (P,)),
        ("门牌号码写错了", (A,)),
        ("收货信息错了", ()),
    ],
)
def test_the_parts_to_change_are_those_the_words_name(text: str, parts: tuple[AddressPart, ...]) -> None:
    """What is said to stay as it is does not count."""
    assert parts_named(text) == parts


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("地址改成杭州市余杭区良睦路1288号", False, {"text": "杭州市余杭区良睦路1288号"}),
        ("改成文三路18号3栋502", False, {"text": "文三路18号3栋502"}),
        ("门牌号忘写了,补上3栋2单元501", False, {"text": "3栋2单元501", "adds": "yes"}),
        ("我地址后面漏了房间号1706", False, {"text": "1706", "adds": "yes"}),
        ("学校南门菜鸟驿站", True, {"text": "学校南门菜鸟驿站"}),
        ("学校南门菜鸟驿站", False, None),
        ("我公司", True, None),
        ("改地址要补运费吗", True, None),
        ("3栋501", True, {"text": "3栋501", "adds": "yes"}),
    ],
)
def test_an_address_is_found_and_loose_ones_only_when_asked_for(
    text: str, asked: bool, found: dict[str, str] | None
) -> None:
    """A house number that was forgotten belongs behind the address that is there."""
    assert address_in(text, NOW, asked=asked) == found


@pytest.mark.parametrize(
    ("new", "text"),
    [
        ({"address": "杭州市余杭区良睦路1288号"}, "杭州市余杭区良睦路1288号"),
        ({"address": "文三路18号3栋502"}, "上海市浦东新区文三路18号3栋502"),
        ({"address": "501室", "adds": "yes"}, "上海市浦东新区晴川大道58号3幢501室"),
        ({"phone": "13900001234"}, OLD.text),
    ],
)
def test_a_new_address_stands_in_the_old_city_unless_it_names_its_own(new: dict[str, str], text: str) -> None:
    """The customer sees the whole of it before it counts."""
    assert changed(OLD, new, NOW).text == text


def test_the_number_is_masked_and_what_stays_is_named_when_a_change_is_repeated_back() -> None:
    """Playbook H2: a telephone number is never shown in full."""
    whole = changed(OLD, {"phone": "13900001234"}, NOW)

    assert spoken_changes(whole, [P]) == "电话改成139****1234，收件人、地址不变"


@pytest.mark.parametrize(
    ("text", "way"),
    [("能不能转寄到杭州", "redirect"), ("派送前先打电话给我", "call_first"), ("改地址", None)],
)
def test_the_way_to_reach_a_parcel_is_chosen_by_words(text: str, way: str | None) -> None:
    """As well as by its button."""
    assert way_named(text) == way


@pytest.mark.parametrize(("text", "asks"), [("地址改成功了吗", True), ("改地址", False), ("是不是新的地址", True)])
def test_asking_what_stands_there_is_not_asking_for_a_change(text: str, asks: bool) -> None:
    """ "改好没" is answered with what the order says now."""
    assert asks_current(text) is asks


@pytest.mark.parametrize(
    ("text", "kept"),
    [("还是原来的电话吧", (P,)), ("地址不改了,电话改", (A,)), ("电话改成13900001234", ())],
)
def test_a_part_can_stay_as_it_was_after_all(text: str, kept: tuple[AddressPart, ...]) -> None:
    """Somebody changed their mind about one of several."""
    assert parts_kept(text) == kept


def test_not_this_address_is_not_not_this_order() -> None:
    """And "只改电话" takes back an address named before."""
    assert means_other_place("不是这个地址")
    assert not means_other_place("不是这单")
    assert only_these("只改电话就行")
    assert not only_these("电话也改一下")
