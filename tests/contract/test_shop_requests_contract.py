"""What every shop behind the port does when it is asked to: once, for its own customer, and really."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commerce.addresses import Address
from bot.commerce.aftersales import PickupSlot, ReturnKind
from bot.commerce.days import shop_day
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import Accepted, Milestone, NeedsApproval, Refusal, Refused
from bot.commerce.reasons import Reason
from bot.commerce.refunds import Refund
from bot.commerce.requests import (
    CancelOrder,
    ChangeAddress,
    GrantCoupon,
    LineChoice,
    RemindShipping,
    RequestInvoice,
    RequestPriceProtection,
    RequestRefund,
    RequestReturn,
    ShopRequest,
    request_key,
)
from bot.kernel.clock import from_ms
from bot.kernel.errors import BadInput, ShopUnavailable
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import World

ELSEWHERE = Address("林小晓", "13900001111", "杭州市西湖区文三路1号2幢303室")
KEY = request_key("c_1", "test")


async def asked(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Accepted | Refused | NeedsApproval:
    """What the shop decides on a request of the order's customer."""
    outcome = await world.shop.carry_out(order.customer_id, request, key=key)
    assert isinstance(outcome, Accepted | Refused | NeedsApproval)
    return outcome


async def accepted(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Accepted:
    outcome = await asked(world, order, request, key)
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def refused(world: World, order: Order, request: ShopRequest, key: str = KEY) -> Refusal:
    """The code of a refusal that has words and changes nothing."""
    before = await world.shop.order(order.customer_id, order.order_id)
    outcome = await asked(world, order, request, key)
    assert isinstance(outcome, Refused), outcome
    assert outcome.reason
    assert before == await world.shop.order(order.customer_id, order.order_id)
    return outcome.code


async def now_of(world: World, order: Order) -> Order:
    """The order as it is now."""
    found = await world.shop.order(order.customer_id, order.order_id)
    assert found is not None
    return found


async def refund_of(world: World, order: Order) -> Refund:
    found = (await now_of(world, order)).refund
    assert found is not None
    return found


async def test_a_cancelled_order_is_cancelled_and_its_money_is_on_the_way(world: World) -> None:
    """With a number and the day the money is back."""
    order = world.an_order(OrderStatus.PAID)

    outcome = await accepted(world, order, CancelOrder(order.order_id, Reason.NOT_WANTED))

    after = await now_of(world, order)
    refund = await refund_of(world, order)
    assert (after.status, after.cancelled_at) == (OrderStatus.CANCELLED, outcome.at)
    assert (refund.number, refund.amount_fen, refund.in_progress) == (outcome.number, order.paid_fen, True)
    assert outcome.amount_fen == order.paid_fen
    back = outcome.by(Milestone.MONEY_BACK)
    assert back is not None
    assert shop_day(back) == refund.expected_on


async def test_an_unpaid_order_is_cancelled_without_money(world: World) -> None:
    """There is none to give back."""
    order = world.an_order(OrderStatus.UNPAID)

    outcome = await accepted(world, order, CancelOrder(order.order_id))

    assert (outcome.amount_fen, outcome.expected) == (None, ())
    assert (await now_of(world, order)).refund is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (OrderStatus.SHIPPED, Refusal.ALREADY_SHIPPED),
        (OrderStatus.IN_TRANSIT, Refusal.ALREADY_SHIPPED),
        (OrderStatus.DELIVERED, Refusal.ALREADY_SHIPPED),
        (OrderStatus.SIGNED, Refusal.ALREADY_ARRIVED),
        (OrderStatus.RETURNING, Refusal.ALREADY_REQUESTED),
        (OrderStatus.REFUNDED, Refusal.ORDER_OVER),
        (OrderStatus.CANCELLED, Refusal.ORDER_OVER),
    ],
)
async def test_after_shipping_nothing_is_cancelled_sent_elsewhere_or_urged(
    world: World, status: OrderStatus, code: Refusal
) -> None:
    """The shop's reason says what stands in the way."""
    order = world.an_order(status)

    for at, request in enumerate(
        (CancelOrder(order.order_id), ChangeAddress(order.order_id, ELSEWHERE), RemindShipping(order.order_id))
    ):
        assert code is await refused(world, order, request, f"{KEY}{at}")


async def test_an_address_is_changed_before_shipping(world: World) -> None:
    """And the order goes there."""
    order = world.an_order(OrderStatus.PACKED)

    outcome = await accepted(world, order, ChangeAddress(order.order_id, ELSEWHERE))

    assert (await now_of(world, order)).ship_to == ELSEWHERE
    assert outcome.by(Milestone.SHIPPING) is not None


