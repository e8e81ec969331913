"""What is left when a process dies in the middle: every step is in the store, and a sweep goes on with it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

import pytest
from support.conversations import LIN, XIAOLIN, House, open_house
from support.live_store import LiveStore

from bot.handoff import packing
from bot.handoff.control import State
from bot.handoff.core import Times
from bot.handoff.people import CustomerProfile
from bot.handoff.turns import LEASE_SPARE_MS
from bot.kernel.clock import FixedClock
from bot.kernel.errors import StoreUnavailable


@pytest.fixture
def clock() -> FixedClock:
    """A clock the test moves; the store's own time-outs are not under test here."""
    return FixedClock(datetime(2026, 11, 21, 4, 0, tzinfo=timezone.utc))


async def test_a_turn_of_a_hub_that_died_is_answered_by_another_one(store_url: str, clock: FixedClock) -> None:
    """The turn is in the store; once the dead worker's lease is over, any sweep answers it."""
    dead, alive = open_house(store_url, clock), open_house(store_url, clock)
    dead.engine.gate.clear()
    conversation = await dead.service.open_for(LIN)
    await dead.service.customer_says(conversation, client_id="a", text="我的快递")
    await dead.engine.reached.wait()
    await dead.redis.delete(f"jz:1:{{{conversation}}}:lease")
    clock.advance(milliseconds=Times().turn + LEASE_SPARE_MS + 1)

    await alive.service.sweep.run_once()
    await alive.service.background.drain()
    dead.engine.gate.set()
    await dead.close()

    assert await alive.texts(conversation) == ["customer:text:我的快递", "bot:text:答：我的快递"]
    assert dead.engine.asked[0].turn.turn_id == alive.engine.asked[0].turn.turn_id
    await alive.close()


async def test_a_sweep_leaves_alone_what_another_hub_is_working_on(store_url: str, clock: FixedClock) -> None:
    """While the lease is held nobody else asks the engine."""
    busy, other = open_house(store_url, clock), open_house(store_url, clock)
    busy.engine.gate.clear()
    conversation = await busy.service.open_for(LIN)
    await busy.service.customer_says(conversation, client_id="a", text="我的快递")
    await busy.engine.reached.wait()

    await other.service.sweep.run_once()
    await other.service.background.drain()

    assert other.engine.asked == []
    busy.engine.gate.set()
    await busy.close()
    await other.close()


