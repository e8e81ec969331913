"""Order numbers of the shop: ``JZ`` and 12 digits, or the digits alone where nothing says they are something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.kernel.patterns import ORDER_NUMBER
from bot.language.carriers import CARRIER
from bot.language.entity import Entity, entity
from bot.language.view import View

_DAY = re.compile(r"[2-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
"""How the shop's own numbers begin: the day the order was placed."""
_PARCEL = re.compile(r"(?:快递|运单|物流|包裹|面单|单号查询)(?:单?号码?|单)?(?:是|为)?[: ]{0,2}$")
_ORDER = re.compile(r"订单|JZ|jz|下单")
_TELEPHONE = re.compile(r"(?:电话|座机|固话|打|拨)(?:号码|是|为)?[: ]{0,2}$")
_REACH = 12


def find_order_numbers(view: View) -> Iterator[Entity]:
    """Order numbers; value: the one spelling."""
    for match in ORDER_NUMBER.finditer(view.text):
        if _is_order(view.text, match):
            yield entity(view, "order_id", *match.span(), f"JZ{match[1]}")


def _is_order(text: str, match: re.Match[str]) -> bool:
    """Twelve bare digits are an order number unless a carrier or a telephone is named right before them."""
    if match.end() - match.start() > len(match[1]) or _DAY.match(match[1]):
        return True
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _ORDER.search(before):
        return True
    area_code = match[1][0] == "0" and match[1][1] not in "02"
    return not (CARRIER.search(before) or _PARCEL.search(before) or (area_code and _TELEPHONE.search(before)))
