"""Who pays for sending goods back."""

from __future__ import annotations

from enum import Enum


class Payer(str, Enum):
    """The shop, or the customer."""

    SHOP = "shop"
    CUSTOMER = "customer"
