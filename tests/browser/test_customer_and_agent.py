"""The main path as people see it: two browsers, the real product behind them."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, Page, expect
from support.browser import PHONE, Complaints, desk_at, say, violations
from support.stack import Stack


async def shop_page(browser: Browser, stack: Stack, complaints: Complaints, customer: str) -> Page:
    """The demo shop on a telephone, as this customer."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    complaints.watch(page)
    await page.goto(stack.shop_url)
    await page.locator(f"#customer option[value={customer}]").wait_for(state="attached")
    await page.select_option("#customer", customer)
    return page


async def desk_page(browser: Browser, stack: Stack, complaints: Complaints, username: str) -> Page:
    """The desk, signed in."""
    return await desk_at(browser, stack.desk_url, complaints, username, stack.password(username))


async def test_an_upset_customer_is_handed_over_served_and_handed_back(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """Ask, get angry, wait, talk to a person who knows everything, go on with the bot, which knows what was decided."""
    shop = await shop_page(browser, stack, complaints, "u1001")
    desk = await desk_page(browser, stack, complaints, "xiaolin")
    await shop.get_by_role("button", name="联系客服").last.click()
    chat = shop.frame_locator("iframe[title=在线客服]")

    await say(chat, "我的快递到哪了")
    await chat.get_by_text("延误").first.wait_for()
    await shop.screenshot(path=shots / "chat-logistics.png")

    await say(chat, "都晚了两天了，气死我了！！你们什么垃圾快递")
    await expect(chat.get_by_role("button", name="返回智能助手")).to_be_visible()
    await shop.screenshot(path=shots / "chat-waiting.png")

    waiting = desk.locator("section.queue li", has_text="林晓")
    await waiting.get_by_role("button").first.click()
    await desk.get_by_text("客户情绪激动").first.wait_for()
    await desk.screenshot(path=shots / "desk-brief.png")
    assert await violations(desk) == []
    await waiting.get_by_role("button", name="接入 林晓").click()
    await chat.get_by_role("log").get_by_text("人工客服 小林 已接入").wait_for()

    reply = desk.get_by_role("textbox", name="回复林晓")
    await reply.fill("林晓您好，延误的情况我看到了，这就给您登记退款。")
    await reply.press("Enter")
    await chat.get_by_role("log").get_by_text("这就给您登记退款").wait_for()
    await say(chat, "好的，那麻烦你了")
    await desk.get_by_role("log").get_by_text("好的，那麻烦你了").wait_for()
    await desk.screenshot(path=shots / "desk-talk.png")
    await shop.screenshot(path=shots / "chat-agent.png")

    await desk.get_by_role("button", name="结束处理").click()
    await desk.get_by_text("同意退款").first.click()
    await desk.get_by_label("补充说明").fill("全额退款，三天内到账")
    await desk.get_by_role("button", name="确认").click()
    await chat.get_by_role("log").get_by_text("这次就由我继续陪您啦").wait_for()

    await say(chat, "刚才说的退款呢")
    await chat.get_by_role("log").get_by_text("全额退款，三天内到账").wait_for()
    await shop.screenshot(path=shots / "chat-returned.png")
    assert await violations(shop) == []


async def test_a_page_that_lost_the_hub_sends_what_was_written_once_it_is_back(
    stack: Stack, browser: Browser, complaints: Complaints
) -> None:
    """Killed and started again: the line written in between arrives, once, and the history is whole."""
    shop = await shop_page(browser, stack, complaints, "u1005")
    await shop.get_by_role("button", name="联系客服").last.click()
    chat = shop.frame_locator("iframe[title=在线客服]")
    await say(chat, "你好")
    await chat.get_by_text("已送达").or_(chat.get_by_text("已读")).first.wait_for()

    stack.kill("hub")
    await say(chat, "断线时写的这句")
    await chat.get_by_text("网络断开").first.wait_for()
    stack.restart("hub")

    mine = chat.get_by_role("log").get_by_text("断线时写的这句", exact=True)
    await expect(chat.get_by_text("发送中")).to_have_count(0, timeout=30_000)
    await expect(mine).to_have_count(1)
    await shop.reload()
    await shop.get_by_role("button", name="联系客服").last.click()
    await expect(mine).to_have_count(1, timeout=30_000)
