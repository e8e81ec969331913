"""What a wake-up brings is sent at once when it is the next thing; what mere messages change is told now and then."""

from __future__ import annotations

import asyncio

from support.followed_log import Log, at_rest

from bot.handoff.wakeups_port import Signal


async def test_what_a_signal_says_is_sent_before_the_teller_goes_on() -> None:
    """Nothing is read again that was told, and what the client may not see moves the cursor, too."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.tell(follower, "text")
    log.tell(follower, "note")
    log.tell(follower, "text", "text")
    task.cancel()

    assert (log.seqs(), log.reads) == ([1, 3, 4], 0)


async def test_a_signal_that_is_not_the_next_one_makes_the_follower_read() -> None:
    """The one before it was lost: both are found in the log, in order."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.append("text")
    log.tell(follower, "text")
    await log.until_sent(2)
    task.cancel()

    assert log.seqs() == [1, 2]


async def test_a_signal_without_its_record_makes_the_follower_read() -> None:
    """Too large to be told, or of a conversation this process knew nothing of."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.append("text")
    follower.hear(Signal("conversation", "c_1"))
    await log.until_sent(1)
    task.cancel()

    assert log.seqs() == [1]


async def test_a_client_that_takes_nothing_now_gets_it_in_order_when_it_does() -> None:
    """What could not be sent at once is sent by the follower itself, which waits for room."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.full = True
    log.tell(follower, "text")
    log.full = False
    log.tell(follower, "text")
    await log.until_sent(2)
    task.cancel()

    assert log.seqs() == [1, 2]


async def test_a_change_of_control_is_sent_with_the_signal_that_tells_it() -> None:
    """The customer sees at once that a person is there."""
    log = Log()
    follower = log.follower()
    task = await at_rest(log, follower)

    log.control = {"state": "agent"}
    log.tell(follower, "notice")
    task.cancel()

    assert log.kinds() == ["event", "control"]
    assert follower.control == {"state": "agent"}


async def test_what_mere_messages_change_is_told_at_once_and_then_not_with_each_of_them() -> None:
    """In a quick exchange the desk gets every line, and its clocks as often as anybody can read them."""
    log = Log()
    follower = log.follower(control_s=60)
    task = await at_rest(log, follower)

    log.exchange(follower, 1, 2, 3)
    told_by_then = follower.control
    log.control = {"state": "queue", "due_at": 4}
    log.tell(follower, "control", lists="all")
    task.cancel()

    assert log.kinds() == ["event", "control", "event", "event", "event", "control"]
    assert told_by_then == {"state": "agent", "due_at": 1}
    assert follower.control == {"state": "queue", "due_at": 4}


async def test_the_last_of_what_messages_changed_is_told_without_another_message() -> None:
    """Who stops writing is not left with clocks of a moment before."""
    log = Log()
    follower = log.follower(control_s=0.05)
    task = await at_rest(log, follower)

    log.exchange(follower, 1, 2)
    await log.until_sent(4)
    task.cancel()

    assert log.kinds() == ["event", "control", "event", "control"]
    assert follower.control == {"state": "agent", "due_at": 2}


async def test_what_waited_to_be_told_never_takes_back_what_was_told_since() -> None:
    """A message, another one, and the conversation is somebody else's: that stays what the desk was told last."""
    log = Log()
    follower = log.follower(control_s=0.01)
    task = await at_rest(log, follower)
    log.exchange(follower, 1, 2)
    log.control = {"state": "queue"}
    log.tell(follower, "control", lists="all")
    log.control = {"state": "an older record"}

    # Set after the follower's own timer and as long: it rings when that has rung.
    rung = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, rung.set)
    await rung.wait()
    task.cancel()

    assert log.kinds() == ["event", "control", "event", "event", "control"]
    assert follower.control == {"state": "queue"}
