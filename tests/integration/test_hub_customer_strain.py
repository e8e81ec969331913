"""A customer's connection when something breaks behind it, nobody reads, or a hundred talk at once."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from support.conversations import LIN
from support.hub_world import Page, World, hub
from support.live_store import LiveStore

from bot.hub import customer_view
from bot.hub.limits import Limits


async def test_a_store_that_is_killed_costs_a_nack_and_nothing_acknowledged(
    world: World, live_store: LiveStore
) -> None:
    """What is not kept is not acknowledged; when the store is back, the same socket goes on with everything."""
    async with world.customer(profile=LIN) as page:
        await page.say("之前", "m1")
        await page.until_event("text", text="答：之前")
        live_store.kill()
        try:
            nack = await page.say("听得到吗", "m2")
        finally:
            live_store.start()
        ack = await page.say("听得到吗", "m2")
        await page.until_event("text", text="答：听得到吗")

    assert (nack["t"], nack["code"], ack["t"]) == ("nack", "store_unavailable", "ack")
    assert [event["text"] for event in page.events()] == ["之前", "答：之前", "听得到吗", "答：听得到吗"]


async def test_an_unforeseen_error_is_one_sentence_with_a_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, no class name; the number finds the log line."""

    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(world.conversations, "customer_says", broken)
    async with world.customer(profile=LIN) as page:
        nack = await page.say("你好")

    assert nack["code"] == "internal"
    assert nack["data"]["failure"] in nack["message"]
    assert "secret" not in json.dumps(nack)


async def test_a_stream_that_breaks_is_cut_and_the_next_one_is_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better no connection than one that shows nothing any more."""

    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    def broken_at_once(*_args: object) -> None:
        raise ZeroDivisionError

    async with world.customer(profile=LIN) as page:
        await page.say("在吗", "m1")
        last = await page.until_event("text", text="答：在吗")
        with monkeypatch.context() as patch:
            patch.setattr(world.conversations, "news", broken)
            patch.setattr(customer_view, "seen_by", broken_at_once)
            await page.tell("send", client_id="m2", kind="text", text="还在吗")
            code = await page.close_code()
    async with world.customer(profile=LIN, hello={"since": last["seq"]}) as again:
        assert (code, (await again.until_event("text"))["text"]) == (1006, "还在吗")


async def test_a_reader_that_takes_nothing_is_cut_and_loses_nothing(tmp_path: Path, store_url: str) -> None:
    """It neither fills our memory nor keeps its place; when it comes back it goes on where it was."""
    from bot.handoff.events import Actor, Draft
    from bot.handoff.store_port import Commit

    async with hub(tmp_path, store_url, limits=Limits(stall_s=0.3)) as world:
        async with world.customer(profile=LIN) as page:
            conversation, session = page.conversation, page.welcome["session"]
        store = world.house.store
        for _ in range(60):
            drafts = [Draft(Actor("bot"), "text", "字" * 2000) for _ in range(50)]
            await store.commit(conversation, Commit(expect=await store.control(conversation), drafts=drafts))
        async with world.chat_socket(max_queue=1) as socket:
            await socket.send(json.dumps({"t": "hello", "session": session, "since": 0}))
            # The hub gives up on the socket although the client never said anything was wrong.
            await asyncio.wait_for(world.connections_gone(), 10)
            slow = Page(socket)
            code = await slow.close_code()
        had = slow.events()[-1]["seq"]
        async with world.customer(hello={"session": session, "since": had}) as page:
            following = (await page.until("event"))["event"]["seq"]

    assert code == 1006
    assert had < 3000
    assert following == had + 1


async def test_a_hundred_customers_talk_at_the_same_time(world: World) -> None:
    """Every one gets their own answer."""

    async def talk(n: int) -> str:
        async with world.customer() as page:
            await page.say(f"我是第{n}位")
            return str((await page.until_event("text", text=f"答：我是第{n}位"))["text"])

    answers = await asyncio.gather(*(talk(n) for n in range(100)))

    assert answers == [f"答：我是第{n}位" for n in range(100)]
