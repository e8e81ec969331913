"""What the shop sells: facts, stock, and what a price was and is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.money import Fen


@dataclass(frozen=True)
class Variant:
    """One kind of a product (colour, size …).

    Attributes:
        stock: pieces on hand.
        restock_on: the day more come, on the shop's calendar, when there are none and the shop knows.
    """

    spec: str
    stock: int
    restock_on: date | None = None


@dataclass(frozen=True)
class Product:
    """A product as its page describes it.

    Attributes:
        facts: names and values of the page (材质, 保修 …), in the page's order.
    """

    sku: str
    title: str
    price_fen: Fen
    variants: tuple[Variant, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PriceChange:
    """What one line of an order cost a piece, and what it costs now."""

    line_id: str
    title: str
    paid_fen: Fen
    now_fen: Fen
    quantity: int


@dataclass(frozen=True)
class PriceCheck:
    """Whether the shop gives back the difference for an order, and how much.

    Attributes:
        reason: the shop's words, when it does not.
        until: how long it can be asked for.
        difference_fen: what would be given back in all; 0 when nothing is.
    """

    order_id: str
    eligible: bool
    difference_fen: Fen
    lines: tuple[PriceChange, ...]
    until: datetime | None = None
    reason: str = ""
