"""Who serves whom, as people see it: offers, transfers, call-backs, overseeing. Browsers on the real product."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect
from support.browser import PHONE, Complaints, desk_at, say, violations
from support.stack import Stack

WHISPER = "先道歉，再说到账时间"

# Below what Playwright waits for everything else, above what a busy machine needs.
expect.set_options(timeout=20_000)


async def desk_of(browser: Browser, stack: Stack, complaints: Complaints, username: str) -> Page:
    """A desk, signed in."""
    page = await desk_at(browser, stack.desk_url, complaints, username, stack.password(username))
    await page.get_by_role("button", name=re.compile("我的状态：在线")).wait_for()
    return page


async def sign_out(desk: Page) -> None:
    """Leave, whatever is open on the page, so that nothing of the next test is offered to them."""
    await desk.evaluate("fetch('/api/logout', {method: 'POST', body: '{}'})")
    await desk.get_by_role("button", name="登录").wait_for()


@asynccontextmanager
async def desks(browser: Browser, stack: Stack, complaints: Complaints, *usernames: str) -> AsyncIterator[list[Page]]:
    """Several people at work, gone afterwards."""
    pages = [await desk_of(browser, stack, complaints, username) for username in usernames]
    try:
        yield pages
    finally:
        for page in pages:
            await sign_out(page)


async def customer_asking(browser: Browser, stack: Stack, complaints: Complaints) -> Page:
    """A visitor on a telephone who has asked for a person."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    complaints.watch(page)
    await page.goto(f"{stack.shop_url}/chat")
    await say(page, "我要转人工")
    return page


async def write(desk: Page, box: str, text: str) -> None:
    """Type and send in the box of that name."""
    place = desk.get_by_role("textbox", name=re.compile(box))
    await place.fill(text)
    await place.press("Enter")


def offers(desk: Page) -> Locator:
    """What waits for this agent's answer."""
    return desk.locator(".offers li")


async def accept(desk: Page) -> None:
    """Take the one offer there is, by keyboard."""
    await expect(offers(desk)).to_have_count(1)
    await desk.keyboard.press("Alt+a")
    await expect(desk.locator("section.mine li")).to_have_count(1)


async def resolve(desk: Page) -> None:
    """End the conversation shown, so that the next test finds an empty desk."""
    await desk.get_by_role("button", name="结束处理").click()
    await desk.get_by_role("group", name="处理结果").get_by_role("radio").first.check()
    await desk.get_by_role("button", name="确认").click()
    await expect(desk.locator("section.mine li")).to_have_count(0)