async def test_packing_that_was_cut_short_is_done_by_the_sweep(
    store_url: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PACKING has a due time of three seconds; after it, whoever sweeps packs."""
    house = open_house(store_url, clock)
    conversation = await house.service.open_for(LIN)
    with monkeypatch.context() as patched:

        async def dies(*_: object) -> None:
            raise asyncio.CancelledError

        patched.setattr(packing, "pack", dies)
        await house.service.customer_says(conversation, client_id="a", text="转人工")
        await house.service.background.drain()
    assert (await house.store.control(conversation)).state is State.PACKING

    clock.advance(milliseconds=Times().packing + 1)
    await house.service.sweep.run_once()

    assert (await house.store.control(conversation)).state is State.QUEUED
    await house.close()


async def test_a_return_that_was_cut_short_is_done_by_the_sweep(store_url: str, clock: FixedClock) -> None:
    """RETURNING is finished by whoever sweeps; the bot is told once more, which is harmless."""
    house = open_house(store_url, clock)
    conversation = await house.service.open_for(LIN)
    await house.says(conversation, "转人工")
    epoch = await house.claimed(conversation)
    house.archive.hold()
    stuck = asyncio.create_task(
        house.service.resolve(conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="", next="bot")
    )
    await house.archive.reached.wait()
    stuck.cancel()
    await asyncio.wait([stuck])
    house.archive.gate.set()

    clock.advance(milliseconds=Times().returning + 1)
    await house.service.sweep.run_once()

    assert (await house.store.control(conversation)).state is State.BOT
    assert [told["result"] for told in house.engine.appended] == ["explained"]
    await house.close()


async def test_invariant_9_due_times_fire_once_in_the_queue_and_call_the_staff(
    store_url: str, clock: FixedClock
) -> None:
    """The due time of the queue: a line for the customer, an alert for the desk, then twice the time."""
    house = open_house(store_url, clock)
    conversation = await house.service.open_for(LIN)
    await house.says(conversation, "转人工")

    clock.advance(milliseconds=Times().queue_notice + 1)
    await house.service.sweep.run_once()
    await house.service.sweep.run_once()

    assert (await house.texts(conversation))[-1].startswith("system:notice:让您久等了")
    alerts = [line for line in await house.texts(conversation, "staff") if line.startswith("system:alert:")]
    assert len(alerts) == 1
    control = await house.store.control(conversation)
    assert control.due_at - clock.now_ms() == 2 * Times().queue_notice
    await house.close()


async def test_a_customer_an_agent_leaves_waiting_is_called_out_on_the_desk(store_url: str, clock: FixedClock) -> None:
    """HUMAN has a due time too."""
    house = open_house(store_url, clock)
    conversation = await house.service.open_for(LIN)
    await house.says(conversation, "转人工")
    await house.claimed(conversation)

    clock.advance(milliseconds=Times().reply + 1)
    await house.service.sweep.run_once()

    assert "system:alert:客户在等您回复。" in await house.texts(conversation, "staff")
    assert not [line for line in await house.texts(conversation) if "在等您回复" in line]
    await house.close()


async def test_invariant_10_a_store_that_crashes_loses_nothing_that_was_acknowledged(
    live_store: LiveStore, house: House
) -> None:
    """Killed and started again on the same data, the log is whole and the numbers go on (invariant 10)."""
    conversation = await house.service.open_for(LIN)
    for line in ("一", "二", "三"):
        await house.says(conversation, line)
    before = await house.texts(conversation)

    live_store.kill()
    with pytest.raises(StoreUnavailable):
        await house.service.customer_says(conversation, client_id="lost", text="四")
    live_store.start()
    await house.says(conversation, "四")

    after = await house.texts(conversation)
    assert after[: len(before)] == before
    assert after[-2:] == ["customer:text:四", "bot:text:答：四"]


async def test_invariant_9_two_hubs_that_sweep_at_once_tell_the_customer_once(
    store_url: str, clock: FixedClock
) -> None:
    """Firing twice is harmless: whoever comes second acts on a picture that is out of date, and does nothing."""
    one, other = open_house(store_url, clock), open_house(store_url, clock)
    conversation = await one.service.open_for(LIN)
    await one.says(conversation, "转人工")
    clock.advance(milliseconds=Times().queue_notice + 1)

    await asyncio.gather(*(house.service.sweep.run_once() for house in (one, other, one, other)))

    told = [line for line in await one.texts(conversation) if line.startswith("system:notice:让您久等了")]
    assert len(told) == 1
    await one.close()
    await other.close()


async def test_what_a_customer_adds_while_the_brief_is_made_is_not_undone(store_url: str, clock: FixedClock) -> None:
    """The brief takes its time; a threat in that time still lifts the customer in the queue."""
    house = open_house(store_url, clock)
    calm = await house.service.open_for(CustomerProfile("u2", "客户二", verified=True))
    await house.says(calm, "转人工")
    conversation = await house.service.open_for(LIN)
    house.facts.hold()
    await house.service.customer_says(conversation, client_id="a", text="转人工")
    await house.facts.reached.wait()
    await house.service.customer_says(conversation, client_id="b", text="不然我打12315")

    house.facts.gate.set()
    await house.service.background.drain()

    control = await house.store.control(conversation)
    assert (control.state, control.priority, control.last_text) == (State.QUEUED, "urgent", "不然我打12315")
    assert [item["conversation"] for item in await house.service.queue()] == [conversation, calm]
    await house.close()
