"""What every carrier behind the port knows and does, for the customer whose parcel it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commerce.carrier import (
    AskCarrier,
    CarrierRequest,
    CarrierWish,
    InterceptParcel,
    OpenTrace,
    SignedHow,
    TraceAbout,
)
from bot.commerce.orders import Order, OrderStatus, is_overdue
from bot.commerce.outcomes import Accepted, Milestone, Outcome, Refusal, Refused
from bot.commerce.parcels import Parcel
from bot.kernel.clock import from_ms
from bot.kernel.errors import BadInput, ShopUnavailable

if TYPE_CHECKING:
    from contract.conftest import World


def parcel_of(order: Order) -> Parcel:
    """The parcel of an order that has one."""
    assert order.parcel is not None
    return order.parcel


async def asked(world: World, order: Order, request: CarrierRequest, key: str = "rq_1") -> Outcome:
    """What the carrier says to a request of the order's customer."""
    return await world.carrier.carry_out(order.customer_id, request, key=key)


async def accepted(world: World, order: Order, request: CarrierRequest, key: str = "rq_1") -> Accepted:
    outcome = await asked(world, order, request, key)
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def test_a_parcel_is_tracked_by_its_customer_only(world: World) -> None:
    """As the order has it; somebody else's looks like none."""
    for order in [one for one in world.stock.orders if one.parcel][:12]:
        parcel = parcel_of(order)

        assert parcel == await world.carrier.track(order.customer_id, parcel.tracking_no)
        assert await world.carrier.track("u1003", parcel.tracking_no) is None

    for number in ("SF0000", "", "' OR 1=1 --", "../parcels"):
        assert await world.carrier.track("u1001", number) is None


async def test_a_signature_says_who_when_and_in_whose_hands(world: World) -> None:
    """With the number of the carrier's own evidence (playbook F2)."""
    hands = {"本人": SignedHow.IN_PERSON, "门卫": SignedHow.BY_OTHERS, "菜鸟驿站": SignedHow.AT_STATION}
    seen = set()
    for order in world.stock.orders:
        if order.parcel and order.signed_at and order.parcel.signer in hands and order.parcel.signer not in seen:
            seen.add(order.parcel.signer)
            signature = await world.carrier.signature(order.customer_id, order.parcel.tracking_no)

            assert signature is not None
            assert (signature.signer, signature.at) == (order.parcel.signer, order.signed_at)
            assert signature.how is hands[order.parcel.signer]
            assert signature.proof
            assert await world.carrier.signature("u1003", order.parcel.tracking_no) is None

    assert seen == set(hands)


async def test_before_it_is_signed_for_there_is_no_signature(world: World) -> None:
    """Nothing is made up."""
    order = world.an_order(OrderStatus.IN_TRANSIT)

    assert await world.carrier.signature(order.customer_id, parcel_of(order).tracking_no) is None


async def test_a_trace_is_answered_in_the_time_that_was_said(world: World) -> None:
    """Of a late parcel: that it is late, and when it comes now (playbook B4)."""
    order = late(world)
    number = parcel_of(order).tracking_no

    outcome = await accepted(world, order, OpenTrace(number, TraceAbout.DELAY))

    [opened] = await world.carrier.inquiries(order.customer_id, number)
    assert (opened.number, opened.about, opened.answered_at) == (outcome.number, "delay", None)
    assert outcome.by(Milestone.ANSWER) == opened.answer_by == outcome.at + timedelta(hours=1)
    world.clock.advance(hours=1)
    [answered] = await world.carrier.inquiries(order.customer_id, number)
    assert answered.answered_at is not None
    assert answered.answered_at <= opened.answer_by
    assert answered.answer
    assert answered.late
    assert answered.new_eta is not None


async def test_while_a_trace_is_open_it_is_the_one_meant(world: World) -> None:
    """Urging twice opens one; about something else, or after the answer, it is another."""
    order = late(world)
    number = parcel_of(order).tracking_no
    first = await accepted(world, order, OpenTrace(number, TraceAbout.DELAY), "rq_1")

    again = await accepted(world, order, OpenTrace(number, TraceAbout.DELAY), "rq_2")
    lost = await accepted(world, order, OpenTrace(number, TraceAbout.LOST), "rq_3")
    world.clock.advance(hours=2)
    later = await accepted(world, order, OpenTrace(number, TraceAbout.DELAY), "rq_4")

    assert first.number == again.number
    assert len({first.number, lost.number, later.number}) == 3
    newest_first = [one.number for one in await world.carrier.inquiries(order.customer_id, number)]
    assert newest_first == [later.number, lost.number, first.number]


