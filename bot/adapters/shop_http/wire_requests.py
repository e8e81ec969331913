"""What is asked of a shop or a carrier, as calls (docs/shop-api.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.adapters.shop_http.client import Call
from bot.adapters.shop_http.wire import path
from bot.commerce.carrier import AskCarrier, CarrierRequest, InterceptParcel, OpenTrace
from bot.commerce.requests import (
    CancelOrder,
    ChangeAddress,
    GrantCoupon,
    RemindShipping,
    RequestInvoice,
    RequestPriceProtection,
    RequestRefund,
    RequestReturn,
    ShopRequest,
)

_OPERATIONS: dict[type[ShopRequest | CarrierRequest], tuple[str, str]] = {
    RequestRefund: ("requestRefund", "refunds"),
    RequestReturn: ("requestReturn", "returns"),
    CancelOrder: ("cancelOrder", "cancellation"),
    ChangeAddress: ("changeAddress", "address"),
    RequestInvoice: ("requestInvoice", "invoices"),
    RequestPriceProtection: ("requestPriceProtection", "price-protections"),
    RemindShipping: ("remindShipping", "reminders"),
    GrantCoupon: ("grantCoupon", "coupons"),
    OpenTrace: ("openTrace", "traces"),
    AskCarrier: ("askCarrier", "questions"),
    InterceptParcel: ("interceptParcel", "interception"),
}
"""Operation, and the last part of its path."""


def call_of(customer_id: str, request: ShopRequest | CarrierRequest, key: str) -> Call:
    """The call that asks for it. What stands in the path is not said again in the body."""
    operation, last = _OPERATIONS[type(request)]
    body = plain(asdict(request))
    if isinstance(request, GrantCoupon):
        parts = ["customers", customer_id, last]
    elif isinstance(request, OpenTrace | AskCarrier | InterceptParcel):
        parts = ["customers", customer_id, "parcels", body.pop("tracking_no"), last]
    else:
        parts = ["customers", customer_id, "orders", body.pop("order_id"), last]
    return Call(operation, "POST", path(*parts), body=body, key=key)


def plain(value: Any) -> Any:
    """A value as JSON has it: codes for enums, ISO 8601 for times and days, lists for tuples."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value
