"""Keys, reasons and outcomes: what a skill builds on."""

from __future__ import annotations

from datetime import datetime, timezone

from support.shop_samples import NOW

from bot.commerce.addresses import Address
from bot.commerce.aftersales import AfterSale, ReturnKind
from bot.commerce.coupons import Coupon
from bot.commerce.days import moment, shop_day
from bot.commerce.invoices import InvoiceKind
from bot.commerce.outcomes import Accepted, Expected, Milestone
from bot.commerce.reasons import REASON_TEXT, Reason
from bot.commerce.requests import ChangeAddress, RequestInvoice, RequestRefund, request_key
from bot.kernel.money import Fen
from bot.language.reasons import REASONS


def test_a_key_is_the_same_for_the_same_wish_only() -> None:
    """Parts cannot run into each other."""
    assert request_key("c_1", "refund", "JZ1") == request_key("c_1", "refund", "JZ1")
    assert request_key("c_1", "refund", "JZ1") != request_key("c_1", "refund", "JZ2")
    assert request_key("a", "bc") != request_key("ab", "c")
    assert len(request_key("订单")) <= 64


def test_every_reason_found_in_a_text_can_be_given_to_a_shop() -> None:
    """With the same code, and has its words."""
    assert set(REASONS) <= {reason.value for reason in Reason}
    assert set(REASON_TEXT) == set(Reason)


def test_personal_data_is_not_in_the_repr_of_a_request() -> None:
    """What is logged by mistake names nobody."""
    address = Address("林晓", "13812345678", "上海市浦东新区张江路1号")
    said = "".join(
        map(
            repr,
            (
                ChangeAddress("JZ1", address),
                RequestInvoice("JZ1", InvoiceKind.COMPANY, "某某公司", "lin@example.cn", "9133"),
                RequestRefund("JZ1", Fen(1), Reason.OTHER, note="我住张江路"),
            ),
        )
    )

    for secret in ("林晓", "13812345678", "张江", "某某", "lin@", "9133"):
        assert secret not in said


def test_an_acceptance_tells_what_it_promises_by_when() -> None:
    """And nothing about what it does not."""
    by = datetime(2025, 11, 24, tzinfo=timezone.utc)
    outcome = Accepted("RF1", NOW, (Expected(Milestone.MONEY_BACK, by),))

    assert (outcome.by(Milestone.MONEY_BACK), outcome.by(Milestone.PICK_UP)) == (by, None)


def test_a_coupon_is_usable_from_its_first_to_its_last_moment_and_once() -> None:
    """Before, after and spent it is not."""
    start, end = moment(shop_day(NOW), 8), moment(shop_day(NOW), 20)
    coupon = Coupon("YQ1", "¥10无门槛券", Fen(1000), Fen(0), start, end)

    assert coupon.usable(start)
    assert coupon.usable(end)
    assert not coupon.usable(moment(shop_day(NOW), 7))
    assert not coupon.usable(moment(shop_day(NOW), 21))
    assert not Coupon("YQ1", "", Fen(1), Fen(0), start, end, used_at=start).usable(NOW)


def test_a_case_of_goods_going_back_says_where_it_is() -> None:
    """In words that fit its kind."""
    case = AfterSale("SH1", ReturnKind.REPAIR, "商品质量问题", NOW, shop_day(NOW), approved_at=NOW)
    done = AfterSale("SH1", ReturnKind.EXCHANGE, "", NOW, shop_day(NOW), None, NOW, NOW, NOW)

    assert (case.in_progress, case.step_now) == (True, "等待商品寄回")
    assert [step.code for step in case.steps] == ["submitted", "approved", "goods_back", "finished"]
    assert (done.in_progress, done.step_now) == (False, "新商品已寄出")
