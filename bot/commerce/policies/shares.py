"""What was paid for one line of an order, after discounts on the whole."""

from __future__ import annotations

from bot.commerce.orders import Order
from bot.kernel.money import Fen


def line_share(order: Order, at: int) -> Fen:
    """The part of what was paid that belongs to a line, so that the parts of all lines make up the whole exactly.

    Discounts on the order are spread in proportion to the lines' prices; fen that do not divide go to the earlier
    lines first, one each. When no line has a price, the whole belongs to the first.

    Raises:
        IndexError: the order has no such line.
    """
    prices = [line.unit_fen * line.quantity for line in order.lines]
    total = sum(prices)
    if total == 0:
        return Fen(order.paid_fen if range(len(prices))[at] == 0 else 0)
    shares = [order.paid_fen * price // total for price in prices]
    rest = order.paid_fen - sum(shares)
    for place in [place for place, price in enumerate(prices) if price][:rest]:
        shares[place] += 1
    return Fen(shares[at])
