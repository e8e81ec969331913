"""Typing and read marks between a customer and the agent in charge, also across two hub processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.conversations import LIN
from support.hub_world import Page, World, hub


@pytest.fixture
async def here(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """The process the customer is connected to."""
    async with hub(tmp_path, store_url) as served:
        yield served


@pytest.fixture
async def there(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """Another process of the same installation, where the agent is."""
    async with hub(tmp_path, store_url) as served:
        yield served


async def in_charge(world: World, desk: Page, browser: object, conversation: str) -> int:
    """Claim the waiting conversation and open it on the desk; returns the epoch."""
    item = await world.wait_until_queued(conversation)
    claim = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
    answer = await browser.post(f"/api/conversations/{conversation}/claim", json=claim)  # type: ignore[attr-defined]
    await desk.tell("open", conversation=conversation, since=0)
    await desk.until("control", conversation=conversation)
    return int(answer.json()["control"]["epoch"])


async def test_words_typing_and_read_marks_cross_processes_both_ways(here: World, there: World) -> None:
    """Customer on one process, agent on the other."""
    browser = await there.colleague()
    async with here.customer(profile=LIN) as page, there.desk(browser) as desk:
        await page.say("转人工", "m1")
        epoch = await in_charge(there, desk, browser, page.conversation)

        await desk.tell("typing", conversation=page.conversation)
        assert await page.until("typing", actor="agent") == {"t": "typing", "actor": "agent", "name": "小林"}

        await desk.tell(
            "send", conversation=page.conversation, client_id="a1", epoch=epoch, kind="text", text="我是小林"
        )
        said = await page.until_event("text", text="我是小林")
        await page.tell("read", seq=said["seq"])
        await page.tell("typing")

        assert (await desk.until("read"))["seq"] == said["seq"]
        assert (await desk.until("typing"))["name"] == "林晓"

        await page.say("请帮我看看", "m2")
        heard = await desk.until_event("text", text="请帮我看看")
        await desk.tell("read", conversation=page.conversation, seq=heard["seq"])

        assert (await page.until("read"))["seq"] == heard["seq"]
    await browser.aclose()


async def test_read_marks_are_there_after_a_reload(here: World) -> None:
    """What the agent had read is told with the welcome."""
    async with here.customer(profile=LIN) as page:
        await page.say("在吗")
        await here.conversations.read_to(page.conversation, side="agent", seq=1)
    async with here.customer(profile=LIN) as again:
        assert (await again.until("read"))["seq"] == 1


async def test_a_supervisor_who_only_looks_is_not_seen(here: World) -> None:
    """No typing, no read mark from somebody who is not in charge."""
    boss = await here.colleague("zhuguan", "周主管", "supervisor")
    agent = await here.colleague()
    async with here.customer(profile=LIN) as page, here.desk(boss) as watching, here.desk(agent) as desk:
        await page.say("转人工")
        await in_charge(here, desk, agent, page.conversation)
        await watching.tell("open", conversation=page.conversation, since=0)
        await watching.until("control", conversation=page.conversation)
        await watching.tell("typing", conversation=page.conversation)
        await watching.tell("read", conversation=page.conversation, seq=3)
        await watching.tell("ping")
        await watching.until("pong")
        await desk.tell("typing", conversation=page.conversation)
        shown = await page.until("typing", actor="agent")

        assert shown["name"] == "小林"
        assert not [frame for frame in page.seen if frame["t"] == "read"]
    await boss.aclose()
    await agent.aclose()
