"""The port :class:`bot.commerce.carrier.Carrier` on a merchant's system, which speaks to its carriers."""

from __future__ import annotations

from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.questions import Questions
from bot.adapters.shop_http.wire import list_of, of
from bot.adapters.shop_http.wire_answers import InquiryDoc, SignatureDoc
from bot.adapters.shop_http.wire_orders import TrackedDoc
from bot.commerce.carrier import CarrierRequest, Inquiry, Signature
from bot.commerce.outcomes import Outcome
from bot.commerce.parcels import Parcel


class HttpCarrier:
    """The carriers of a merchant, asked through its system."""

    def __init__(self, client: ShopClient) -> None:
        self._ask = Questions(client)

    async def track(self, customer_id: str, tracking_no: str) -> Parcel | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        read = of(TrackedDoc, lambda doc: _only(doc.parcel(doc.order_id), tracking_no))
        return await self._ask.one("trackParcel", read, "customers", customer_id, "parcels", tracking_no)

    async def signature(self, customer_id: str, tracking_no: str) -> Signature | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        place = ("customers", customer_id, "parcels", tracking_no, "signature")
        return await self._ask.one("getSignature", of(SignatureDoc, SignatureDoc.signature), *place)

    async def inquiries(self, customer_id: str, tracking_no: str) -> list[Inquiry]:
        """See :class:`bot.commerce.carrier.Carrier`."""
        place = ("customers", customer_id, "parcels", tracking_no, "inquiries")
        found = await self._ask.several("listInquiries", list_of(InquiryDoc, InquiryDoc.inquiry), *place)
        return sorted(found, key=lambda inquiry: (inquiry.opened_at, inquiry.number), reverse=True)

    async def carry_out(self, customer_id: str, request: CarrierRequest, *, key: str) -> Outcome:
        """See :class:`bot.commerce.carrier.Carrier`."""
        return await self._ask.to_do(customer_id, request, key)

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        return await self._ask.what_became(customer_id, key)

    async def ping(self) -> None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        await self._ask.anything()

    async def close(self) -> None:
        """See :class:`bot.commerce.carrier.Carrier`."""
        await self._ask.end()


def _only(parcel: Parcel, tracking_no: str) -> Parcel:
    if parcel.tracking_no != tracking_no:
        raise ValueError("tracking_no")
    return parcel