@pytest.mark.parametrize(
    "address", [replace(ELSEWHERE, phone="12"), replace(ELSEWHERE, text="家"), Address("", "", "")]
)
async def test_an_address_nothing_can_be_sent_to_is_refused(world: World, address: Address) -> None:
    """In words that say what is missing."""
    order = world.an_order(OrderStatus.PAID)

    assert await refused(world, order, ChangeAddress(order.order_id, address)) is Refusal.BAD_DETAILS


async def test_urging_the_warehouse_gives_a_day(world: World) -> None:
    """Asked again, it is the same reminder."""
    order = world.an_order(OrderStatus.PAID)

    first = await accepted(world, order, RemindShipping(order.order_id), "rq_1")
    again = await accepted(world, order, RemindShipping(order.order_id), "rq_2")

    assert first.by(Milestone.SHIPPING) is not None
    assert first.number == again.number


async def test_a_refund_is_under_way_and_moves_on_step_by_step_with_time(world: World) -> None:
    """Submitted, approved, reviewed, paid back; then the order is refunded (playbook B5)."""
    order = world.an_order(OrderStatus.PAID, large=False)
    request = RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED)

    outcome = await accepted(world, order, request)

    first = await refund_of(world, order)
    assert (first.number, first.step_now) == (outcome.number, "财务审核中")
    assert (await now_of(world, order)).status is OrderStatus.RETURNING
    world.clock.advance(hours=25)
    assert (await refund_of(world, order)).step_now == "银行退回中"
    world.clock.advance(hours=24)
    last = await refund_of(world, order)
    assert (last.in_progress, last.step_now) == (False, "已退回原支付账户")
    assert last.refunded_at is not None
    assert shop_day(last.refunded_at) <= first.expected_on
    assert (await now_of(world, order)).status is OrderStatus.REFUNDED


async def test_a_part_can_be_refunded_and_the_order_goes_on(world: World) -> None:
    """One line of a signed order, with the picture its reason needs."""
    order = next(one for one in world.stock.orders if one.status is OrderStatus.SIGNED and len(one.lines) > 1)
    line = order.lines[0]
    part = Fen(line.unit_fen // 2)
    choice = (LineChoice(line.line_id, 1),)

    await accepted(world, order, RequestRefund(order.order_id, part, Reason.DAMAGED, choice, evidence=("p_1",)))

    assert (await refund_of(world, order)).amount_fen == part
    world.clock.advance(days=4)
    after = await now_of(world, order)
    assert (after.status, after.refund and after.refund.in_progress) == (OrderStatus.SIGNED, False)


async def test_a_large_refund_waits_for_a_person(world: World) -> None:
    """It is written down under a number; who decides and until when is said."""
    order = world.an_order(OrderStatus.PAID, large=True)
    request = RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED)

    outcome = await asked(world, order, request)

    assert isinstance(outcome, NeedsApproval)
    assert outcome.approver
    assert outcome.answer_by is not None
    refund = await refund_of(world, order)
    assert (refund.number, refund.step_now) == (outcome.number, "店铺审核中")


async def test_a_large_refund_somebody_allowed_does_not_wait(world: World) -> None:
    """The shop is told who."""
    order = world.an_order(OrderStatus.PAID, large=True)
    request = RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED, approved_by="s_7")

    assert (await accepted(world, order, request)).amount_fen == order.paid_fen


def _too_much(order: Order) -> RequestRefund:
    return RequestRefund(order.order_id, Fen(order.paid_fen + 1), Reason.QUALITY, evidence=("p_1",))


def _no_such_line(order: Order) -> RequestRefund:
    return RequestRefund(order.order_id, Fen(1), Reason.QUALITY, (LineChoice("9", 1),), ("p_1",))


def _too_many(order: Order) -> RequestRefund:
    line = order.lines[0]
    choice = (LineChoice(line.line_id, line.quantity), LineChoice(line.line_id, 1))
    return RequestRefund(order.order_id, Fen(1), Reason.QUALITY, choice, ("p_1",))


def _unseen(order: Order) -> RequestRefund:
    return RequestRefund(order.order_id, Fen(100), Reason.DAMAGED)


