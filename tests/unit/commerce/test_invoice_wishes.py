"""What customers say about invoices."""

from __future__ import annotations

import pytest

from bot.commerce.invoice_wishes import (
    TAX_NUMBER,
    Asking,
    asked_about,
    goes_ahead,
    has_not_come,
    kind_named,
    tax_number_like,
    title_named,
    to_be_mended,
)
from bot.commerce.invoices import InvoiceKind

PERSONAL, COMPANY, SPECIAL = InvoiceKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("个人的就行", PERSONAL),
        ("开公司的", COMPANY),
        ("开给北京星河文化有限公司", COMPANY),
        ("开个增值税专用发票", SPECIAL),
        ("不用开专票,普通的", None),
        ("个人抬头换成公司抬头", COMPANY),
        ("发票能寄到我公司吗", None),
        ("开发票", None),
    ],
)
def test_the_kind_is_read_from_the_words(text: str, kind: InvoiceKind | None) -> None:
    """Where the invoice is sent says nothing about whom it is for."""
    assert kind_named(text) is kind


@pytest.mark.parametrize(
    ("text", "asked", "title"),
    [
        ("补开发票,抬头 合肥某某科技有限公司", False, "合肥某某科技有限公司"),
        ("抬头:义乌市小满日用品商行,税号我等下发你", False, "义乌市小满日用品商行"),
        ("帮我开张发票给杭州云起科技有限公司,税号91330106MA27ABCD12", False, "杭州云起科技有限公司"),
        ("抬头写张三", False, "张三"),
        ("林晓", True, "林晓"),
        ("林晓", False, None),
        ("开公司抬头", True, None),
        ("运费能一起开吗", True, None),
        ("公司", True, None),
        ("地址文三路18号 开户行招商银行杭州分行 账号571900001234567", True, None),
        ("91330106MA27ABCD12", True, None),
    ],
)
def test_the_title_is_read_from_the_words_and_a_bare_one_only_when_asked(
    text: str, asked: bool, title: str | None
) -> None:
    """A question, and a word for a title, are none."""
    assert title_named(text, asked=asked) == title


@pytest.mark.parametrize(
    ("text", "number", "fits"),
    [
        ("税号91330106MA27ABCD12", "91330106MA27ABCD12", True),
        ("9133 0106 ma27 abcd 12", "91330106MA27ABCD12", True),
        ("9133 0106 MA27 ABCD 1", "91330106MA27ABCD1", True),
        ("91330106MA27ABCD", "91330106MA27ABCD", False),
        ("91330106MA27ABCDI2", "91330106MA27ABCDI2", False),
        ("13900001234", None, False),
        ("开户行招商银行 账号571900001234567", None, False),
        ("JZ261108000719", None, False),
    ],
)
def test_a_tax_number_is_told_from_other_numbers_and_its_shape_is_checked(
    text: str, number: str | None, fits: bool
) -> None:
    """15, 17, 18 or 20 characters, none of them I, O, S, V or Z."""
    assert tax_number_like(text) == number
    assert bool(number and TAX_NUMBER.fullmatch(number)) is fits


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("发票多久能开好", Asking.HOW_LONG),
        ("我要纸质的,不要电子的", Asking.PAPER),
        ("运费能一起开进发票吗", Asking.AMOUNT),
        ("能开专票吗", Asking.SPECIAL),
        ("品名可以写耗材吗", Asking.CONTENT),
        ("开发票", None),
        ("抬头写杭州云起科技有限公司", None),
    ],
)
def test_a_general_question_is_told_from_a_wish(text: str, about: Asking | None) -> None:
    """It gets its own answer, and the matter goes on."""
    assert asked_about(text) is about


def test_waiting_for_one_mending_one_and_going_ahead_are_told_apart() -> None:
    """Each has another answer."""
    assert has_not_come("没收到电子发票")
    assert not has_not_come("开发票")
    assert to_be_mended("抬头写错了")
    assert not to_be_mended("抬头写张三")
    assert goes_ahead("开吧")
    assert not goes_ahead("开公司的吧")
