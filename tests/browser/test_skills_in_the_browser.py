"""Matters of several steps as a customer settles them on a phone: real pages, real hub, real engine, demo shop."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, FrameLocator, Page, expect
from redis.asyncio import Redis
from support.browser import PHONE, Complaints
from support.photos import photo
from support.stack import Stack

from bot.adapters.demo_shop_file import write_file
from bot.adapters.demo_shop_seed import stock_of
from bot.commerce.days import shop_day
from bot.kernel.clock import SystemClock, from_ms


@pytest.fixture
async def fresh(stack: Stack) -> Stack:
    """The product with nothing said in it and nothing asked of the shop yet."""
    today = shop_day(from_ms(SystemClock().now_ms()))
    write_file(stack.settings.shop_file, stock_of(today), today)
    async with Redis.from_url(stack.settings.store_url) as redis:
        await redis.flushall()
    return stack


class Chat:
    """The chat of one customer on a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame: FrameLocator = page.frame_locator("iframe[title=在线客服]")

    async def say(self, text: str) -> None:
        """Type and send."""
        box = self.frame.get_by_role("textbox", name="输入消息")
        await box.fill(text)
        await box.press("Enter")

    async def press(self, title: str) -> None:
        """Press the newest button of that title."""
        await self.frame.get_by_role("button", name=title, exact=True).last.click()

    async def hears(self, words: str) -> None:
        """Wait until these words stand in the chat."""
        await expect(self.frame.get_by_text(words).last).to_be_visible()

    async def send_photo(self) -> None:
        """Choose a picture and send it."""
        picture = {"name": "stain.jpg", "mimeType": "image/jpeg", "buffer": photo(colour="brown")}
        await self.frame.locator("input[type=file]").first.set_input_files(picture)  # type: ignore[arg-type]
        await self.frame.get_by_role("button", name="发送").last.click()

    async def fits(self) -> None:
        """Nothing is wider than the phone: a bubble, a card or a button that is would have to be dragged."""
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        frame = self.page.frames[-1]
        assert await frame.evaluate(wide) <= 0


async def chat_of(browser: Browser, stack: Stack, customer: str, complaints: Complaints) -> Chat:
    """The demo shop on a phone as that customer, with the chat open."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    complaints.watch(page)
    await page.goto(stack.shop_url)
    chooser = page.get_by_label("当前顾客")
    await expect(chooser).to_be_enabled()
    await chooser.select_option(customer)
    await page.get_by_role("button", name="联系客服").last.click()
    chat = Chat(page)
    await expect(chat.frame.get_by_role("textbox", name="输入消息")).to_be_visible()
    return chat


async def test_a_refund_with_a_photo_is_arranged_on_a_phone(
    browser: Browser, fresh: Stack, complaints: Complaints, shots: Path
) -> None:
    """Reason, picture, way, a question in between, a time and one yes: each by one touch or one line."""
    chat = await chat_of(browser, fresh, "u1001", complaints)

    await chat.say("咖啡我要退款")
    await chat.press("商品质量问题")
    await chat.hears("拍两三张照片")
    await chat.send_photo()
    await chat.press("退货退款")
    await chat.hears("上门")
    await chat.say("运费谁出")
    await chat.hears("寄回的运费")
    await chat.say("明天上午来取")
    await chat.hears("照片1张已经存好")
    await chat.fits()
    await chat.page.screenshot(path=shots / "refund-confirm.png")
    await chat.press("确认提交")

    await chat.hears("SH")
    await chat.fits()
    await chat.page.screenshot(path=shots / "refund-done.png")


async def test_an_address_is_changed_on_a_phone_with_a_question_in_between(
    browser: Browser, fresh: Stack, complaints: Complaints, shots: Path
) -> None:
    """What it costs is told, the new address is repeated back whole, and one yes changes it."""
    chat = await chat_of(browser, fresh, "u1007", complaints)

    await chat.say("洗面奶那单改地址")
    await chat.hears("门牌号")
    await chat.say("要加钱吗")
    await chat.hears("不收")
    await chat.say("杭州市余杭区良睦路1288号")
    await chat.hears("收件人、电话不变")
    await chat.fits()
    await chat.page.screenshot(path=shots / "address-confirm.png")
    await chat.press("确认提交")

    await chat.hears("DZ")
    await chat.fits()