def _keeping_the_goods(order: Order) -> RequestRefund:
    return RequestRefund(order.order_id, order.paid_fen, Reason.DISLIKE)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (_too_much, Refusal.AMOUNT_TOO_HIGH),
        (_no_such_line, Refusal.NO_SUCH_LINE),
        (_too_many, Refusal.NO_SUCH_LINE),
        (_unseen, Refusal.EVIDENCE_NEEDED),
        (_keeping_the_goods, Refusal.GOODS_FIRST),
    ],
)
async def test_a_refund_the_shop_cannot_grant_is_refused(
    world: World, wish: Callable[[Order], RequestRefund], code: Refusal
) -> None:
    """Each with its own code, so that the dialogue can offer what helps."""
    order = world.an_order(OrderStatus.SIGNED)

    assert code is await refused(world, order, wish(order))


async def test_nobody_is_refunded_twice(world: World) -> None:
    """A second request under another key is told the number of the first."""
    order = world.an_order(OrderStatus.PAID, large=False)
    request = RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED)
    first = await accepted(world, order, request, "rq_1")

    second = await asked(world, order, request, "rq_2")

    assert isinstance(second, Refused)
    assert (second.code, second.number) == (Refusal.ALREADY_REQUESTED, first.number)


async def test_goods_go_back_in_the_slot_chosen_and_their_money_follows(world: World) -> None:
    """The case and the refund are the order's own, under one number."""
    order = recent(world)
    slot = (await world.shop.pickup_slots(order.customer_id, order.order_id))[1]
    request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.WRONG_SIZE, pickup=slot)

    outcome = await accepted(world, order, request)

    after = await now_of(world, order)
    assert after.after_sale is not None
    assert after.refund is not None
    assert (after.after_sale.pickup, after.after_sale.kind) == (slot, ReturnKind.RETURN)
    assert (after.refund.with_goods, after.refund.step_now) == (True, "等待退货寄回")
    assert after.after_sale.number == after.refund.number == outcome.number
    assert outcome.by(Milestone.PICK_UP) == slot.end
    world.clock.advance(days=7)
    done = await now_of(world, order)
    assert (done.status, done.after_sale and done.after_sale.in_progress) == (OrderStatus.REFUNDED, False)


@pytest.mark.parametrize("kind", [ReturnKind.EXCHANGE, ReturnKind.REPAIR])
async def test_an_exchange_and_a_repair_give_new_goods_and_no_money(world: World, kind: ReturnKind) -> None:
    """With the day they are expected to be sent."""
    order = recent(world)
    request = RequestReturn(order.order_id, kind, Reason.QUALITY, evidence=("p_1",))

    outcome = await accepted(world, order, request)

    after = await now_of(world, order)
    assert after.after_sale is not None
    assert (after.after_sale.kind, after.refund, outcome.amount_fen) == (kind, None, None)
    assert outcome.by(Milestone.NEW_GOODS) is not None
    world.clock.advance(days=5)
    done = await now_of(world, order)
    assert (done.status, done.after_sale and done.after_sale.in_progress) == (OrderStatus.SIGNED, False)


async def test_goods_cannot_go_back_before_they_came_or_long_after(world: World) -> None:
    """Not sent, on the road, past the days."""
    old = next(one for one in world.stock.orders if one.order_id and days_signed(world, one) > 30)
    for at, (order, code) in enumerate(
        (
            (world.an_order(OrderStatus.PAID), Refusal.NOT_SHIPPED_YET),
            (world.an_order(OrderStatus.IN_TRANSIT), Refusal.NOT_ARRIVED_YET),
            (old, Refusal.WINDOW_CLOSED),
        )
    ):
        request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.DISLIKE)

        assert code is await refused(world, order, request, f"rq_{at}")


async def test_a_slot_nobody_offered_is_refused(world: World) -> None:
    """A courier cannot come in the past."""
    order = recent(world)
    start = from_ms(world.clock.now_ms()) - timedelta(days=1)
    slot = PickupSlot(start, start + timedelta(hours=2))
    request = RequestReturn(order.order_id, ReturnKind.RETURN, Reason.DISLIKE, pickup=slot)

    assert await refused(world, order, request) is Refusal.BAD_DETAILS


async def test_an_invoice_is_asked_for_once_and_is_issued_in_time(world: World) -> None:
    """Its title and tax number are what was given; a second one is told the number of the first."""
    order = world.an_order(OrderStatus.SIGNED)
    request = RequestInvoice(
        order.order_id, InvoiceKind.COMPANY, "杭州某某科技有限公司", "a@b.cn", "91330100MA27XXXX1Y"
    )

    outcome = await accepted(world, order, request, "rq_1")

    [invoice] = await world.shop.invoices(order.customer_id, order.order_id)
    assert (invoice.number, invoice.title, invoice.tax_number) == (outcome.number, request.title, request.tax_number)
    assert (invoice.amount_fen, invoice.issued_at) == (order.paid_fen, None)
    world.clock.advance(minutes=30)
    [issued] = await world.shop.invoices(order.customer_id, order.order_id)
    assert issued.issued_at is not None
    assert issued.issued_at <= invoice.expected_by
    again = await asked(world, order, request, "rq_2")
    assert isinstance(again, Refused)
    assert again.number == outcome.number


