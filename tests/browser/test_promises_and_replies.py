"""The desk beyond one conversation: promises that are due, and the library of canned replies.

The pages and the hub are the real ones; the engine is scripted, so that what is promised is known.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from redis import Redis
from support.browser import Complaints, desk_at, violations
from support.conversations import LIN
from support.hub_world import PASSWORD, World, hub
from support.live_store import LiveStore

from bot.handoff.ports import BotMessage
from bot.runtime.settings import ROOT

ASKED = "快递怎么还不动"
HOUR_MS = 3_600_000
BUILT = ROOT / "bot" / "web" / "static"


@pytest.fixture(scope="module")
def live_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStore]:
    """A store server for these tests."""
    store = LiveStore(tmp_path_factory.mktemp("store"))
    store.start()
    yield store
    store.stop()


@pytest.fixture
async def world(tmp_path: Path, live_store: LiveStore) -> AsyncIterator[World]:
    """A hub with the real pages and nothing in its store."""
    with Redis.from_url(live_store.url) as client:
        client.flushall()
    async with hub(tmp_path, live_store.url, static=BUILT) as served:
        await served.accounts.create(username="xiaolin", name="小林", role="agent", password=PASSWORD)
        yield served


def promise(world: World, *, in_ms: int, order_id: str, hand_off: bool = False) -> None:
    """Let the bot's next answer promise news."""
    data = {"code": "courier_news", "text": "联系快递后给您回话", "keeper": "agent", "order_id": order_id, "ref": ""}
    parts = [BotMessage("promise", "", data | {"due_at": world.clock.now_ms() + in_ms})]
    parts.append(BotMessage("text", "已经在催快递了。", {}))
    parts += [BotMessage("handoff", "", {"reason": "offered"})] if hand_off else []
    world.house.engine.answers[ASKED] = parts


async def asked(world: World, client_id: str = "m1") -> str:
    """A conversation of 林晓 in which the bot has just promised it."""
    async with world.customer(profile=LIN) as page:
        await page.say(ASKED, client_id)
        await page.until_event("text", text="已经在催快递了。")
        return page.conversation


async def desk_of(world: World, browser: Browser, complaints: Complaints) -> Page:
    """小林's desk."""
    return await desk_at(browser, f"http://{world.staff}", complaints, "xiaolin", PASSWORD)


async def test_an_agent_sees_what_is_overdue_and_ticks_off_what_was_done(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """In the panel, in the brief and in the transcript, by name and time."""
    promise(world, in_ms=-5 * 60_000, order_id="JZ1")
    await asked(world)
    promise(world, in_ms=HOUR_MS, order_id="JZ2", hand_off=True)
    conversation = await asked(world, "m2")
    await world.wait_until_queued(conversation)

    desk = await desk_of(world, browser, complaints)
    panel = desk.get_by_role("region", name="答应客户的事")
    await expect(panel.get_by_role("listitem")).to_have_count(2)
    await expect(panel.get_by_text("1 件已超时")).to_be_visible()
    late, next_one = panel.get_by_role("listitem").first, panel.get_by_role("listitem").last
    await expect(late.get_by_text(re.compile("超时 5:"))).to_be_visible()
    await next_one.get_by_role("button", name="看会话").click()
    brief = desk.get_by_role("complementary", name="交接摘要")
    await expect(brief.locator("[data-state]")).to_have_count(2)
    assert [await brief.locator("[data-state]").nth(at).get_attribute("data-state") for at in (0, 1)] == [
        "broken",
        "open",
    ]
    await expect(desk.get_by_role("log").get_by_text(re.compile("答应客户：联系快递后给您回话"))).to_have_count(2)
    await desk.screenshot(path=shots / "desk-promises.png")
    assert await violations(desk) == []

    await late.get_by_role("button", name="已办到").click()
    await expect(panel.get_by_label("怎么办到的")).to_be_focused()
    await desk.keyboard.type("已回电，明天送到")
    await desk.screenshot(path=shots / "desk-promise-note.png")
    await desk.keyboard.press("Enter")

    await expect(panel.get_by_role("listitem")).to_have_count(1)
    await expect(panel.get_by_text("件已超时")).to_have_count(0)
    await expect(desk.get_by_role("log").get_by_text("小林已办到答应客户的事")).to_be_visible()
    await expect(brief.locator("[data-state=late]")).to_have_text("超时后办到")
    await desk.screenshot(path=shots / "desk-promise-kept.png")


async def test_an_agent_finds_a_canned_reply_fills_the_blanks_and_sends_it(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """By keyboard alone: nothing half-filled reaches the customer."""
    async with world.customer(profile=LIN) as page:
        await page.say("我要退款，气死我了", "m1")
        await world.wait_until_queued(page.conversation)
        desk = await desk_of(world, browser, complaints)
        await desk.get_by_role("button", name="接入 林晓").click()
        box = desk.get_by_role("textbox", name=re.compile("回复林晓"))
        await expect(box).to_be_focused()

        await desk.keyboard.press("Alt+r")
        library = desk.get_by_role("region", name="常用语")
        await expect(library.get_by_placeholder(re.compile("搜常用语"))).to_be_focused()
        await expect(library.get_by_text("客户有情绪，先给安抚的说法")).to_be_visible()
        await expect(library.get_by_role("heading").first).to_have_text("开场")
        await expect(library.get_by_text("林晓您好，我是客服小林").first).to_be_visible()
        await desk.screenshot(path=shots / "desk-replies.png")
        assert await violations(desk) == []

        await desk.keyboard.type("现在登记退款")
        await expect(library.locator("button.pick strong").first).to_have_text("现在登记退款")
        await expect(library.locator("mark").first).to_have_text(re.compile("【.+】"))
        await desk.screenshot(path=shots / "desk-replies-search.png")
        await desk.keyboard.press("ArrowDown")
        await desk.keyboard.press("Enter")
        await expect(library).to_have_count(0)
        await expect(desk.get_by_text(re.compile("还有 [12] 处要填"))).to_be_visible()
        await desk.screenshot(path=shots / "desk-replies-blanks.png")

        while blanks := await desk.locator(".blanks button").count():
            await desk.keyboard.press("Enter")
            await expect(desk.get_by_text("先把【】里的内容填好再发送。").last).to_be_visible()
            await desk.keyboard.type("今天18:30前" if blanks == 1 else "¥399")
            await expect(desk.locator(".blanks button")).to_have_count(blanks - 1)
        words = await box.input_value()
        await desk.keyboard.press("Enter")

        said = await page.until_event("text", text=words)
        assert said["actor"]["name"] == "小林"
        assert "今天18:30前" in words
        assert not re.search("[【】{}]", words)
        await desk.screenshot(path=shots / "desk-replies-sent.png")
