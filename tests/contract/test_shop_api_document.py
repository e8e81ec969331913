"""docs/shop-api.yaml is a true OpenAPI 3.1 document, and says what the ports and the adapter say."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate
from support.shop_api import ShopApi

from bot.adapters.shop_http import client, wire, wire_requests
from bot.adapters.shop_http.wire_answers import (
    CouponDoc,
    CustomerDoc,
    InquiryDoc,
    InvoiceDoc,
    MembershipDoc,
    PriceCheckDoc,
    ProductDoc,
    SignatureDoc,
    VariantDoc,
)
from bot.adapters.shop_http.wire_orders import AddressDoc, AfterSaleDoc, LineDoc, OrderDoc, ParcelDoc, RefundDoc
from bot.commerce.carrier import CarrierWish, SignedHow, TraceAbout
from bot.commerce.invoices import InvoiceKind
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Milestone, Refusal
from bot.commerce.parcels import ParcelStatus
from bot.commerce.reasons import Reason


@pytest.fixture(scope="module")
def api() -> ShopApi:
    """The document."""
    return ShopApi()


def schema(api: ShopApi, name: str) -> dict[str, Any]:
    """A schema of the document."""
    found: dict[str, Any] = api.document["components"]["schemas"][name]
    return found


def test_it_is_an_openapi_document(api: ShopApi) -> None:
    """By the rules of OpenAPI 3.1."""
    validate(api.document)


def test_every_request_of_the_ports_has_its_operation(api: ShopApi) -> None:
    """And every POST of the document is one of them."""
    posts = {name for name, (method, _, _) in api.operations.items() if method == "post"}

    assert posts == {operation for operation, _ in wire_requests._OPERATIONS.values()}


@pytest.mark.parametrize(
    ("name", "doc"),
    [
        ("Customer", CustomerDoc),
        ("Membership", MembershipDoc),
        ("Coupon", CouponDoc),
        ("Order", OrderDoc),
        ("OrderLine", LineDoc),
        ("Parcel", ParcelDoc),
        ("Refund", RefundDoc),
        ("AfterSale", AfterSaleDoc),
        ("Address", AddressDoc),
        ("Invoice", InvoiceDoc),
        ("PriceCheck", PriceCheckDoc),
        ("Product", ProductDoc),
        ("Variant", VariantDoc),
        ("Signature", SignatureDoc),
        ("Inquiry", InquiryDoc),
    ],
)
def test_what_is_read_is_what_the_document_has(api: ShopApi, name: str, doc: type[wire.Doc]) -> None:
    """The same fields, the same of them required: a merchant who keeps to it is understood."""
    said = schema(api, name)

    assert set(doc.model_fields) == set(said["properties"])
    assert {field for field, info in doc.model_fields.items() if info.is_required()} == set(said["required"])


def test_the_codes_are_those_of_the_ports(api: ShopApi) -> None:
    """States, reasons, kinds."""
    assert schema(api, "OrderStatus")["enum"] == [one.value for one in OrderStatus]
    assert schema(api, "Parcel")["properties"]["status"]["enum"] == [one.value for one in ParcelStatus]
    assert schema(api, "Reason")["enum"] == [one.value for one in Reason]
    assert schema(api, "InvoiceKind")["enum"] == [one.value for one in InvoiceKind]
    assert schema(api, "OpenTrace")["properties"]["about"]["enum"] == [one.value for one in TraceAbout]
    assert schema(api, "AskCarrier")["properties"]["wish"]["enum"] == [one.value for one in CarrierWish]
    assert schema(api, "Signature")["properties"]["how"]["enum"] == [one.value for one in SignedHow]
    assert schema(api, "Refused")["properties"]["code"]["examples"] == [one.value for one in Refusal]
    steps = schema(api, "Accepted")["properties"]["expected"]["items"]["properties"]["milestone"]["examples"]
    assert steps == [one.value for one in Milestone]


def test_the_bounds_are_those_of_the_adapter(api: ShopApi) -> None:
    """What the document allows is not cut off."""
    assert schema(api, "Orders")["properties"]["items"]["maxItems"] == wire.MAX_ITEMS
    assert schema(api, "Id")["pattern"] == f"^{wire._ID.pattern}$"
    assert client.MAX_BYTES == 1_000_000
