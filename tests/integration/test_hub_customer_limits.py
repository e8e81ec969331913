"""What a customer's connection does not take: floods, garbage, too much, answered in words or by its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.conversations import LIN
from support.hub_world import World, hub

from bot.hub.limits import Limits


async def test_bursts_pass_and_floods_are_told_to_wait_in_every_window(tmp_path: Path, store_url: str) -> None:
    """Five at once are fine here; then `too_much`. The limit is the conversation's, and the socket stays open."""
    limits = Limits(messages=5, messages_per_s=0.001)
    async with (
        hub(tmp_path, store_url, limits=limits) as world,
        world.customer(profile=LIN) as page,
        world.customer(profile=LIN) as other,
    ):
        answers = [await page.say(f"第{n}句", f"m{n}") for n in range(6)]
        elsewhere = await other.say("喂", "x1")
        await page.tell("ping")
        await page.until("pong")

    assert [answer["t"] for answer in answers] == ["ack"] * 5 + ["nack"]
    assert (answers[5]["code"], elsewhere["code"]) == ("too_much", "too_much")


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "dance"},
        {"t": "hello", "since": 0},
        {"t": "send", "kind": "text", "text": "没有编号"},
        {"t": "read", "seq": "all"},
    ],
)
async def test_a_frame_that_is_not_understood_gets_an_error_and_the_talk_goes_on(world: World, frame: dict) -> None:
    """Unknown types and missing fields are answered, not punished."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(json.dumps(frame))
        error = await page.until("error")

        assert (error["code"], (await page.say("你好"))["t"]) == ("bad_input", "ack")


@pytest.mark.parametrize("raw", ["", "{", "[" * 60_000, "null", b"\x00\xff", b'{"t":"ping"}'])
async def test_garbage_gets_an_error_and_the_talk_goes_on(world: World, raw: str | bytes) -> None:
    """Broken JSON, deep nesting, binary messages."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(raw)
        error = await page.until("error")

        assert (error["code"], (await page.say("你好"))["t"]) == ("bad_input", "ack")


async def test_text_that_is_no_text_ends_the_connection_properly(world: World) -> None:
    """RFC 6455: 1007. The page reconnects."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send(b"\xff\xfe\xfa", text=True)

        assert await page.close_code() == 1007


async def test_a_message_above_64_kb_ends_the_connection_properly(world: World) -> None:
    """1009, and the hub goes on serving."""
    async with world.customer(profile=LIN) as page:
        await page.socket.send("长" * 30_000)

        assert await page.close_code() == 1009
    async with world.customer(profile=LIN) as page:
        assert (await page.say("你好"))["t"] == "ack"


@pytest.mark.parametrize(("text", "words"), [("字" * 2001, "2000"), ("  \u200b ", "空")])
async def test_a_message_that_is_too_long_or_empty_is_refused_in_words(world: World, text: str, words: str) -> None:
    """The sentence is for the customer."""
    async with world.customer(profile=LIN) as page:
        nack = await page.say(text)

    assert nack["code"] == "bad_input"
    assert words in nack["message"]


async def test_whoever_floods_the_socket_itself_is_cut_off(tmp_path: Path, store_url: str) -> None:
    """Pings by the thousand: 1008."""
    limits = Limits(frames=10, frames_per_s=0.1)
    async with hub(tmp_path, store_url, limits=limits) as world, world.customer(profile=LIN) as page:
        for _ in range(12):
            await page.tell("ping")

        assert await page.close_code() == 1008
