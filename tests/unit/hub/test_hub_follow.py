"""Following a conversation: every event once, in order, whatever happens to the wake-ups."""

from __future__ import annotations

import asyncio

from support.followed_log import Log


async def test_a_client_that_says_since_n_gets_the_rest_in_order() -> None:
    """Invariant 10: n+1 and on, each once."""
    log = Log()
    log.append("text", "text", "text", "text")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(since=2).run())
        await log.until_sent(2)
        task.cancel()

    assert log.seqs() == [3, 4]


async def test_a_log_longer_than_one_reading_arrives_whole_without_another_wake_up() -> None:
    """The store gives a thousand events at a time; the rest must not wait for the next message."""
    log = Log(page=3)
    log.append(*["text"] * 10)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower().run())
        await log.until_sent(10)
        task.cancel()

    assert log.seqs() == list(range(1, 11))


async def test_a_wake_up_during_the_read_is_not_lost() -> None:
    """The race of every pump: an event appended after the read, its wake-up before the wait."""
    log = Log()
    follower = log.follower()

    def happen() -> None:
        log.append("text")
        follower.wake()

    log.while_reading = happen
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_a_lost_wake_up_only_costs_time() -> None:
    """Without any wake-up the next look finds the event."""
    log = Log()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(sweep_s=0.01).run())
        await asyncio.sleep(0)
        log.append("text")
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_a_store_that_is_away_costs_nothing_but_time() -> None:
    """The stream stands still and goes on where it was."""
    log = Log()
    log.append("text")
    log.away = True
    async with asyncio.TaskGroup() as group:
        task = group.create_task(log.follower(sweep_s=0.01).run())
        await asyncio.sleep(0)
        log.away = False
        await log.until_sent(1)
        task.cancel()

    assert log.seqs() == [1]


async def test_control_is_told_on_change_only() -> None:
    """A client that knows the state is not told it again."""
    log = Log()
    follower = log.follower()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        log.append("text")
        await log.until_sent(1)
        log.control = {"state": "waiting"}
        follower.wake()
        await log.until_sent(2)
        task.cancel()

    assert [frame["t"] for frame in log.sent] == ["event", "control"]


async def test_who_may_no_longer_see_a_conversation_gets_its_last_state_and_no_event() -> None:
    """A colleague claimed it: the desk learns that, and nothing said afterwards."""
    log = Log()
    follower = log.follower(control={"state": "queued"})
    log.append("text")
    log.control = {"state": "human"}
    log.allowed = False

    await asyncio.wait_for(follower.run(), 5)

    assert log.sent == [{"t": "control", "control": {"state": "human"}}]
