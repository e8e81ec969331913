"""The demo shop's file: made, dated anew, locked, broken, gone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters import demo_shop_file
from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_file import ensure_seeded
from bot.adapters.demo_shop_seed import VERSION, stock_of
from bot.commerce.days import moment, shop_day
from bot.commerce.orders import OrderStatus
from bot.commerce.outcomes import Accepted, Unconfirmed
from bot.commerce.parcels import late_days
from bot.commerce.requests import CancelOrder, GrantCoupon, RemindShipping
from bot.kernel.clock import FixedClock, from_ms
from bot.kernel.errors import SettingError, ShopUnavailable
from bot.kernel.money import Fen

NOW = moment(date(2025, 11, 30), 23, 50)
TOMORROW = NOW + timedelta(minutes=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A shop seeded at the end of a month."""
    file = tmp_path / "var" / "shop.db"
    ensure_seeded(file, NOW)
    return file


@pytest.fixture
def clock() -> FixedClock:
    """Ten to midnight in the shop."""
    return FixedClock(NOW)


@pytest.fixture
async def shop(path: Path, clock: FixedClock) -> AsyncIterator[DemoShop]:
    """The shop on that file."""
    opened = DemoShop(path, clock)
    yield opened
    await opened.close()


async def days_late(shop: DemoShop, clock: FixedClock) -> list[int]:
    orders = await shop.orders("u1001")
    return [late_days(order.parcel, from_ms(clock.now_ms())) for order in orders if order.parcel]


def test_a_missing_file_is_made_and_one_of_today_is_kept(tmp_path: Path) -> None:
    """Folders too; the second call of a day writes nothing."""
    file = tmp_path / "new" / "shop.db"

    assert ensure_seeded(file, NOW)
    written = file.stat().st_mtime_ns
    assert not ensure_seeded(file, NOW)
    assert written == file.stat().st_mtime_ns


def test_a_file_of_another_day_is_dated_anew_and_leaves_nothing_behind(path: Path) -> None:
    """In one transaction: the folder holds the shop, and nothing that was needed on the way."""
    before = path.read_bytes()

    assert ensure_seeded(path, TOMORROW)

    assert before != path.read_bytes()
    assert [path] == list(path.parent.iterdir())
    assert not ensure_seeded(path, TOMORROW)


def test_a_file_of_another_version_is_written_anew(path: Path) -> None:
    """A newer product brings its own demo shop."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE seed SET version = ?", (VERSION - 1,))
        db.commit()

    assert ensure_seeded(path, NOW)


def test_somebody_elses_database_is_never_overwritten(tmp_path: Path) -> None:
    """A path set wrongly costs a sentence, not a ledger."""
    ledger = tmp_path / "ledger.db"
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("CREATE TABLE complaints (id INTEGER)")
        db.commit()
    before = ledger.read_bytes()

    with pytest.raises(SettingError, match=r"ledger\.db"):
        ensure_seeded(ledger, NOW)

    assert before == ledger.read_bytes()


@pytest.mark.parametrize("content", [b"this is no database at all, only words", b"SQLite format 3\x00" + b"x" * 200])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """It may be anything, so it is not ours to replace."""
    file = tmp_path / "notes.txt"
    file.write_bytes(content)

    with pytest.raises(SettingError):
        ensure_seeded(file, NOW)

    assert content == file.read_bytes()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message says which file."""
    blocker = tmp_path / "file"
    blocker.touch()

    with pytest.raises(SettingError, match=r"shop\.db"):
        ensure_seeded(blocker / "shop.db", NOW)


async def test_a_running_shop_moves_on_at_midnight(shop: DemoShop, clock: FixedClock) -> None:
    """The parcel that is two days late today is two days late tomorrow."""
    before = await days_late(shop, clock)

    clock.advance(minutes=30)

    assert before == [2, 0]
    assert before == await days_late(shop, clock)


async def test_a_shop_that_cannot_be_dated_anew_goes_on_with_its_old_dates(
    shop: DemoShop, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the parcel of yesterday is a day later, which is the truth."""

    def full(path: Path, now: datetime) -> bool:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(demo_shop_file, "_date_anew", full)
    clock.advance(minutes=30)

    assert await days_late(shop, clock) == [3, 0]


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


async def test_what_was_done_about_an_order_outlives_the_night(shop: DemoShop, clock: FixedClock) -> None:
    """A cancelled order is cancelled tomorrow, under its number; its twin of the new day is left out."""
    unpaid = next(one for one in stock_of(shop_day(NOW)).orders if one.status is OrderStatus.UNPAID)
    who, number = unpaid.customer_id, unpaid.order_id
    before = await shop.orders(who, 50)
    outcome = await shop.carry_out(who, CancelOrder(number), key="rq_1")
    await shop.carry_out(who, GrantCoupon(Fen(1000), "delay"), key="rq_2")
    granted = len(await shop.coupons(who))

    clock.advance(minutes=30)

    after = await shop.orders(who, 50)
    kept = await shop.order(who, number)
    assert kept is not None
    assert (kept.status, kept.placed_at) == (OrderStatus.CANCELLED, unpaid.placed_at)
    assert len(after) == len(before)
    assert {one.order_id for one in after} & {one.order_id for one in before} == {number}
    assert await shop.outcome(who, "rq_1") == outcome
    assert len(await shop.coupons(who)) == granted


async def test_after_a_month_an_order_is_the_seeds_again(shop: DemoShop, clock: FixedClock) -> None:
    """A demo that runs for ever does not fill up."""
    before = await shop.orders("u1001")
    await shop.carry_out("u1001", RemindShipping("JZ0"), key="rq_1")
    late = next(order for order in before if order.status is OrderStatus.IN_TRANSIT)
    await shop.carry_out("u1001", GrantCoupon(Fen(1000), "delay", order_id=late.order_id), key="rq_2")
    clock.advance(days=20)
    assert await shop.order("u1001", late.order_id) is not None

    clock.advance(days=11)

    assert await shop.order("u1001", late.order_id) is None
    assert len(await shop.orders("u1001")) == len(before)
    assert await shop.outcome("u1001", "rq_2") is None
    assert await days_late(shop, clock) == [2, 0]


async def test_two_that_date_the_file_anew_at_once_do_it_once(path: Path, clock: FixedClock) -> None:
    """The hub and the actions pass midnight together, with a request in between."""
    shops = [DemoShop(path, clock) for _ in range(4)]
    clock.advance(minutes=30)

    found = await asyncio.gather(
        *(one.orders("u1001") for one in shops), shops[0].carry_out("u1001", CancelOrder("JZ0"), key="rq_1")
    )

    assert found[0] == found[1] == found[2] == found[3]
    assert await days_late(shops[3], clock) == [2, 0]
    for one in shops:
        await one.close()


async def test_the_demo_control_does_the_next_step_now(shop: DemoShop) -> None:
    """For showing how a refund goes on, without waiting days; an order with nothing under way stays as it is."""
    [order] = await shop.orders("u1005")
    assert order.refund is not None
    done = [step.code for step in order.refund.steps if step.at]

    pushed = await shop.push(order.order_id)

    assert pushed is not None
    assert pushed.refund is not None
    assert len([step for step in pushed.refund.steps if step.at]) == len(done) + 1
    assert await shop.order("u1005", order.order_id) == pushed
    [quiet] = await shop.orders("u1002")
    assert await shop.push(quiet.order_id) == quiet
    assert await shop.push("JZ0") is None


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
