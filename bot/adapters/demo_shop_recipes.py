"""How an order of each kind comes to be, in days before today. Nothing happens later than yesterday evening,
so a shop seeded a minute after midnight holds no event of the future."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.adapters import demo_shop_couriers as courier
from bot.adapters.demo_shop_catalogue import REFUND_REASONS, SIGNERS, STATIONS
from bot.adapters.demo_shop_couriers import CARRIERS, Destination
from bot.commerce.days import moment, shop_day
from bot.commerce.orders import Order, OrderStatus
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.policy import kept_unpaid, sent_within
from bot.commerce.refunds import Refund

PROMISED_AFTER_DAYS = 3
"""Days from pick-up to the promised day."""


@dataclass(frozen=True)
class Bench:
    """What a recipe works with: chance, today on the shop's calendar, and where the parcel goes."""

    rng: random.Random
    today: date
    to: Destination

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def one_of(self, *days: int) -> int:
        """One of some numbers."""
        return self.rng.choice(days)


Recipe = Callable[[Order, Bench], Order]
"""Takes a fresh order (goods, owner and price; unpaid, placed today) and gives it its story."""


def unpaid(order: Order, bench: Bench) -> Order:
    """Placed yesterday evening and still to be paid."""
    placed = moment(bench.ago(1), 20, bench.rng.randrange(60)) + timedelta(hours=bench.one_of(0, 1, 2))
    return replace(order, placed_at=placed, pay_by=placed + kept_unpaid(shop_day(placed)))


def paid(order: Order, bench: Bench) -> Order:
    """Paid yesterday."""
    return _paid_on(order, bench, bench.ago(1), OrderStatus.PAID)


def overdue(order: Order, bench: Bench) -> Order:
    """Paid, and the promised day of sending off has passed."""
    return _paid_on(order, bench, bench.ago(bench.one_of(4, 5)), OrderStatus.PAID)


def packed(order: Order, bench: Bench) -> Order:
    """In a box, the courier comes today."""
    return _paid_on(order, bench, bench.ago(2), OrderStatus.PACKED)


def shipped(order: Order, bench: Bench) -> Order:
    """Picked up yesterday."""
    order = _paid_on(order, bench, bench.ago(2), OrderStatus.SHIPPED)
    carrier = _carrier(bench)
    return _with_parcel(order, bench, carrier, ParcelStatus.SHIPPED, courier.picked_up(bench.ago(1), carrier))


def in_transit(order: Order, bench: Bench) -> Order:
    """On the road and in time, due tomorrow."""
    order = _paid_on(order, bench, bench.ago(3), OrderStatus.IN_TRANSIT)
    carrier = _carrier(bench)
    steps = courier.on_the_road(bench.ago(2), bench.ago(1), carrier, bench.to)
    return _with_parcel(order, bench, carrier, ParcelStatus.IN_TRANSIT, steps)


def late_by(days: int | None = None) -> Recipe:
    """Held up on the road, so many days over the promised one (default: 1 to 4)."""

    def late(order: Order, bench: Bench) -> Order:
        over = days or bench.one_of(1, 2, 3, 4)
        sent = over + PROMISED_AFTER_DAYS
        order = _paid_on(order, bench, bench.ago(sent + 1), OrderStatus.IN_TRANSIT)
        carrier = _carrier(bench)
        steps = courier.held_up(bench.ago(sent), bench.ago(min(over, 2)), carrier, bench.to)
        return _with_parcel(order, bench, carrier, ParcelStatus.IN_TRANSIT, steps)

    return late


def delivered(order: Order, bench: Bench) -> Order:
    """Waiting at a pick-up point since yesterday."""
    order = _paid_on(order, bench, bench.ago(5), OrderStatus.DELIVERED)
    carrier, place = _carrier(bench), bench.rng.choice(STATIONS)
    steps = courier.arrived(bench.ago(4), bench.ago(1), carrier, bench.to)
    steps.append(courier.at_station(bench.ago(1), bench.to, place))
    return _with_parcel(order, bench, carrier, ParcelStatus.DELIVERED, steps, place=place)


def signed_ago(*days: int) -> Recipe:
    """Signed for, one of so many days ago."""

    def signed(order: Order, bench: Bench) -> Order:
        return _signed(order, bench, bench.one_of(*days), bench.rng.choice(SIGNERS))

    return signed


