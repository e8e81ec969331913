"""What the client does when the hub closes, does not answer, or lets it in somewhere else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bot.client import HubUnreachable, JiezhuClient, Pace
from bot.kernel.errors import BadInput, JiezhuError, NotAllowed, NotSignedIn, TooMuch

BRISK = Pace(first_s=0.001, most_s=0.002, answer_s=0.2, open_s=1)

Visit = Callable[["Door", ServerConnection], Awaitable[None]]


class Door:
    """A hub of which each connection is played by a function of the test; the last one plays all that follow."""

    def __init__(self, *visits: Visit) -> None:
        self.visits = list(visits)
        self.hellos: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, socket: ServerConnection) -> None:
        self.hellos.append(json.loads(await socket.recv()))
        visit = self.visits.pop(0) if len(self.visits) > 1 else self.visits[0]
        await visit(self, socket)


@asynccontextmanager
async def opened(*visits: Visit) -> AsyncIterator[Door]:
    """The door on a free port."""
    door = Door(*visits)
    async with serve(door.serve, "127.0.0.1", 0, subprotocols=["jiezhu.v1"]) as server:  # type: ignore[list-item]
        door.port = next(iter(server.sockets)).getsockname()[1]
        yield door


def closing(code: int) -> Visit:
    """Does not let anybody in."""

    async def visit(_door: Door, socket: ServerConnection) -> None:
        await socket.close(code)

    return visit


def welcoming(conversation: str = "c_1", *, events: int = 0, mute: bool = False, then: int = 0) -> Visit:
    """Lets them in, tells some events, and acknowledges what they send unless ``mute``; closes with ``then``."""

    async def visit(door: Door, socket: ServerConnection) -> None:
        since = door.hellos[-1]["since"]
        control = {"state": "bot"}
        welcome = {"t": "welcome", "conversation": conversation, "session": "s", "last_seq": events, "control": control}
        await socket.send(json.dumps(welcome | {"now": 0, "customer": {"name": "", "verified": False}}))
        for seq in range(since + 1, events + 1):
            event = {"seq": seq, "kind": "text", "text": f"{conversation} {seq}", "actor": {"kind": "bot"}, "data": {}}
            await socket.send(json.dumps({"t": "event", "event": event}))
        if then:
            await socket.close(then)
        async for raw in socket:
            door.heard.append(json.loads(raw))
            if not mute:
                ack = {"t": "ack", "client_id": door.heard[-1]["client_id"], "seq": events + 1, "duplicate": False}
                await socket.send(json.dumps(ack))

    return visit


@pytest.mark.parametrize(
    ("code", "error"),
    [(4400, BadInput), (1007, BadInput), (1009, BadInput), (4401, NotSignedIn), (4403, NotAllowed), (4409, TooMuch)],
)
async def test_a_code_that_means_stay_away_ends_the_client(code: int, error: type[JiezhuError]) -> None:
    """Coming back would only repeat it."""
    async with opened(closing(code)) as door:
        with pytest.raises(error):
            async with JiezhuClient(door.url, pace=BRISK):
                pass

    assert len(door.hellos) == 1


@pytest.mark.parametrize("code", [1000, 1008, 1011, 1012, 1013, 4999])
async def test_any_other_code_means_come_back(code: int) -> None:
    """Also one that this client does not know."""
    async with (
        opened(closing(code), closing(code), welcoming()) as door,
        asyncio.timeout(10),
        JiezhuClient(door.url, pace=BRISK) as client,
    ):
        await client.send("在吗")

    assert len(door.hellos) == 3


async def test_a_limit_of_tries_is_kept() -> None:
    """For whoever would rather be told."""
    async with opened(closing(1012)) as door:
        with pytest.raises(HubUnreachable) as told:
            async with JiezhuClient(door.url, pace=Pace(first_s=0.001, tries=3)):
                pass

    assert len(door.hellos) == 3
    assert told.value.close_code == 1012


async def test_a_message_without_an_answer_is_sent_again_on_a_new_line() -> None:
    """With the same id, so that it is taken once; what was written after it still waits."""
    async with (
        opened(welcoming(mute=True), welcoming()) as door,
        asyncio.timeout(10),
        JiezhuClient(door.url, pace=BRISK) as client,
    ):
        await asyncio.gather(client.send("一"), client.send("二"))

    assert [frame["text"] for frame in door.heard] == ["一", "一", "二"]
    assert door.heard[0]["client_id"] == door.heard[1]["client_id"]


async def test_the_session_takes_the_place_of_the_token() -> None:
    """A token is good for one use; what one has is said with the session."""
    async with (
        opened(welcoming(events=3, then=1012), welcoming(events=3)) as door,
        asyncio.timeout(10),
        JiezhuClient(door.url, token="signed", pace=BRISK) as client,
    ):
        for _ in range(3):
            async for _event in client.events():
                break
        await client.send("在吗")

    assert door.hellos[0] == {"t": "hello", "since": 0, "token": "signed"}
    assert door.hellos[1] == {"t": "hello", "since": 3, "session": "s"}


async def test_another_conversation_is_read_from_its_beginning() -> None:
    """The number one had counted in the old one; what the hub would send after it had a hole."""
    async with (
        opened(welcoming("c_1", events=3, then=1012), welcoming("c_2", events=5)) as door,
        asyncio.timeout(10),
        JiezhuClient(door.url, pace=BRISK) as client,
    ):
        seen = []
        async for event in client.events():
            seen.append(event.text)
            if event.text == "c_2 5":
                break

    assert seen == [*(f"c_1 {seq}" for seq in (1, 2, 3)), *(f"c_2 {seq}" for seq in (1, 2, 3, 4, 5))]
    assert [hello["since"] for hello in door.hellos] == [0, 3, 0]


async def test_a_shop_that_cannot_say_who_it_is_is_asked_again() -> None:
    """The app's own function may fail for a while."""
    tries = []

    async def ask_shop() -> str:
        tries.append(True)
        if len(tries) < 3:
            raise OSError("no network")
        return "signed"

    async with (
        opened(welcoming()) as door,
        asyncio.timeout(10),
        JiezhuClient(door.url, token_source=ask_shop, pace=BRISK),
    ):
        pass

    assert [hello.get("token") for hello in door.hellos] == ["signed"]


async def test_tokens_that_are_refused_again_and_again_end_the_client() -> None:
    """Asking for another one would go round in circles."""

    async def ask_shop() -> str:
        return "signed"

    async with opened(closing(4401)) as door, asyncio.timeout(10):
        with pytest.raises(NotSignedIn):
            async with JiezhuClient(door.url, token_source=ask_shop, pace=BRISK):
                pass

    assert len(door.hellos) == 3


async def test_leaving_fails_what_was_not_answered() -> None:
    """Nobody waits for a client that is gone."""
    async with opened(welcoming(mute=True)) as door, asyncio.timeout(10):
        client = JiezhuClient(door.url)
        async with client:
            sending = asyncio.create_task(client.send("在吗"))
            await asyncio.sleep(0)
        with pytest.raises(HubUnreachable):
            await sending
        with pytest.raises(HubUnreachable):
            await client.send("还在吗")


async def test_too_long_a_text_is_not_sent() -> None:
    """The hub would close the line at far longer ones."""
    async with opened(welcoming()) as door, asyncio.timeout(10), JiezhuClient(door.url) as client:
        with pytest.raises(BadInput):
            await client.send("长" * 2001)

    assert door.heard == []
