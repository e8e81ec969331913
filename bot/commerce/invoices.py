"""An invoice for an order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.kernel.money import Fen


class InvoiceKind(str, Enum):
    """To a person, to a company, or to a company that reclaims the tax (增值税专用发票)."""

    PERSONAL = "personal"
    COMPANY = "company"
    SPECIAL = "special"


@dataclass(frozen=True)
class Invoice:
    """What was asked for, and whether it was issued; the title and what follows are personal data."""

    number: str
    order_id: str
    kind: InvoiceKind
    amount_fen: Fen
    requested_at: datetime
    expected_by: datetime
    title: str = field(repr=False)
    email: str = field(repr=False)
    tax_number: str = field(default="", repr=False)
    issued_at: datetime | None = None
