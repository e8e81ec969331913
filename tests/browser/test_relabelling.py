"""The designers' loop as people see it: misunderstood, put right by an agent, listed by ``jiezhu suggest``."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import yaml
from playwright.async_api import Browser, expect
from support.browser import Complaints, say, violations
from support.stack import Stack
from test_customer_and_agent import desk_page, shop_page
from typer.testing import CliRunner

from bot.cli.main import app

WORDS = "咱那包裹猴年马月才肯挪窝哟"
"""Said by nobody in the examples."""


async def test_an_agent_corrects_what_was_understood_and_the_designers_get_it(
    stack: Stack, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """By keyboard alone; everybody at the desk sees it, the customer does not."""
    shop = await shop_page(browser, stack, complaints, "u1006")
    await shop.get_by_role("button", name="联系客服").last.click()
    chat = shop.frame_locator("iframe[title=在线客服]")
    await say(chat, WORDS)
    await chat.locator("li.theirs[data-seq]").first.wait_for()
    await say(chat, "转人工")
    await chat.get_by_role("button", name="返回智能助手").wait_for()

    desk = await desk_page(browser, stack, complaints, "xiaolin")
    await desk.locator("section.queue li", has_text="转人工").get_by_role("button").first.click()
    log = desk.get_by_role("log")
    mark = log.get_by_role("button", name=re.compile("改为"))
    await expect(mark).to_have_count(1)
    await expect(mark).to_contain_text(re.compile("理解为|没听懂"))

    await mark.focus()
    await desk.keyboard.press("Enter")
    menu = desk.get_by_role("menu")
    await menu.wait_for()
    await expect(desk.locator(".el-zoom-in-top-enter-active")).to_have_count(0)
    await desk.screenshot(path=shots / "desk-relabel.png")
    assert await violations(desk) == []
    wanted = menu.get_by_role("menuitem", name="催发货、催配送")
    for _ in range(await menu.get_by_role("menuitem").count()):
        if await wanted.evaluate("item => item === document.activeElement"):
            break
        await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("Enter")

    await expect(log.get_by_role("button", name="小林标为“催发货、催配送”")).to_be_focused()
    await expect(desk.get_by_text("已标为“催发货、催配送”")).to_be_visible()
    await desk.screenshot(path=shots / "desk-relabelled.png")
    await expect(chat.get_by_text("催发货、催配送")).to_have_count(0)

    jiezhu = CliRunner(env={**os.environ, **stack.environment})
    printed = await asyncio.to_thread(jiezhu.invoke, app, ["suggest"])
    entries = {entry["intent"]: entry["examples"] for entry in yaml.safe_load(printed.stdout)["nlu"]}
    assert f"- {WORDS}\n" in entries["complain_delay"]
