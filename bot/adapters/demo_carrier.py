"""The carriers of the demo shop, in the same file as its orders: the port :class:`bot.commerce.carrier.Carrier`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.adapters import demo_carrier_desk as desk
from bot.adapters import demo_shop_ledger as ledger
from bot.adapters import demo_shop_rows as rows
from bot.adapters import demo_shop_stock as stocks
from bot.adapters import demo_shop_tables as t
from bot.adapters.demo_shop_file import DemoFile
from bot.adapters.demo_shop_records import ms
from bot.adapters.outcome_json import Decided
from bot.commerce.carrier import AskCarrier, CarrierRequest, Inquiry, InterceptParcel, OpenTrace, Signature
from bot.commerce.orders import Order
from bot.commerce.outcomes import Outcome, Refusal, Refused, Unconfirmed
from bot.commerce.parcels import Parcel
from bot.commerce.shop import ANSWER_WITHIN_S
from bot.kernel.clock import Clock, from_ms

NOT_THEIRS = Refused(Refusal.NOT_FOUND, "没有找到这个包裹，请核对快递单号。")
"""The same words for somebody else's parcel and for none at all."""

_PREFIX: dict[type[CarrierRequest], str] = {OpenTrace: "CJ", AskCarrier: "WX", InterceptParcel: "LJ"}


class DemoCarrier:
    """Tracks, answers and looks into the parcels of the demo shop."""

    def __init__(self, path: Path, clock: Clock, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._file = DemoFile(path, clock, answer_within_s=answer_within_s)

    async def track(self, customer_id: str, tracking_no: str) -> Parcel | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        order = await self._file.read(lambda db: _order_of(db, customer_id, tracking_no, self._file.now()))
        return order.parcel if order else None

    async def signature(self, customer_id: str, tracking_no: str) -> Signature | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        parcel = await self.track(customer_id, tracking_no)
        return desk.signature_of(parcel) if parcel else None

    async def inquiries(self, customer_id: str, tracking_no: str) -> list[Inquiry]:
        """See :class:`bot.commerce.carrier.Carrier`."""

        def read(db: Connection) -> list[Inquiry]:
            order = _order_of(db, customer_id, tracking_no, self._file.now())
            return _inquiries(db, order, self._file.now()) if order else []

        return await self._file.read(read)

    async def carry_out(self, customer_id: str, request: CarrierRequest, *, key: str) -> Outcome:
        """See :class:`bot.commerce.carrier.Carrier`."""

        def deed(db: Connection) -> Decided:
            earlier = ledger.earlier_outcome(db, customer_id, key, request)
            if earlier is not None:
                return earlier
            outcome = self._decide(db, customer_id, request)
            ledger.remember(db, customer_id, key, request, request.tracking_no, outcome, self._file.now())
            return outcome

        return await self._file.change(deed) or Unconfirmed(key)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        return await self._file.read(lambda db: ledger.earlier_outcome(db, customer_id, key, None))

    async def ping(self) -> None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        await self._file.read(lambda db: db.execute(select(t.seed)).one())

    async def close(self) -> None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        self._file.close()

    def _decide(self, db: Connection, customer_id: str, request: CarrierRequest) -> Decided:
        now = self._file.now()
        order = _order_of(db, customer_id, request.tracking_no, now)
        if order is None or order.parcel is None:
            return NOT_THEIRS
        number = ledger.new_number(db, _PREFIX[type(request)], now)
        if isinstance(request, InterceptParcel):
            decision = desk.intercept(order.parcel, request, number=number, now=now)
        else:
            opened = next((one for one in _inquiries(db, order, now) if one.about == desk.about(request)), None)
            decision = desk.inquire(order.parcel, request, number=number, opened=opened, now=now)
        _write(db, order, decision, now)
        return decision.outcome


def _write(db: Connection, order: Order, decision: desk.Decision, now: datetime) -> None:
    if decision.inquiry is not None:
        asked = decision.inquiry
        times = {"opened_at": ms(asked.opened_at), "answer_by": ms(asked.answer_by)}
        db.execute(insert(t.inquiries).values(number=asked.number, order_id=order.order_id, about=asked.about, **times))
    if decision.inquiry is not None or decision.parcel is not None:
        stocks.save(db, replace(order, parcel=decision.parcel or order.parcel), now)


def _order_of(db: Connection, customer_id: str, tracking_no: str, now: datetime) -> Order | None:
    theirs = (
        select(t.orders)
        .join(t.parcels, t.parcels.c.order_id == t.orders.c.order_id)
        .where(t.parcels.c.tracking_no == tracking_no, t.orders.c.customer_id == customer_id)
    )
    found = rows.read_orders(db, db.execute(theirs).all(), now)
    return found[0] if found else None


def _inquiries(db: Connection, order: Order, now: datetime) -> list[Inquiry]:
    if order.parcel is None:
        return []
    theirs = select(t.inquiries).where(t.inquiries.c.order_id == order.order_id)
    newest = theirs.order_by(t.inquiries.c.opened_at.desc(), t.inquiries.c.number.desc())
    found = [_inquiry(row, order.parcel) for row in db.execute(newest)]
    return [desk.answered(one, order.parcel, now) for one in found]


def _inquiry(row: Row[Any], parcel: Parcel) -> Inquiry:
    return Inquiry(row.number, parcel.tracking_no, row.about, from_ms(row.opened_at), from_ms(row.answer_by))
