"""The Python client over lines that break at random places, against a real hub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from support.conversations import LIN
from support.flaky_line import flaky
from support.hub_world import PASSWORD, World, hub
from support.photos import photo

from bot.client import DeskClient, Event, JiezhuClient, Pace
from bot.handoff.people import Role
from bot.hub.limits import Limits
from bot.kernel.errors import AlreadyClaimed, BadInput, NotSignedIn, Stale, TooMuch

BRISK = Pace(first_s=0.01, most_s=0.05, answer_s=5, steady_s=60)
ROOMY = Limits(messages=10_000, messages_per_s=1_000, windows=100)


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub that lets one customer write a lot."""
    async with hub(tmp_path, store_url, limits=ROOMY) as opened:
        yield opened


def shop_of(world: World) -> Callable[[], Awaitable[str]]:
    """The shop's server, which says who is signed in as often as it is asked."""

    async def token() -> str:
        return world.customer_tokens.sign(LIN)

    return token


async def gather_until(client: JiezhuClient, text: str) -> list[Event]:
    """Events up to the one with these words."""
    found = []
    async with asyncio.timeout(60):
        async for event in client.events():
            found.append(event)
            if event.text == text:
                return found
    raise AssertionError("the client ended")


@pytest.mark.parametrize("seed", range(6))
async def test_every_message_arrives_once_and_every_event_is_seen_once(world: World, seed: int) -> None:
    """In order, both ways, although the line breaks again and again in the middle of frames."""
    said = [f"第{number}句" for number in range(40)]
    async with flaky(world.public, seed=seed) as line:
        client = JiezhuClient(f"http://{line.address}", token_source=shop_of(world), pace=BRISK)
        async with client, asyncio.timeout(90):
            acks = await asyncio.gather(*(client.send(text) for text in said))
            seen = await gather_until(client, f"答：{said[-1]}")

    assert line.drops > 3
    stored = await world.conversations.events(client.conversation, since=0, audience="customer")
    assert [event["text"] for event in stored if event["actor"]["kind"] == "customer"] == said
    assert [ack.seq for ack in acks] == [event["seq"] for event in stored if event["actor"]["kind"] == "customer"]
    assert [event.seq for event in seen] == [event["seq"] for event in stored]


async def test_a_reader_who_falls_behind_still_gets_every_event_once(world: World) -> None:
    """What finds no room is fetched again, and sending goes on meanwhile."""
    few = Pace(first_s=0.01, most_s=0.05, unread=5)
    said = [f"第{number}句" for number in range(30)]
    async with JiezhuClient(f"http://{world.public}", pace=few) as client, asyncio.timeout(60):
        for text in said:
            await client.send(text)
        await world.conversations.background.drain()
        seen = await gather_until(client, f"答：{said[-1]}")

    stored = await world.conversations.events(client.conversation, since=0, audience="customer")
    assert [event.seq for event in seen] == [event["seq"] for event in stored]


async def test_a_hub_that_restarts_is_found_again(world: World) -> None:
    """The message written while it was away arrives when it is back."""
    async with flaky(world.public, seed=1) as line:
        line.breaks = False
        async with JiezhuClient(f"http://{line.address}", pace=BRISK) as client, asyncio.timeout(30):
            await client.send("在吗")
            await world.stop()
            later = asyncio.create_task(client.send("还在吗"))
            await world.start()
            assert world.running
            line._target_port = world.running.public_port
            sent = await later

    stored = await world.conversations.events(client.conversation, since=sent.seq - 1, audience="customer")
    assert stored[0]["text"] == "还在吗"


async def test_the_same_client_id_again_is_the_same_message(world: World) -> None:
    """An app that was closed in between may not know whether its message arrived."""
    async with JiezhuClient(f"http://{world.public}", pace=BRISK) as client:
        first = await client.send("只说一次", client_id="kept-by-the-app")
        again = await client.send("只说一次", client_id="kept-by-the-app")

    assert again.seq == first.seq
    assert (first.duplicate, again.duplicate) == (False, True)


async def test_a_session_goes_on_where_it_was(world: World) -> None:
    """A client made later gets what came after the events the app has kept."""
    url = f"http://{world.public}"
    async with JiezhuClient(url, pace=BRISK) as before:
        sent = await before.send("先说一句")
        await gather_until(before, "答：先说一句")
    kept: dict[str, Any] = {"session": before.session, "conversation": before.conversation, "since": sent.seq}

    async with JiezhuClient(url, **kept, pace=BRISK) as after:
        seen = await gather_until(after, "答：先说一句")

    assert after.conversation == before.conversation
    assert [event.text for event in seen] == ["答：先说一句"]


async def test_a_token_is_asked_for_again_when_the_session_is_over(world: World) -> None:
    """The shop's server is the one to say who it is; the app gives it the word."""
    asked = []

    async def ask_shop() -> str:
        asked.append(True)
        return world.customer_tokens.sign(LIN)

    client = JiezhuClient(f"http://{world.public}", token_source=ask_shop, pace=BRISK)
    async with client, asyncio.timeout(20):
        await world.customer_sessions.close(client.session)
        client._line.again()
        await client.send("还是我")

    assert len(asked) == 2
    assert (await world.conversations.profile(client.conversation)).customer_id == LIN.customer_id


