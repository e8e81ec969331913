"""Messages on their way: in order, one at a time, each until it is answered."""

from __future__ import annotations

import asyncio

import pytest

from bot.client.outbox import Outbox
from bot.client.records import Sent
from bot.kernel.errors import NotFound, StoreUnavailable, TooMuch


def frame(client_id: str) -> dict[str, str]:
    """A message."""
    return {"t": "send", "client_id": client_id}


async def test_the_oldest_is_sent_until_it_is_answered() -> None:
    """Whatever was written after it waits."""
    box = Outbox(10)
    first, second = box.add("m1", frame("m1")), box.add("m2", frame("m2"))

    assert (await box.oldest()).client_id == "m1"
    box.taken("m1", Sent(5, duplicate=False))
    assert (await box.oldest()).client_id == "m2"
    assert (first.result().seq, second.done()) == (5, False)


async def test_what_cannot_be_taken_now_stays_the_oldest() -> None:
    """Or the one after it would overtake it."""
    box = Outbox(10)
    box.add("m1", frame("m1"))
    box.add("m2", frame("m2"))

    assert box.refused("m1", StoreUnavailable(), repeats=1) is True
    assert (await box.oldest()).client_id == "m1"


async def test_so_many_repeats_and_no_more() -> None:
    """Then the sender hears why."""
    box = Outbox(10)
    sending = box.add("m1", frame("m1"))
    box.refused("m1", TooMuch(), repeats=1)

    assert box.refused("m1", TooMuch(), repeats=1) is False
    with pytest.raises(TooMuch):
        await sending


async def test_a_refusal_for_good_is_not_repeated() -> None:
    """Sending it again would change nothing."""
    box = Outbox(10)
    sending = box.add("m1", frame("m1"))

    assert box.refused("m1", NotFound(), repeats=8) is False
    with pytest.raises(NotFound):
        await sending


async def test_who_stops_waiting_takes_the_message_back() -> None:
    """It is not sent (again)."""
    box = Outbox(10)
    box.add("m1", frame("m1")).cancel()
    box.add("m2", frame("m2"))
    await asyncio.sleep(0)

    assert (await box.oldest()).client_id == "m2"


async def test_an_id_that_was_refused_can_be_used_again_at_once() -> None:
    """The end of the old message does not take the new one along."""
    box = Outbox(10)
    refused = box.add("m1", frame("m1"))
    box.refused("m1", NotFound(), repeats=0)
    again = box.add("m1", frame("m1"))
    await asyncio.wait({refused})
    await asyncio.sleep(0)

    assert (await box.oldest()).done is again


async def test_a_full_outbox_makes_senders_wait_and_refuses_those_who_do_not() -> None:
    """Memory stays bounded however long the line is down."""
    box = Outbox(1)
    box.add("m1", frame("m1"))
    waiting = asyncio.create_task(box.room())
    await asyncio.sleep(0)

    with pytest.raises(TooMuch):
        box.add("m2", frame("m2"))
    assert not waiting.done()
    box.taken("m1", Sent(1, duplicate=False))
    await waiting


async def test_the_end_is_told_to_everybody_who_waits() -> None:
    """Nobody hangs on an answer that will not come."""
    box = Outbox(10)
    sending = [box.add(name, frame(name)) for name in ("m1", "m2")]
    box.fail(StoreUnavailable())

    assert [type(one.exception()) for one in sending] == [StoreUnavailable, StoreUnavailable]
