"""The demo shop when its file is gone, locked, slow or full of nonsense."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.demo_shop import DemoShop
from bot.commerce.outcomes import Accepted, Unconfirmed
from bot.commerce.requests import GrantCoupon
from bot.kernel.clock import FixedClock
from bot.kernel.errors import ShopUnavailable
from bot.kernel.money import Fen


async def test_a_file_that_is_gone_is_not_made_again_behind_the_shops_back(
    shop: DemoShop, path: Path, clock: FixedClock
) -> None:
    """Not even on the next day: a shop that is down looks down."""
    path.unlink()
    clock.advance(days=1)

    with pytest.raises(ShopUnavailable):
        await shop.orders("u1001")

    assert not path.exists()


async def test_the_shop_is_back_as_soon_as_its_file_is(shop: DemoShop, path: Path) -> None:
    """Nobody has to restart anything."""
    aside = path.rename(path.with_suffix(".aside"))
    with pytest.raises(ShopUnavailable):
        await shop.ping()

    aside.rename(path)

    assert len(await shop.orders("u1001")) == 2


async def test_a_locked_file_is_a_shop_that_does_not_answer(shop: DemoShop, path: Path) -> None:
    """Told well before the five seconds of a turn are over."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()

        with pytest.raises(ShopUnavailable):
            await shop.orders("u1001")

        assert time.monotonic() - started < 4
    assert len(await shop.orders("u1001")) == 2


async def test_a_shop_that_hangs_is_given_up_in_time(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that never answers holds up its own thread and nobody else."""
    shop = DemoShop(path, clock, answer_within_s=0.05)
    let_go = threading.Event()
    monkeypatch.setattr(shop._file, "_keep_fresh", let_go.wait)

    with pytest.raises(ShopUnavailable) as caught:
        await shop.ping()

    assert caught.value.fields == {"why": "TimeoutError"}
    let_go.set()
    await shop.close()


@pytest.mark.parametrize(
    "damage",
    ["UPDATE orders SET status = 'lost'", "UPDATE parcels SET promised_on = 'soon'", "DROP TABLE tracking_steps"],
)
async def test_nonsense_in_the_file_is_a_shop_that_does_not_answer(shop: DemoShop, path: Path, damage: str) -> None:
    """A state nobody knows is not passed on to a customer."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(damage)
        db.commit()

    with pytest.raises(ShopUnavailable):
        await shop.orders("u1001")


async def test_a_request_to_a_locked_file_has_not_happened(shop: DemoShop, path: Path) -> None:
    """And can be asked for again with the same key."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("BEGIN IMMEDIATE")

        with pytest.raises(ShopUnavailable):
            await shop.carry_out("u1001", GrantCoupon(Fen(1000), "delay"), key="rq_1")

    assert await shop.outcome("u1001", "rq_1") is None
    assert isinstance(await shop.carry_out("u1001", GrantCoupon(Fen(1000), "delay"), key="rq_1"), Accepted)


async def test_a_request_that_takes_too_long_is_to_be_checked(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may still happen, and then it has happened once."""
    shop = DemoShop(path, clock, answer_within_s=0.05)
    let_go = threading.Event()
    monkeypatch.setattr(shop._file, "_keep_fresh", let_go.wait)

    outcome = await shop.carry_out("u1001", GrantCoupon(Fen(1000), "delay"), key="rq_1")

    assert outcome == Unconfirmed("rq_1")
    let_go.set()
    await shop.close()
