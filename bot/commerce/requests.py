"""What can be asked of a shop on a customer's behalf: one small record for each, and the key that makes it once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from bot.commerce.addresses import Address
from bot.commerce.aftersales import PickupSlot, ReturnKind
from bot.commerce.invoices import InvoiceKind
from bot.commerce.reasons import Reason
from bot.kernel.money import Fen

NOTHING = Fen(0)


@dataclass(frozen=True)
class LineChoice:
    """So many pieces of one line of an order."""

    line_id: str
    quantity: int


@dataclass(frozen=True)
class RequestRefund:
    """Money back, the goods staying where they are.

    Attributes:
        lines: what it is for; empty: the whole order.
        evidence: ids of the pictures the customer sent.
        approved_by: the staff member who allowed it; empty: the shop decides whether somebody has to.
    """

    order_id: str
    amount_fen: Fen
    reason: Reason
    lines: tuple[LineChoice, ...] = ()
    evidence: tuple[str, ...] = ()
    approved_by: str = ""
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class RequestReturn:
    """Goods go back, for their price, for others, or to be mended.

    Attributes:
        pickup: when a courier shall fetch them; None: the customer sends them.
        wanted_spec: of an exchange, the kind wanted instead; empty: the same again.
    """

    order_id: str
    kind: ReturnKind
    reason: Reason
    lines: tuple[LineChoice, ...] = ()
    pickup: PickupSlot | None = None
    wanted_spec: str = ""
    evidence: tuple[str, ...] = ()
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class CancelOrder:
    """Call an order off before it is sent; what was paid comes back."""

    order_id: str
    reason: Reason = Reason.OTHER


@dataclass(frozen=True)
class ChangeAddress:
    """Send it elsewhere; only before it is sent."""

    order_id: str
    address: Address


@dataclass(frozen=True)
class RequestInvoice:
    """An invoice by e-mail; a company's needs its tax number.

    Attributes:
        company_details: of a special invoice, the company's address, telephone, bank and account as they were given.
    """

    order_id: str
    kind: InvoiceKind
    title: str = field(repr=False)
    email: str = field(repr=False)
    tax_number: str = field(default="", repr=False)
    company_details: str = field(default="", repr=False)


@dataclass(frozen=True)
class RequestPriceProtection:
    """The difference back, since it has become cheaper."""

    order_id: str


@dataclass(frozen=True)
class RemindShipping:
    """Urge the warehouse to send an order off (催发货)."""

    order_id: str


@dataclass(frozen=True)
class GrantCoupon:
    """A coupon as goodwill (playbook B4).

    Attributes:
        cause: what it makes up for, a code such as ``delivery_delay``.
        order_id: the order it is about, if it is about one.
        approved_by: the staff member who allowed it; empty: within what the assistant may give by itself.
    """

    amount_fen: Fen
    cause: str
    threshold_fen: Fen = NOTHING
    order_id: str = ""
    approved_by: str = ""


OrderRequest = (
    RequestRefund
    | RequestReturn
    | CancelOrder
    | ChangeAddress
    | RequestInvoice
    | RequestPriceProtection
    | RemindShipping
)
"""What is asked about one order."""

ShopRequest = OrderRequest | GrantCoupon
"""Everything a shop can be asked to do."""


def request_key(*parts: str) -> str:
    """The idempotency key of one wish: the same parts give the same key.

    Build it from what makes the wish one wish (conversation, what is wanted, order, the turn in which the customer
    confirmed it), so that a turn that runs twice asks once.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"rq_{digest[:40]}"
