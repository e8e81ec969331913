"""One customer in several places is one conversation (playbook A1)."""

from __future__ import annotations

import asyncio

import pytest
from support.apps import client, first, signed, staff_events
from support.hub_world import Page, World


async def test_what_is_said_on_one_channel_is_seen_on_the_other(world: World) -> None:
    """The same customer is the same conversation; staff see where each line came from."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="app") as app:
        await web.send("网页上说的")
        await app.send("手机上说的")
        async with asyncio.timeout(10):
            seen = [event.text async for event in first(web, until="手机上说的")]

    assert web.conversation == app.conversation
    assert seen[0] == "网页上说的"
    texts = await staff_events(world, web.conversation, "text")
    said = [event for event in texts if event["actor"]["kind"] == "customer"]
    assert [event["staff"]["channel"] for event in said] == ["web", "app"]


async def test_two_channels_are_told_once(world: World) -> None:
    """Both windows show the line; it is not repeated with every message."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="app") as app:
        for chat in (web, app, web, app):
            await chat.send("在吗")
    notices = await staff_events(world, web.conversation, "notice")
    told = [event for event in notices if event["data"]["code"] == "two_channels"]

    assert len(told) == 1
    assert "APP" in told[0]["text"]


async def test_the_desk_shows_the_channels_of_who_waits(world: World) -> None:
    """In the queue's item and in the record."""
    async with client(world, token=signed(world)) as web, client(world, token=signed(world), channel="mini") as mini:
        await web.send("在吗")
        await mini.ask_human()
        item = await world.wait_until_queued(web.conversation)
        control = await world.conversations.staff_control(web.conversation)

    assert item["channels"] == control["channels"] == ["web", "mini"]


@pytest.mark.parametrize("channel", ["WEB", "a b", "x" * 17, "微信", "1"])
async def test_a_channel_is_a_short_plain_word(world: World, channel: str) -> None:
    """It stands in keys of lists and on the desk."""
    async with world.chat_socket() as socket:
        page = Page(socket)
        await page.tell("hello", channel=channel)
        assert await page.close_code() == 4400