async def test_a_refused_token_without_another_ends_the_client(world: World) -> None:
    """There is nothing to try again with."""
    with pytest.raises(NotSignedIn):
        async with JiezhuClient(f"http://{world.public}", token="forged", pace=BRISK):
            pass


async def test_the_window_that_was_replaced_does_not_come_back(tmp_path: Path, store_url: str) -> None:
    """Two windows that keep replacing each other would go on for ever."""
    async with hub(tmp_path, store_url, limits=Limits(windows=1)) as world:
        url = f"http://{world.public}"
        async with JiezhuClient(url, pace=BRISK) as old, asyncio.timeout(20):
            await old.send("在吗")
            async with JiezhuClient(url, session=old.session, pace=BRISK) as new:
                with pytest.raises(TooMuch):
                    async for _ in old.events():
                        pass
                assert new.connected


async def test_writing_too_fast_is_made_up_for_in_order(tmp_path: Path, store_url: str) -> None:
    """What the hub refuses for the moment is sent again before what was written after it."""
    async with hub(tmp_path, store_url, limits=Limits(messages=3, messages_per_s=40)) as world:
        said = [f"第{number}句" for number in range(12)]
        async with JiezhuClient(f"http://{world.public}", pace=BRISK) as client, asyncio.timeout(20):
            await asyncio.gather(*(client.send(text) for text in said))

        stored = await world.conversations.events(client.conversation, since=0, audience="customer")
        assert [event["text"] for event in stored if event["actor"]["kind"] == "customer"] == said


async def test_a_picture_is_shown_and_what_is_none_is_refused(world: World) -> None:
    """Over HTTP, under the session of the socket."""
    async with JiezhuClient(f"http://{world.public}", pace=BRISK) as client, asyncio.timeout(20):
        sent = await client.show(photo(), client_id="p1")
        again = await client.show(photo(), client_id="p1")
        with pytest.raises(BadInput) as refused:
            await client.show(b"no picture at all")

    assert sent.seq == again.seq
    assert refused.value.fields["why"] == "not_an_image"


async def test_an_agent_takes_and_answers_a_customer_over_bad_lines(world: World) -> None:
    """The desk's client comes back like the customer's, and its words arrive once and in order."""
    await (await world.colleague()).aclose()
    said = [f"回复{number}" for number in range(20)]
    async with flaky(world.public, seed=3) as front, flaky(world.staff, seed=4, least=3000, most=9000) as back:
        back.breaks = False
        customer = JiezhuClient(f"http://{front.address}", token_source=shop_of(world), pace=BRISK)
        desk = DeskClient(f"http://{world.staff}", "xiaolin", PASSWORD, pace=BRISK)
        async with customer, desk, asyncio.timeout(90):
            await customer.ask_human()
            await world.wait_until_queued(customer.conversation)
            control = await desk.claim(customer.conversation)
            desk.open(customer.conversation)
            for text in said:
                await desk.say(customer.conversation, text, epoch=control["epoch"])
            seen = await gather_until(customer, said[-1])
            with pytest.raises(Stale):
                await desk.say(customer.conversation, "太晚了", epoch=control["epoch"] - 1)
            settled = await desk.resolve(customer.conversation, result="explained", note="好了")

    assert [event.text for event in seen if event.actor.kind == "agent"] == said
    assert settled["state"] in {"returning", "bot"}


@asynccontextmanager
async def waiting_before_two(
    world: World, second_is: Role = "agent"
) -> AsyncIterator[tuple[JiezhuClient, DeskClient, DeskClient, dict[str, Any]]]:
    """A customer who waits for a person, the desks of two colleagues, and what a claim needs."""
    await (await world.colleague()).aclose()
    await (await world.colleague("xiaozhou", "小周", second_is)).aclose()
    url = f"http://{world.staff}"
    async with (
        JiezhuClient(f"http://{world.public}", pace=BRISK) as customer,
        DeskClient(url, "xiaolin", PASSWORD) as first,
        DeskClient(url, "xiaozhou", PASSWORD) as second,
        asyncio.timeout(20),
    ):
        await customer.ask_human()
        item = await world.wait_until_queued(customer.conversation)
        yield customer, first, second, {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}


async def test_the_loser_of_a_claim_hears_who_has_won(world: World) -> None:
    """As every refusal: the error of its code, with its facts."""
    async with waiting_before_two(world) as (customer, first, second, wanted):
        await first.claim(customer.conversation, **wanted)
        with pytest.raises(AlreadyClaimed) as lost:
            await second.claim(customer.conversation, **wanted)

    assert lost.value.fields["by"] == "小林"


async def test_a_customer_is_handed_to_a_colleague(world: World) -> None:
    """The one who asks keeps them until the colleague accepts."""
    async with waiting_before_two(world, "senior") as (customer, first, second, wanted):
        await first.claim(customer.conversation, **wanted)
        asked = await first.transfer(customer.conversation, to_group="senior", reason="投诉升级")
        taken = await second.claim(customer.conversation)

    assert (asked["state"], asked["agent_id"]) == ("transferring", first.agent["id"])
    assert (taken["state"], taken["agent_id"]) == ("human", second.agent["id"])