def disputed(order: Order, bench: Bench) -> Order:
    """The courier says signed for, the customer says not received."""
    signer = bench.rng.choice(("前台", "门卫", "菜鸟驿站"))
    return replace(_signed(order, bench, bench.one_of(2, 3, 4), signer), status=OrderStatus.DISPUTED)


def returning(order: Order, bench: Bench) -> Order:
    """Signed for, sent back or not, and the money still to come."""
    signed = bench.one_of(5, 6, 7)
    order = _signed(order, bench, signed, "本人")
    stage = bench.one_of(1, 2, 3)
    with_goods = bench.rng.random() < 0.7
    refund = Refund(
        order_id=order.order_id,
        amount_fen=order.paid_fen,
        reason=bench.rng.choice(REFUND_REASONS),
        with_goods=with_goods,
        expected_on=bench.today + timedelta(days=4 - stage),
        requested_at=moment(bench.ago(signed - 1), 20, 18),
        approved_at=moment(bench.ago(signed - 2), 10, 5),
        goods_back_at=moment(bench.ago(2), 16, 42) if with_goods and stage > 1 else None,
        reviewed_at=moment(bench.ago(1), 11, 20) if stage == 3 or (not with_goods and stage > 1) else None,
    )
    return replace(order, status=OrderStatus.RETURNING, refund=refund)


def refunded(order: Order, bench: Bench) -> Order:
    """Sent back, and the money came some days ago."""
    done = bench.one_of(1, 3, 6, 10, 15, 25)
    signed = done + 8
    order = _signed(order, bench, signed, "本人")
    refund = Refund(
        order_id=order.order_id,
        amount_fen=order.paid_fen,
        reason=bench.rng.choice(REFUND_REASONS),
        with_goods=True,
        expected_on=bench.ago(done),
        requested_at=moment(bench.ago(signed - 1), 21, 3),
        approved_at=moment(bench.ago(signed - 2), 9, 30),
        goods_back_at=moment(bench.ago(done + 3), 15, 16),
        reviewed_at=moment(bench.ago(done + 2), 10, 48),
        refunded_at=moment(bench.ago(done), 14, 25),
    )
    return replace(order, status=OrderStatus.REFUNDED, refund=refund)


def cancelled(order: Order, bench: Bench) -> Order:
    """Never paid and called off."""
    placed = moment(bench.ago(bench.one_of(2, 5, 9, 18, 33)), bench.one_of(10, 14, 19), bench.rng.randrange(60))
    return replace(order, status=OrderStatus.CANCELLED, placed_at=placed, cancelled_at=placed + timedelta(hours=3))


def _paid_on(order: Order, bench: Bench, day: date, status: OrderStatus) -> Order:
    placed = moment(day, bench.one_of(9, 11, 13, 15), bench.rng.randrange(60))
    return replace(order, status=status, placed_at=placed, ship_by=day + sent_within(day))


def _signed(order: Order, bench: Bench, days_ago: int, signer: str) -> Order:
    order = _paid_on(order, bench, bench.ago(days_ago + 4), OrderStatus.SIGNED)
    carrier, day = _carrier(bench), bench.ago(days_ago)
    at = moment(day, bench.one_of(11, 13, 16, 18), bench.rng.randrange(60))
    steps = courier.arrived(bench.ago(days_ago + 3), day, carrier, bench.to)
    steps.append(courier.signed(at, bench.to, signer))
    return _with_parcel(order, bench, carrier, ParcelStatus.SIGNED, steps, signed_at=at, signer=signer)


def _with_parcel(
    order: Order,
    bench: Bench,
    carrier: str,
    status: ParcelStatus,
    oldest_first: list[TrackingStep],
    *,
    place: str = "",
    signed_at: datetime | None = None,
    signer: str = "",
) -> Order:
    shipped_at = oldest_first[1].at
    parcel = Parcel(
        order_id=order.order_id,
        carrier=carrier,
        tracking_no=CARRIERS[carrier](bench.rng),
        status=status,
        shipped_at=shipped_at,
        promised_on=shop_day(shipped_at) + timedelta(days=PROMISED_AFTER_DAYS),
        steps=tuple(reversed(oldest_first)),
        place=place,
        signed_at=signed_at,
        signer=signer,
    )
    return replace(order, parcel=parcel)


def _carrier(bench: Bench) -> str:
    return bench.rng.choice(tuple(CARRIERS))
