"""Money back without goods: step by step, in part, with a person's word, or refused with a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from support.shop_requests import accepted, asked, now_of, refund_of, refused

from bot.commerce.days import shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.outcomes import NeedsApproval, Refusal, Refused
from bot.commerce.reasons import Reason
from bot.commerce.requests import LineChoice, RequestRefund
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import World


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
