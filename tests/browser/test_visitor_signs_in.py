"""A visitor who signs in need not repeat a word (playbook A3): the demo shop, and the agent's desk beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, FrameLocator, Page, expect
from support.browser import PHONE, Complaints, desk_at, drawn, violations
from support.conversations import LIN
from support.hub_world import PASSWORD, World
from support.photos import photo

SAID = "刚买的羽绒服袖子裂了"
NOBODY = ""


class Shop:
    """The demo shop on a phone, with the chat open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat: FrameLocator = page.frame_locator("iframe[title=在线客服]")
        self.log = self.chat.get_by_role("log")

    async def be(self, customer: str) -> None:
        """Choose who is signed in at the shop; the chat goes on in the same window."""
        chooser = self.page.locator("#customer")
        await expect(chooser).to_be_enabled()
        await chooser.select_option(customer)

    async def say(self, text: str) -> None:
        """Type and send."""
        box = self.chat.get_by_role("textbox", name="输入消息")
        await box.fill(text)
        await box.press("Enter")

    async def hear(self, words: str) -> None:
        """Wait until these words stand in the chat."""
        await expect(self.log.get_by_text(words).last).to_be_visible()

    async def show(self, name: str, body: bytes) -> None:
        """Choose a picture and send it."""
        file: Any = {"name": name, "mimeType": "image/jpeg", "buffer": body}
        await self.chat.get_by_label("发送图片").set_input_files(file)
        await self.chat.get_by_role("button", name="发送", exact=True).click()


async def shop_of(browser: Browser, world: World, complaints: Complaints) -> Shop:
    """Somebody in the demo shop who is not signed in."""
    page = await (await browser.new_context(**PHONE)).new_page()
    complaints.watch(page)
    await page.goto(f"http://{world.public}")
    shop = Shop(page)
    await shop.be(NOBODY)
    await page.get_by_role("button", name="联系客服").last.click()
    await expect(shop.chat.get_by_role("textbox", name="输入消息")).to_be_visible()
    return shop


async def desk_of(browser: Browser, world: World, complaints: Complaints) -> Page:
    """小林's desk."""
    await world.accounts.create(username="xiaolin", name="小林", role="agent", password=PASSWORD)
    return await desk_at(browser, f"http://{world.staff}", complaints, "xiaolin", PASSWORD)


async def test_the_agent_reads_what_the_visitor_said_and_sees_their_photo(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """Written and shown as nobody, signed in within the open page, a person asked for: all of it is on the desk."""
    shop = await shop_of(browser, world, complaints)
    await shop.say(SAID)
    await shop.hear(f"答：{SAID}")
    await shop.show("sleeve.jpg", photo(800, 600))
    await shop.hear("答：/send_evidence")

    await shop.be(LIN.customer_id)
    await shop.hear("您登录前说的内容我都接过来了")
    await shop.page.screenshot(path=shots / "visitor-signed-in-phone.png")
    await shop.chat.get_by_role("button", name="转人工").click()
    desk = await desk_of(browser, world, complaints)
    await desk.get_by_role("button", name="接入 林晓").first.click()
    await expect(desk.get_by_role("button", name="结束处理")).to_be_visible()

    visited = desk.get_by_role("log").locator("details")
    await expect(visited).to_have_attribute("open", "")
    await expect(visited.get_by_text(SAID, exact=True)).to_be_visible()
    await expect(visited.get_by_text(f"答：{SAID}")).to_be_visible()
    assert await drawn(visited.locator("li[data-kind=image] img")) == (480, 360)
    assert await violations(desk) == []
    await desk.screenshot(path=shots / "visitor-lines-desk.png")

    await visited.locator("summary").click()
    await expect(visited.get_by_text(SAID, exact=True)).to_be_hidden()


async def test_who_waits_as_a_visitor_and_signs_in_is_announced_on_the_desk(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """The place in the queue is kept, the agent reads who it is, and the suggested first line greets without a name."""
    shop = await shop_of(browser, world, complaints)
    await shop.say(SAID)
    await shop.hear(f"答：{SAID}")
    await shop.chat.get_by_role("button", name="转人工").click()
    desk = await desk_of(browser, world, complaints)
    await desk.get_by_role("button", name="接入 访客").first.click()
    await expect(desk.get_by_role("button", name="结束处理")).to_be_visible()
    suggestion = desk.get_by_role("complementary", name="交接摘要").get_by_text("您好，前面您和小接聊的内容我都看到了")
    await expect(suggestion).to_be_visible()
    await expect(desk.get_by_text("您您好")).to_have_count(0)

    await shop.be(LIN.customer_id)

    noted = desk.get_by_role("log").locator("li[data-kind=signed_in]")
    await expect(noted.get_by_text("客户刚登录：林晓（金卡会员）")).to_be_visible()
    await expect(noted.get_by_text("仅内部可见")).to_be_visible()
    await expect(desk.get_by_role("heading", name="林晓")).to_be_visible()
    await expect(desk.locator("section.mine li", has_text="林晓")).to_be_visible()
    await desk.screenshot(path=shots / "visitor-signed-in-desk.png")
    await shop.hear(SAID)
