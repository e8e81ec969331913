"""What every shop behind the port does, checked on each adapter with the same goods in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from support.shop_samples import MemoryShop

from bot.adapters.demo_shop import DemoShop, ensure_seeded
from bot.adapters.demo_shop_rows import Stock
from bot.adapters.demo_shop_seed import stock_of
from bot.commerce.days import moment
from bot.commerce.shop import Shop
from bot.kernel.clock import FixedClock
from bot.kernel.errors import ShopUnavailable

TODAY = date(2025, 11, 21)
NOW = moment(TODAY, 10)


class Case:
    """A shop, what is in it, and how to break it."""

    def __init__(self, shop: Shop, stock: Stock, break_it: Callable[[], None]) -> None:
        self.shop, self.stock, self.break_it = shop, stock, break_it


@pytest.fixture(params=["memory", "demo"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    """Every adapter in turn."""
    stock = stock_of(TODAY)
    if request.param == "memory":
        memory = MemoryShop(stock.customers, stock.orders)
        yield Case(memory, stock, lambda: setattr(memory, "down", True))
        return
    path = tmp_path / "shop.db"
    ensure_seeded(path, NOW)
    demo = DemoShop(path, FixedClock(NOW))
    yield Case(demo, stock, path.unlink)
    demo.close()


async def test_a_customer_is_found_by_id(case: Case) -> None:
    """And nobody by an id the shop does not know."""
    for customer in case.stock.customers[:3]:
        assert customer == await case.shop.customer(customer.customer_id)

    assert await case.shop.customer("u9999") is None


async def test_orders_come_whole_and_newest_first(case: Case) -> None:
    """Lines, parcel with its steps, and refund are part of the order, for every customer."""
    for customer in case.stock.customers:
        theirs = [order for order in case.stock.orders if order.customer_id == customer.customer_id]
        newest_first = sorted(theirs, key=lambda order: (order.placed_at, order.order_id), reverse=True)

        assert newest_first == await case.shop.orders(customer.customer_id)


async def test_no_more_orders_come_than_asked_for(case: Case) -> None:
    """The newest are kept."""
    everything = await case.shop.orders("u1010")

    assert everything[:2] == await case.shop.orders("u1010", limit=2)


async def test_somebody_unknown_has_no_orders(case: Case) -> None:
    """An empty list, not an error."""
    assert await case.shop.orders("u9999") == []
    assert await case.shop.orders("u1003") == []


async def test_a_customer_never_sees_another_customers_order(case: Case) -> None:
    """Every order is looked up as every fixed customer: only the owner gets it."""
    for order in case.stock.orders[:40]:
        for asking in ("u1001", "u1002", "u1003", order.customer_id):
            found = await case.shop.order(asking, order.order_id)

            assert found == (order if asking == order.customer_id else None)


@pytest.mark.parametrize("number", ["JZ999999999999", "", "' OR 1=1 --", "jz"])
async def test_a_number_that_is_none_finds_nothing(case: Case, number: str) -> None:
    """Whatever a customer types is only ever compared."""
    assert await case.shop.order("u1001", number) is None


async def test_a_broken_shop_says_so_on_every_call(case: Case) -> None:
    """Never None, never an empty list: that would be an answer."""
    await case.shop.ping()
    case.break_it()

    for call in (
        case.shop.ping(),
        case.shop.customer("u1001"),
        case.shop.orders("u1001"),
        case.shop.order("u1001", "JZ251101000001"),
    ):
        with pytest.raises(ShopUnavailable):
            await call