async def test_an_offer_is_taken_with_one_key_and_counts_as_work_in_hand(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """The one agent at work is asked, sees for how long and about whom, and takes the customer without the mouse."""
    async with desks(browser, stack, complaints, "xiaolin") as [desk]:
        chat = await customer_asking(browser, stack, complaints)
        await expect(offers(desk)).to_have_count(1)
        await expect(offers(desk).get_by_role("timer")).to_contain_text(re.compile("还剩 \\d+ 秒"))
        await desk.screenshot(path=shots / "real-offer.png")
        assert await violations(desk) == []
        await accept(desk)
        await expect(offers(desk)).to_have_count(0)
        await chat.get_by_role("log").get_by_text("小林").first.wait_for()
        await expect(desk.get_by_role("button", name="接待 1 /")).to_be_visible()
        await desk.screenshot(path=shots / "real-clocks.png")
        await resolve(desk)


async def test_a_declined_offer_goes_to_a_colleague_and_is_muted_on_the_first_desk(
    stack: Stack, browser: Browser, complaints: Complaints
) -> None:
    """Saying no hands the customer to whoever else is there, and both desks tell whose they are now."""
    async with desks(browser, stack, complaints, "xiaolin", "xiaozhou") as pair:
        await customer_asking(browser, stack, complaints)
        asked, other = await who_is_asked(pair)
        await asked.keyboard.press("Alt+x")
        await expect(offers(other)).to_have_count(1)
        await expect(offers(asked)).to_have_count(0)
        await asked.locator("section.queue li.muted").get_by_text("已派给").wait_for()
        await accept(other)
        await resolve(other)


async def who_is_asked(pair: list[Page]) -> tuple[Page, Page]:
    """The desk with the offer first, then the one without."""
    while True:
        for index, page in enumerate(pair):
            if await offers(page).count():
                return page, pair[1 - index]
        await pair[0].wait_for_timeout(50)


async def test_a_transfer_keeps_the_old_owner_until_the_colleague_accepts(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """Who hands on still answers; who is asked sees who, why and the note; then the customer has one new name."""
    async with desks(browser, stack, complaints, "xiaolin") as [desk]:
        chat = await customer_asking(browser, stack, complaints)
        await accept(desk)
        async with desks(browser, stack, complaints, "laozhou") as [senior]:
            await desk.keyboard.press("Alt+t")
            await desk.get_by_role("button", name="发起转接").click()
            await desk.get_by_role("alert").get_by_text("请选择转给谁").wait_for()
            await desk.get_by_label("老周").check()
            await desk.get_by_role("button", name="需要更高权限").click()
            await desk.get_by_label("补充说明").fill("客户要赔偿，超出我的权限")
            await desk.screenshot(path=shots / "real-transfer.png")
            await desk.get_by_role("button", name="发起转接").click()
            await desk.get_by_text("正在转接给 老周").wait_for()
            await write(desk, "^回复", "正在请资深同事来看")
            await chat.get_by_role("log").get_by_text("正在请资深同事来看").wait_for()
            await offers(senior).get_by_text("小林 请您接手").wait_for()
            await offers(senior).get_by_text("客户要赔偿，超出我的权限").wait_for()
            await accept(senior)
            await expect(desk.locator("section.mine li")).to_have_count(0)
            await expect(chat.get_by_role("heading", name="客服 老周")).to_be_visible()
            await chat.screenshot(path=shots / "real-chat-transferred.png")
            await resolve(senior)


async def test_of_a_group_a_colleague_is_asked_and_with_nobody_left_the_customer_stays(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """Who hands on to a group need not know who is there: somebody of it sees the request, with their own time."""
    async with desks(browser, stack, complaints, "xiaolin") as [desk]:
        await customer_asking(browser, stack, complaints)
        await accept(desk)
        async with desks(browser, stack, complaints, "laozhou") as [senior]:
            await desk.keyboard.press("Alt+t")
            await desk.get_by_role("group", name="转给").get_by_role("button", name="小组").click()
            await desk.get_by_label("资深客服").check()
            await desk.get_by_role("button", name="需要更高权限").click()
            await desk.get_by_role("button", name="发起转接").click()
            await desk.get_by_text("正在转接给 资深客服").wait_for()
            await offers(senior).get_by_text("小林 请您接手").wait_for()
            await expect(offers(senior).get_by_role("timer")).to_contain_text(re.compile("还剩 \\d+ 秒"))
            await senior.screenshot(path=shots / "real-group-asked.png")
            assert await violations(senior) == []
            await senior.keyboard.press("Alt+x")
            await expect(offers(senior)).to_have_count(0)
            await desk.get_by_role("log").get_by_text("没有同事接起转接").wait_for()
            await expect(desk.locator("section.mine li")).to_have_count(1)
            await resolve(desk)


async def test_a_whisper_reaches_the_agent_and_never_the_customer(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """A supervisor watches, whispers, joins and takes over; what was whispered is nowhere on the customer's page."""
    async with desks(browser, stack, complaints, "xiaolin") as [desk]:
        chat = await customer_asking(browser, stack, complaints)
        await accept(desk)
        async with desks(browser, stack, complaints, "zhuguan") as [boss]:
            await boss.get_by_role("button", name=re.compile("^全部会话")).click()
            await boss.locator("section.live li button").first.click()
            await boss.get_by_role("button", name="悄悄话").click()
            await boss.get_by_text("客户看不到").first.wait_for()
            await boss.screenshot(path=shots / "real-whisper.png")
            assert await violations(boss) == []
            await write(boss, "^悄悄提醒", WHISPER)
            await desk.get_by_role("log").get_by_text(WHISPER).wait_for()

            await boss.get_by_role("button", name="加入会话").click()
            await expect(boss.locator("form[data-mode=text]")).to_be_visible()
            await write(boss, "^回复", "您好，我来一起看")
            await chat.get_by_role("log").get_by_text("您好，我来一起看").wait_for()
            await boss.get_by_role("button", name="接管").click()
            await boss.get_by_role("button", name="投诉升级").click()
            await boss.get_by_role("button", name="接管会话").click()
            await expect(chat.get_by_role("heading", name="客服 周主管")).to_be_visible()
            await expect(chat.get_by_text(WHISPER)).to_have_count(0)
            await chat.reload()
            await chat.get_by_role("log").get_by_text("您好，我来一起看").wait_for()
            await expect(chat.get_by_text(WHISPER)).to_have_count(0)
            await boss.get_by_role("button", name="接待", exact=True).click()
            await resolve(boss)


async def test_a_promised_call_back_is_told_to_the_customer_and_kept_in_a_list(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """The agent picks a time, the customer reads it, and the customer can be called back from the list of such."""
    async with desks(browser, stack, complaints, "xiaolin") as [desk]:
        chat = await customer_asking(browser, stack, complaints)
        await accept(desk)
        await desk.get_by_role("button", name="约时间", exact=True).click()
        await desk.get_by_role("button", name="1 小时后").click()
        await desk.screenshot(path=shots / "real-park.png")
        await desk.get_by_role("button", name="约好", exact=True).click()
        await chat.get_by_text(re.compile("(今天|明天) \\d\\d:\\d\\d 前联系您")).wait_for()
        await chat.screenshot(path=shots / "real-chat-parked.png")
        assert await violations(chat) == []
        await desk.get_by_role("button", name=re.compile("^现在联系 ")).first.click()
        await expect(desk.locator("section.mine li")).to_have_count(1)
        await expect(chat.get_by_role("heading", name="客服 小林")).to_be_visible()
        await resolve(desk)
