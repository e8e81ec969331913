"""A customer as the shop knows them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Customer:
    """Who is writing.

    Attributes:
        customer_id: the shop's id, e.g. ``u1001``.
        level: the membership as the shop calls it, e.g. ``金卡会员``.
        phone: in full; mask it before it leaves for a person (playbook H2). Kept out of ``repr`` and so of logs.
    """

    customer_id: str
    name: str
    level: str
    phone: str = field(repr=False)
    city: str