async def test_a_signed_parcel_is_traced_but_not_hurried(world: World) -> None:
    """Signed and not received is looked into; there is nothing to hurry."""
    order = world.an_order(OrderStatus.DISPUTED)
    number = parcel_of(order).tracking_no

    await accepted(world, order, OpenTrace(number, TraceAbout.NOT_RECEIVED))
    hurried = await asked(world, order, AskCarrier(number, CarrierWish.HURRY), "rq_2")

    assert isinstance(hurried, Refused)
    assert hurried.code is Refusal.ALREADY_ARRIVED
    world.clock.advance(hours=1)
    [trace] = await world.carrier.inquiries(order.customer_id, number)
    assert parcel_of(order).signer in trace.answer


async def test_a_carrier_that_was_asked_answers(world: World) -> None:
    """When it comes, for a parcel in time."""
    order = world.stock.orders[2]
    assert order.customer_id == "u1002"
    number = parcel_of(order).tracking_no

    await accepted(world, order, AskCarrier(number, CarrierWish.WHEN))

    world.clock.advance(hours=1)
    [answer] = await world.carrier.inquiries("u1002", number)
    assert (answer.late, answer.new_eta) == (False, parcel_of(order).promised_on)


async def test_a_parcel_on_its_way_is_intercepted_once(world: World) -> None:
    """It says so on its track; what has arrived cannot be stopped."""
    order, there = world.an_order(OrderStatus.IN_TRANSIT), world.an_order(OrderStatus.SIGNED)
    number = parcel_of(order).tracking_no

    outcome = await accepted(world, order, InterceptParcel(number))

    stopped = await world.carrier.track(order.customer_id, number)
    assert stopped is not None
    assert stopped.intercepted_at == outcome.at == stopped.steps[0].at
    assert outcome.by(Milestone.GOODS_BACK) is not None
    again = await asked(world, order, InterceptParcel(number), "rq_2")
    late_wish = await asked(world, there, InterceptParcel(parcel_of(there).tracking_no), "rq_3")
    assert isinstance(again, Refused)
    assert isinstance(late_wish, Refused)
    assert (again.code, late_wish.code) == (Refusal.ALREADY_REQUESTED, Refusal.ALREADY_ARRIVED)


async def test_the_same_key_asks_a_carrier_once(world: World) -> None:
    """Also at the same moment, and it can be asked what became of it."""
    order = late(world)
    request = OpenTrace(parcel_of(order).tracking_no, TraceAbout.DELAY)

    outcomes = await asyncio.gather(*(asked(world, order, request) for _ in range(5)))

    assert len(set(outcomes)) == 1
    assert len(await world.carrier.inquiries(order.customer_id, request.tracking_no)) == 1
    assert await world.carrier.outcome(order.customer_id, "rq_1") == outcomes[0]
    assert await world.carrier.outcome(order.customer_id, "rq_2") is None
    with pytest.raises(BadInput):
        await asked(world, order, InterceptParcel(request.tracking_no))


EVERY_REQUEST: tuple[Callable[[str], CarrierRequest], ...] = (
    lambda number: OpenTrace(number, TraceAbout.LOST),
    lambda number: AskCarrier(number, CarrierWish.WHEN),
    InterceptParcel,
)


async def test_nothing_is_done_about_somebody_elses_parcel(world: World) -> None:
    """Refused in the words for a parcel that does not exist."""
    order = world.an_order(OrderStatus.IN_TRANSIT)
    number = parcel_of(order).tracking_no

    for at, make in enumerate(EVERY_REQUEST):
        theirs = await world.carrier.carry_out("u1003", make(number), key=f"rq_{at}")
        nobodys = await world.carrier.carry_out("u1003", make("SF0000"), key=f"rq_0{at}")

        assert isinstance(theirs, Refused)
        assert (theirs.code, theirs) == (Refusal.NOT_FOUND, nobodys)

    assert await world.carrier.inquiries("u1003", number) == []
    assert parcel_of(order) == await world.carrier.track(order.customer_id, number)


async def test_carriers_that_cannot_be_asked_say_so(world: World) -> None:
    """On every call."""
    await world.carrier.ping()
    world.break_it()

    for call in (
        world.carrier.ping(),
        world.carrier.track("u1001", "SF1"),
        world.carrier.signature("u1001", "SF1"),
        world.carrier.inquiries("u1001", "SF1"),
        world.carrier.outcome("u1001", "rq_1"),
        world.carrier.carry_out("u1001", OpenTrace("SF1", TraceAbout.LOST), key="rq_1"),
    ):
        with pytest.raises(ShopUnavailable):
            await call


def late(world: World) -> Order:
    """An order whose parcel is late."""
    now = from_ms(world.clock.now_ms())
    return next(one for one in world.stock.orders if one.parcel and is_overdue(one, now))