@pytest.mark.parametrize(
    ("kind", "email", "tax_number"),
    [
        (InvoiceKind.PERSONAL, "nowhere", ""),
        (InvoiceKind.COMPANY, "a@b.cn", ""),
        (InvoiceKind.SPECIAL, "a@b.cn", "12345"),
    ],
)
async def test_an_invoice_that_cannot_be_made_out_is_refused(
    world: World, kind: InvoiceKind, email: str, tax_number: str
) -> None:
    """No address to send it to, no tax number."""
    order = world.an_order(OrderStatus.SIGNED)
    request = RequestInvoice(order.order_id, kind, "某某", email, tax_number)

    assert await refused(world, order, request) is Refusal.BAD_DETAILS


async def test_a_price_difference_is_given_back_once(world: World) -> None:
    """As much as the check said; then the check says that it was."""
    order = await cheaper_now(world)
    check = await world.shop.price_check(order.customer_id, order.order_id)
    assert check is not None

    outcome = await accepted(world, order, RequestPriceProtection(order.order_id), "rq_1")

    assert outcome.amount_fen == check.difference_fen
    after = await world.shop.price_check(order.customer_id, order.order_id)
    assert after is not None
    assert not after.eligible
    again = await asked(world, order, RequestPriceProtection(order.order_id), "rq_2")
    assert isinstance(again, Refused)
    assert (again.code, again.number) == (Refusal.ALREADY_REQUESTED, outcome.number)


async def test_without_a_difference_there_is_nothing_to_give_back(world: World) -> None:
    """The shop says why."""
    order = world.an_order(OrderStatus.CANCELLED)

    assert await refused(world, order, RequestPriceProtection(order.order_id)) is Refusal.NOT_ELIGIBLE


async def test_a_coupon_is_in_the_account_at_once(world: World) -> None:
    """Usable now, until the day that was said; once for an order."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    request = GrantCoupon(Fen(1000), "delivery_delay", order_id=order.order_id)

    outcome = await accepted(world, order, request, "rq_1")

    [coupon] = [one for one in await world.shop.coupons(order.customer_id) if one.coupon_id == outcome.number]
    assert (coupon.amount_fen, coupon.threshold_fen) == (1000, 0)
    assert coupon.usable(from_ms(world.clock.now_ms()))
    assert outcome.by(Milestone.VALID_UNTIL) == coupon.valid_until
    again = await asked(world, order, request, "rq_2")
    assert isinstance(again, Refused)
    assert again.number == outcome.number
    assert len(await world.shop.coupons(order.customer_id)) == len(world.stock.coupons[order.customer_id]) + 1


async def test_a_large_coupon_needs_somebodys_word(world: World) -> None:
    """Without it nothing is in the account; with it, it is; beyond reason it never is."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    before = await world.shop.coupons(order.customer_id)
    large = GrantCoupon(Fen(5000), "delivery_delay", order_id=order.order_id)

    waiting = await asked(world, order, large, "rq_1")

    assert isinstance(waiting, NeedsApproval)
    assert before == await world.shop.coupons(order.customer_id)
    await accepted(world, order, replace(large, approved_by="s_7"), "rq_2")
    huge = await asked(world, order, GrantCoupon(Fen(99_999_900), "anger", approved_by="s_7"), "rq_3")
    assert isinstance(huge, Refused)
    assert huge.code is Refusal.AMOUNT_TOO_HIGH


async def test_the_same_key_gives_the_first_outcome_and_changes_nothing(world: World) -> None:
    """Also much later, when the order is in another state, and for a refusal."""
    order = world.an_order(OrderStatus.PAID)
    request = CancelOrder(order.order_id)
    first = await accepted(world, order, request)
    refusal = await asked(world, order, RemindShipping(order.order_id), "rq_2")

    world.clock.advance(days=2)

    assert first == await asked(world, order, request)
    assert refusal == await asked(world, order, RemindShipping(order.order_id), "rq_2")
    assert (await refund_of(world, order)).requested_at == first.at


