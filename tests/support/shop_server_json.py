"""The reference server's side of the wire: bodies of requests read, answers written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.commerce.addresses import Address
from bot.commerce.aftersales import PickupSlot, ReturnKind
from bot.commerce.carrier import AskCarrier, CarrierRequest, CarrierWish, InterceptParcel, OpenTrace, TraceAbout
from bot.commerce.invoices import InvoiceKind
from bot.commerce.outcomes import Accepted, NeedsApproval, Outcome
from bot.commerce.products import Product
from bot.commerce.reasons import Reason
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
)
from bot.kernel.money import Fen

Body = Mapping[str, Any]


def request_of(operation: str, places: Mapping[str, str], body: Body) -> ShopRequest | CarrierRequest:
    """What a POST asks for."""
    order_id, tracking_no = places.get("order_id", ""), places.get("tracking_no", "")
    match operation:
        case "requestRefund":
            return RequestRefund(
                order_id,
                Fen(body["amount_fen"]),
                Reason(body["reason"]),
                _lines(body),
                tuple(body["evidence"]),
                body.get("approved_by", ""),
                body.get("note", ""),
            )
        case "requestReturn":
            return RequestReturn(
                order_id,
                ReturnKind(body["kind"]),
                Reason(body["reason"]),
                _lines(body),
                _slot(body.get("pickup")),
                body.get("wanted_spec", ""),
                tuple(body["evidence"]),
                body.get("note", ""),
            )
        case "cancelOrder":
            return CancelOrder(order_id, Reason(body["reason"]))
        case "changeAddress":
            return ChangeAddress(order_id, Address(**body["address"]))
        case "requestInvoice":
            kind = InvoiceKind(body["kind"])
            company = (body.get("tax_number", ""), body.get("company_details", ""))
            return RequestInvoice(order_id, kind, body["title"], body["email"], *company)
        case "requestPriceProtection":
            return RequestPriceProtection(order_id)
        case "remindShipping":
            return RemindShipping(order_id)
        case "grantCoupon":
            return GrantCoupon(**body)
        case "openTrace":
            return OpenTrace(tracking_no, TraceAbout(body["about"]), body.get("note", ""))
        case "askCarrier":
            return AskCarrier(tracking_no, CarrierWish(body["wish"]))
        case "interceptParcel":
            return InterceptParcel(tracking_no, Reason(body["reason"]))
    raise KeyError(operation)


def answer_of(thing: Any) -> Any:
    """An answer's JSON."""
    if isinstance(thing, list):
        return {"items": [_plain(one) for one in thing]}
    return _plain(thing)


def outcome_of(outcome: Outcome) -> Body:
    """An outcome's JSON."""
    result = "refused"
    if isinstance(outcome, Accepted):
        result = "accepted"
    elif isinstance(outcome, NeedsApproval):
        result = "needs_approval"
    return {"result": result, **{name: value for name, value in _plain(outcome).items() if value is not None}}


def _plain(value: Any) -> Any:
    if isinstance(value, Product):
        facts = [{"name": name, "value": fact} for name, fact in value.facts]
        return {**{one.name: _plain(getattr(value, one.name)) for one in fields(value)}, "facts": facts}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name != "as_of"}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value


def _lines(body: Body) -> tuple[LineChoice, ...]:
    return tuple(LineChoice(one["line_id"], one["quantity"]) for one in body["lines"])


def _slot(slot: Body | None) -> PickupSlot | None:
    return PickupSlot(datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"])) if slot else None
