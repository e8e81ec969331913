"""Who is let in on the customers' side, and with which code the others are sent away."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.conversations import LIN
from support.hub_world import KEY, WANG, Page, World, hub
from support.live_store import LiveStore
from websockets.exceptions import InvalidStatus

from bot.adapters.customer_token import CustomerTokens
from bot.adapters.nonces import Nonces
from bot.hub.limits import Limits
from bot.kernel.clock import FixedClock, from_ms


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub that is quick to lose patience."""
    async with hub(tmp_path, store_url, limits=Limits(hello_s=0.2), shop_origins="https://shop.example") as served:
        yield served


async def code_after(world: World, first: str | bytes, **options: str) -> int:
    """The close code after a first frame."""
    async with world.chat_socket(**options) as socket:
        await socket.send(first)
        return await Page(socket).close_code()


def hello(**fields: object) -> str:
    """A hello frame."""
    return json.dumps({"t": "hello", "since": 0, **fields})


async def test_a_customer_with_a_token_is_known_and_keeps_one_conversation_for_life(world: World) -> None:
    """Two visits with two tokens end in the same conversation."""
    async with world.customer(profile=LIN) as first, world.customer(profile=LIN) as second:
        assert first.welcome["customer"] == {"name": "林晓", "verified": True}
        assert first.conversation == second.conversation


async def test_a_visitor_without_a_token_gets_a_conversation_of_their_own(world: World) -> None:
    """Nobody is signed in, and nobody shares."""
    async with world.customer() as one, world.customer() as other:
        assert one.welcome["customer"] == {"name": "", "verified": False}
        assert one.conversation != other.conversation


async def test_a_session_brings_a_visitor_back_to_their_conversation(world: World) -> None:
    """After a reload the conversation is the same, and so is the session."""
    async with world.customer() as before:
        kept = before.welcome
    async with world.customer(hello={"session": kept["session"]}) as after:
        assert after.conversation == kept["conversation"]
        assert after.welcome["session"] == kept["session"]


async def test_a_session_brings_a_customer_back_as_who_they_are(world: World) -> None:
    """The exchange of token for session keeps the identity."""
    async with world.customer(profile=LIN) as before:
        kept = before.welcome
    async with world.customer(hello={"session": kept["session"]}) as after:
        assert after.welcome["customer"] == {"name": "林晓", "verified": True}


async def test_the_token_decides_when_the_session_is_somebody_elses(world: World) -> None:
    """On a shared computer the shop's newest word counts."""
    async with world.customer(profile=LIN) as before:
        kept = before.welcome["session"]
    async with world.customer(profile=WANG, hello={"session": kept}) as after:
        assert after.welcome["customer"]["name"] == "王雨桐"
        assert after.conversation != before.conversation


async def test_a_forged_token_is_refused(world: World) -> None:
    """Signed with another key: 4401, also with a good session beside it."""
    forger = CustomerTokens(KEY[::-1], ttl_s=300, clock=world.clock, nonces=Nonces(world.house.redis))
    async with world.customer(profile=LIN) as before:
        session = before.welcome["session"]

    assert await code_after(world, hello(token=forger.sign(LIN), session=session)) == 4401


async def test_a_token_that_was_used_is_refused(world: World) -> None:
    """A replay by whoever saw it pass by."""
    token = world.customer_tokens.sign(LIN)
    async with world.customer(hello={"token": token}):
        pass

    assert await code_after(world, hello(token=token)) == 4401


async def test_a_token_that_is_out_of_date_is_refused(world: World) -> None:
    """Signed six minutes ago."""
    then = FixedClock(from_ms(world.clock.now_ms() - 360_000))
    old = CustomerTokens(KEY, ttl_s=300, clock=then, nonces=Nonces(world.house.redis)).sign(LIN)

    assert await code_after(world, hello(token=old)) == 4401


@pytest.mark.parametrize("session", ["nobody-has-this", "x" * 500, "林晓", "\ud800"])
async def test_a_session_nobody_has_is_refused(world: World, session: str) -> None:
    """The page asks the shop for a new token then."""
    assert await code_after(world, hello(session=session)) == 4401


async def test_a_staff_session_opens_no_customers_conversation(world: World) -> None:
    """The two kinds of session mean nothing to each other."""
    session = await world.staff_sessions.open({"conversation": "c_1", "profile": {}})

    assert await code_after(world, hello(session=session)) == 4401


@pytest.mark.parametrize(
    "first",
    [
        "not json",
        b"\x00\x01",
        "[]",
        json.dumps({"t": "send", "client_id": "m1", "kind": "text", "text": "你好"}),
        hello(since=-1),
        hello(since="0"),
        hello(token=7),
        hello(session=["x"]),
    ],
)
async def test_whoever_does_not_begin_with_a_proper_hello_is_sent_away(world: World, first: str | bytes) -> None:
    """4400, which the page treats as final."""
    assert await code_after(world, first) == 4400


async def test_whoever_says_nothing_is_sent_away(world: World) -> None:
    """A socket without a hello costs memory; it gets some seconds."""
    async with world.chat_socket() as socket:
        assert await Page(socket).close_code() == 4400


@pytest.mark.parametrize("origin", ["https://evil.example", "http://shop.example", "null"])
async def test_a_foreign_page_is_sent_away(world: World, origin: str) -> None:
    """4403 before anything it says is read."""
    async with world.chat_socket(origin=origin) as socket:
        assert await Page(socket).close_code() == 4403


@pytest.mark.parametrize("origin", ["own", "https://shop.example", None])
async def test_our_page_a_named_shop_and_an_app_may_chat(world: World, origin: str | None) -> None:
    """The shop is named in JIEZHU_SHOP_ORIGINS; an app has no origin."""
    async with world.customer(origin=origin) as page:
        assert page.welcome["control"]["state"] == "bot"


async def test_a_client_that_speaks_another_protocol_is_refused_in_the_handshake(world: World) -> None:
    """Without the subprotocol there is no socket, and no crash."""
    from websockets.asyncio.client import connect

    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://{world.public}/ws/chat", subprotocols=["other.v1"], proxy=None)  # type: ignore[list-item]

    assert refused.value.response.status_code == 400


async def test_while_the_store_is_away_clients_are_asked_to_come_back(world: World, live_store: LiveStore) -> None:
    """Not 4401: the page must not throw its session away because we have a bad minute."""
    async with world.customer() as before:
        session = before.welcome["session"]
    live_store.kill()
    try:
        code = await code_after(world, hello(session=session))
    finally:
        live_store.start()
    async with world.customer(hello={"session": session}) as after:
        assert (code, after.conversation) == (1013, before.conversation)