async def test_many_at_once_with_one_key_do_one_thing(world: World) -> None:
    """A turn that was delivered several times."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    request = GrantCoupon(Fen(1000), "delivery_delay")

    outcomes = await asyncio.gather(*(world.shop.carry_out(order.customer_id, request, key=KEY) for _ in range(6)))

    assert len(set(outcomes)) == 1
    assert len(await world.shop.coupons(order.customer_id)) == len(world.stock.coupons[order.customer_id]) + 1


async def test_of_two_wishes_that_exclude_each_other_one_wins(world: World) -> None:
    """A cancellation and a refund at the same moment: the money goes back once."""
    order = world.an_order(OrderStatus.PAID, large=False)
    wishes = (CancelOrder(order.order_id), RequestRefund(order.order_id, order.paid_fen, Reason.NOT_WANTED))

    outcomes = await asyncio.gather(
        *(world.shop.carry_out(order.customer_id, wish, key=f"rq_{at}") for at, wish in enumerate(wishes))
    )

    [won] = [outcome for outcome in outcomes if isinstance(outcome, Accepted)]
    assert len([outcome for outcome in outcomes if isinstance(outcome, Refused)]) == 1
    assert (await refund_of(world, order)).number == won.number


async def test_a_key_stands_for_one_wish(world: World) -> None:
    """Another wish under it is a mistake of the program, not an answer for a customer."""
    order = world.an_order(OrderStatus.PAID)
    await accepted(world, order, RemindShipping(order.order_id))

    with pytest.raises(BadInput) as caught:
        await world.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)

    assert caught.value.fields == {"why": "key_reused"}
    assert (await now_of(world, order)).status is OrderStatus.PAID


async def test_one_can_ask_what_became_of_a_key(world: World) -> None:
    """The outcome; nothing for a key that never arrived, and nothing for another customer's."""
    order = world.an_order(OrderStatus.PAID)
    outcome = await accepted(world, order, CancelOrder(order.order_id))

    assert outcome == await world.shop.outcome(order.customer_id, KEY)
    assert await world.shop.outcome(order.customer_id, "rq_never") is None
    assert await world.shop.outcome("u1003", KEY) is None


async def test_nothing_is_done_about_somebody_elses_order(world: World) -> None:
    """Every request: refused in the words for an order that does not exist, and nothing changed."""
    for order in (world.an_order(OrderStatus.PAID), world.an_order(OrderStatus.SIGNED)):
        none = "JZ990101000001"
        for at, make in enumerate(EVERY_REQUEST):
            theirs = await world.shop.carry_out("u1003", make(order.order_id), key=f"rq_{order.order_id}_{at}")
            nobodys = await world.shop.carry_out("u1003", make(none), key=f"rq_{none}_{order.order_id}_{at}")

            assert isinstance(theirs, Refused)
            assert (theirs.code, theirs) == (Refusal.NOT_FOUND, nobodys)
        assert order == await now_of(world, order)
    assert len(await world.shop.coupons("u1003")) == len(world.stock.coupons["u1003"])


EVERY_REQUEST: tuple[Callable[[str], ShopRequest], ...] = (
    lambda number: RequestRefund(number, Fen(100), Reason.QUALITY, evidence=("p_1",)),
    lambda number: RequestReturn(number, ReturnKind.RETURN, Reason.DISLIKE),
    CancelOrder,
    lambda number: ChangeAddress(number, ELSEWHERE),
    lambda number: RequestInvoice(number, InvoiceKind.PERSONAL, "林晓", "a@b.cn"),
    RequestPriceProtection,
    RemindShipping,
    lambda number: GrantCoupon(Fen(1000), "delivery_delay", order_id=number),
)


async def test_a_broken_shop_has_done_nothing(world: World) -> None:
    """Said as such, so that the customer can be told to wait or be given a person."""
    order = world.an_order(OrderStatus.PAID)
    world.break_it()

    with pytest.raises(ShopUnavailable):
        await world.shop.carry_out(order.customer_id, CancelOrder(order.order_id), key=KEY)


def recent(world: World) -> Order:
    """A signed order within its seven days."""
    return next(
        one for one in world.stock.orders if 0 <= days_signed(world, one) < 7 and one.status is OrderStatus.SIGNED
    )


def days_signed(world: World, order: Order) -> int:
    """Days since it was signed for; -1 when it was not."""
    return (shop_day(from_ms(world.clock.now_ms())) - shop_day(order.signed_at)).days if order.signed_at else -1


async def cheaper_now(world: World) -> Order:
    """An order whose goods cost less today."""
    for order in world.stock.orders:
        check = await world.shop.price_check(order.customer_id, order.order_id)
        if check is not None and check.eligible:
            return order
    raise AssertionError("nothing has become cheaper")
