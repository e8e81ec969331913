"""Orders on the wire, whole, with parcel, refund and after-sales case (docs/shop-api.yaml)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from bot.adapters.shop_http.wire import MAX_ITEMS, Amount, Doc, Line, Name
from bot.commerce.addresses import Address
from bot.commerce.aftersales import AfterSale, PickupSlot, ReturnKind
from bot.commerce.orders import Order, OrderLine, OrderStatus
from bot.commerce.parcels import Parcel, ParcelStatus, TrackingStep
from bot.commerce.refunds import Refund
from bot.kernel.money import Fen


class LineDoc(Doc):
    """``OrderLine``."""

    line_id: Name
    title: Annotated[str, Field(min_length=1, max_length=200)]
    spec: Line = ""
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    unit_fen: Amount
    sku: Line = ""
    category: Line = ""

    def line(self) -> OrderLine:
        """As the rooms know it."""
        return OrderLine(
            title=self.title,
            spec=self.spec,
            quantity=self.quantity,
            unit_fen=Fen(self.unit_fen),
            line_id=self.line_id,
            sku=self.sku,
            category=self.category,
        )


class StepDoc(Doc):
    """``TrackingStep``."""

    at: AwareDatetime
    text: Line


class ParcelDoc(Doc):
    """``Parcel``; its steps in any order."""

    carrier: Name
    tracking_no: Name
    status: ParcelStatus
    shipped_at: AwareDatetime
    promised_on: date
    steps: Annotated[tuple[StepDoc, ...], Field(max_length=MAX_ITEMS)] = ()
    place: Line = ""
    signed_at: AwareDatetime | None = None
    signer: Line = ""
    intercepted_at: AwareDatetime | None = None

    def parcel(self, order_id: str) -> Parcel:
        """As the rooms know it."""
        newest_first = sorted(self.steps, key=lambda step: step.at, reverse=True)
        return Parcel(
            order_id=order_id,
            carrier=self.carrier,
            tracking_no=self.tracking_no,
            status=self.status,
            shipped_at=self.shipped_at,
            promised_on=self.promised_on,
            steps=tuple(TrackingStep(step.at, step.text) for step in newest_first),
            place=self.place,
            signed_at=self.signed_at,
            signer=self.signer,
            intercepted_at=self.intercepted_at,
        )


class TrackedDoc(ParcelDoc):
    """``TrackedParcel``: a parcel that says which order it belongs to."""

    order_id: Name


class RefundDoc(Doc):
    """``Refund``."""

    number: Name
    amount_fen: Amount
    reason: Line
    with_goods: bool
    expected_on: date
    requested_at: AwareDatetime
    approved_at: AwareDatetime | None = None
    goods_back_at: AwareDatetime | None = None
    reviewed_at: AwareDatetime | None = None
    refunded_at: AwareDatetime | None = None

    def refund(self, order_id: str) -> Refund:
        """As the rooms know it."""
        return Refund(
            order_id=order_id,
            amount_fen=Fen(self.amount_fen),
            reason=self.reason,
            with_goods=self.with_goods,
            expected_on=self.expected_on,
            requested_at=self.requested_at,
            approved_at=self.approved_at,
            goods_back_at=self.goods_back_at,
            reviewed_at=self.reviewed_at,
            refunded_at=self.refunded_at,
            number=self.number,
        )


class SlotDoc(Doc):
    """``PickupSlot``."""

    start: AwareDatetime
    end: AwareDatetime

    def slot(self) -> PickupSlot:
        """As the rooms know it."""
        return PickupSlot(self.start, self.end)


class AfterSaleDoc(Doc):
    """``AfterSale``."""

    number: Name
    kind: ReturnKind
    reason: Line
    requested_at: AwareDatetime
    expected_on: date
    pickup: SlotDoc | None = None
    approved_at: AwareDatetime | None = None
    goods_back_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None

    def case(self) -> AfterSale:
        """As the rooms know it."""
        return AfterSale(
            number=self.number,
            kind=self.kind,
            reason=self.reason,
            requested_at=self.requested_at,
            expected_on=self.expected_on,
            pickup=self.pickup.slot() if self.pickup else None,
            approved_at=self.approved_at,
            goods_back_at=self.goods_back_at,
            finished_at=self.finished_at,
        )


class AddressDoc(Doc):
    """``Address``."""

    recipient: Name
    phone: Name
    text: Annotated[str, Field(min_length=1, max_length=200)]


class OrderDoc(Doc):
    """``Order``."""

    order_id: Name
    customer_id: Name
    status: OrderStatus
    lines: Annotated[list[LineDoc], Field(min_length=1, max_length=MAX_ITEMS)]
    paid_fen: Amount
    placed_at: AwareDatetime
    pay_by: AwareDatetime | None = None
    ship_by: date | None = None
    cancelled_at: AwareDatetime | None = None
    parcel: ParcelDoc | None = None
    refund: RefundDoc | None = None
    ship_to: AddressDoc | None = None
    after_sale: AfterSaleDoc | None = None

    def order(self, customer_id: str) -> Order:
        """As the rooms know it.

        Raises:
            ValueError: it is somebody else's; a shop that mixes customers up is not believed.
        """
        if self.customer_id != customer_id:
            raise ValueError("customer_id")
        to = self.ship_to
        return Order(
            order_id=self.order_id,
            customer_id=self.customer_id,
            status=self.status,
            lines=tuple(line.line() for line in self.lines),
            paid_fen=Fen(self.paid_fen),
            placed_at=self.placed_at,
            pay_by=self.pay_by,
            ship_by=self.ship_by,
            cancelled_at=self.cancelled_at,
            parcel=self.parcel.parcel(self.order_id) if self.parcel else None,
            refund=self.refund.refund(self.order_id) if self.refund else None,
            ship_to=Address(to.recipient, to.phone, to.text) if to else None,
            after_sale=self.after_sale.case() if self.after_sale else None,
        )
