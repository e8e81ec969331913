"""Asking a merchant's system that may fail: a wish with its key, and what the adapter says when it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.shop_server import TOKEN, Fault

from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.shop import HttpShop
from bot.commerce.requests import GrantCoupon
from bot.kernel.errors import ShopUnavailable
from bot.kernel.money import Fen

if TYPE_CHECKING:
    from contract.conftest import Merchant


COUPON = GrantCoupon(Fen(1000), "delivery_delay")
KEY = "rq_1"


async def why(merchant: Merchant, *faults: Fault) -> str:
    """Why a question is not answered by a shop with these faults."""
    merchant.server.next(*faults)
    with pytest.raises(ShopUnavailable) as caught:
        await merchant.shop.customer("u1001")
    return str(caught.value.fields["why"])


def patient(merchant: Merchant, seconds: float) -> HttpShop:
    """The same shop asked by somebody with less patience."""
    client = ShopClient(merchant.server.url, TOKEN, merchant.clock, answer_within_s=seconds)
    return HttpShop(client, merchant.clock)
