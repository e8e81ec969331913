"""Photos as people send and see them: two browsers, a real hub with the built pages, a scripted bot."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, FrameLocator, Page, expect
from support.browser import DESK, PHONE, Complaints, desk_at, drawn, violations
from support.hub_world import PASSWORD, World
from support.photos import photo_with_place, saved

from bot.adapters.evidence_files import EvidenceFiles


def broken_seam() -> bytes:
    """Something to look at: a jacket whose seam is open, as large as a telephone makes it."""
    picture = Image.radial_gradient("L").resize((3000, 2250))
    jacket = Image.merge("RGB", (picture.point(lambda v: 40 + v // 3), picture.point(lambda v: 70 + v // 4), picture))
    jacket.paste((250, 240, 225), (1300, 500, 1420, 1800))
    return saved(jacket, "JPEG", quality=92)


def file(name: str, body: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    """A file as it lies on the customer's device."""
    return {"name": name, "mimeType": kind, "buffer": body}


async def customer(browser: Browser, world: World, complaints: Complaints, **device: Any) -> tuple[Page, FrameLocator]:
    """林晓 in the demo shop, with the chat open."""
    context = await browser.new_context(**device)
    page = await context.new_page()
    complaints.watch(page)
    await page.goto(f"http://{world.public}")
    await page.get_by_role("button", name="联系客服").last.click()
    chat = page.frame_locator("iframe[title=在线客服]")
    await expect(chat.get_by_role("textbox", name="输入消息")).to_be_visible()
    return page, chat


async def desk(browser: Browser, world: World, complaints: Complaints) -> Page:
    """小林's desk."""
    await world.accounts.create(username="xiaolin", name="小林", role="agent", password=PASSWORD)
    return await desk_at(browser, f"http://{world.staff}", complaints, "xiaolin", PASSWORD)


async def pick(chat: FrameLocator, *files: dict[str, Any]) -> None:
    """Choose files with the button of the composer."""
    await chat.get_by_label("发送图片").set_input_files(list(files))  # type: ignore[arg-type]


async def test_photos_of_a_customer_are_on_the_desk_before_the_first_human_word(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """Chosen, looked at, sent; in the transcript and in the brief; large when pressed; there again after a reload."""
    shop, chat = await customer(browser, world, complaints, **PHONE)
    work = await desk(browser, world, complaints)

    await pick(chat, file("seam.jpg", broken_seam()), file("home.jpg", photo_with_place()))
    await expect(chat.get_by_role("list", name="待发送的图片").get_by_role("listitem")).to_have_count(2)
    await shop.screenshot(path=shots / "photo-tray-phone.png")
    await chat.get_by_role("textbox", name="输入消息").fill("洗了一次袖子就裂了")
    await chat.get_by_role("button", name="发送", exact=True).click()
    mine = chat.locator("li[data-kind=image]")
    await expect(mine).to_have_count(2)
    await expect(chat.get_by_text("发送中")).to_have_count(0)
    await chat.get_by_role("log").get_by_text("答：/send_evidence").first.wait_for()
    await chat.get_by_role("button", name="转人工").click()
    await (
        chat.get_by_role("log")
        .get_by_text("前面的对话")
        .or_(chat.get_by_role("log").get_by_text("转接人工"))
        .wait_for()
    )
    await shop.screenshot(path=shots / "photo-sent-phone.png")
    assert await violations(shop) == []

    waiting = work.locator("section.queue li", has_text="林晓")
    await waiting.get_by_role("button").first.click()
    shown = work.get_by_role("log").locator("li[data-kind=image] img")
    await expect(shown).to_have_count(2)
    assert [await drawn(one) for one in await shown.all()] == [(480, 360), (300, 400)]
    brief = work.get_by_role("complementary", name="交接摘要")
    await expect(brief.get_by_role("heading", name="客户发来的图片")).to_be_visible()
    assert await drawn(brief.locator("img").first) == (480, 360)
    await work.screenshot(path=shots / "photo-desk.png")
    assert await violations(work) == []

    await brief.get_by_role("button", name="查看大图").first.click()
    large = work.get_by_role("dialog", name="图片大图")
    await expect(large.get_by_text("正在打开图片")).to_have_count(0)
    assert await drawn(large.locator("img")) == (2000, 1500)
    await work.screenshot(path=shots / "photo-desk-large.png")
    await work.keyboard.press("Escape")
    await expect(large).to_have_count(0)

    await shop.reload()
    await shop.get_by_role("button", name="联系客服").last.click()
    again = chat.locator("li[data-kind=image] img")
    await expect(again).to_have_count(2)
    assert [await drawn(one) for one in await again.all()] == [(480, 360), (300, 400)]
    await chat.get_by_role("button", name="查看大图").first.click()
    await expect(chat.get_by_role("dialog", name="图片大图").get_by_text("正在打开图片")).to_have_count(0)
    assert await drawn(chat.get_by_role("dialog", name="图片大图").locator("img")) == (2000, 1500)
    await shop.screenshot(path=shots / "photo-large-phone.png")
    await chat.get_by_role("button", name="关闭大图").click()


async def test_a_photo_that_did_not_get_through_can_be_sent_again(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """No room on the disk: the customer reads why, presses once, and the photo is there once."""
    files = world.house.parts.evidence
    world.house.parts.evidence = EvidenceFiles(world.settings.var / "full", world.clock, reserve_bytes=2**62)
    shop, chat = await customer(browser, world, complaints, **PHONE)
    await pick(chat, file("home.jpg", photo_with_place()))
    await chat.get_by_role("button", name="发送", exact=True).click()
    await chat.get_by_text("图片暂时存不下").wait_for()
    await shop.screenshot(path=shots / "photo-failed-phone.png")

    world.house.parts.evidence = files
    await chat.get_by_role("button", name="重发").click()
    await chat.get_by_role("log").get_by_text("答：/send_evidence").wait_for()

    await expect(chat.locator("li[data-kind=image]")).to_have_count(1)
    await expect(chat.get_by_role("button", name="重发")).to_have_count(0)
    complaints.said = [one for one in complaints.said if "503" not in one]


async def test_what_is_no_photo_is_refused_in_words_and_can_be_taken_away(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """By its name it is one; sending it again would be no use, so that is not offered."""
    shop, chat = await customer(browser, world, complaints, **DESK)
    await pick(chat, file("invoice.jpg", b"%PDF-1.7 and so on"))
    await chat.get_by_role("textbox", name="输入消息").press("Enter")
    await chat.get_by_text("这个文件不是图片").wait_for()
    await shop.screenshot(path=shots / "photo-refused.png")

    await expect(chat.get_by_role("button", name="重发")).to_have_count(0)
    await chat.get_by_role("button", name="移除").click()

    await expect(chat.locator("li[data-kind=image]")).to_have_count(0)
    complaints.said = [one for one in complaints.said if "400" not in one]


async def test_a_photo_can_be_pasted_and_dropped(
    world: World, browser: Browser, complaints: Complaints, shots: Path
) -> None:
    """A screenshot from the clipboard, a file from the desktop; one of them is taken away again before sending."""
    shop, chat = await customer(browser, world, complaints, **DESK)
    body = base64.b64encode(photo_with_place()).decode()
    give = """([type, body, kind]) => {
      const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], `${kind}.jpg`, { type: 'image/jpeg' }))
      const target = document.querySelector(kind === 'paste' ? 'textarea' : 'main')
      const options = { bubbles: true, cancelable: true }
      if (kind === 'paste') target.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
      else target.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: data }))
    }"""
    page = chat.locator("body")
    await page.evaluate(f"(_, given) => ({give})(given)", ["paste", body, "paste"])
    await page.evaluate(f"(_, given) => ({give})(given)", ["dragenter", body, "drop"])
    await expect(chat.get_by_text("松开鼠标")).to_be_visible()
    await shop.screenshot(path=shots / "photo-drop.png")
    await page.evaluate(f"(_, given) => ({give})(given)", ["drop", body, "drop"])
    tray = chat.get_by_role("list", name="待发送的图片").get_by_role("listitem")
    await expect(tray).to_have_count(2)
    await shop.screenshot(path=shots / "photo-tray.png")
    assert await violations(shop) == []
    await chat.get_by_role("button", name="移除第 1 张图片").click()
    await chat.get_by_role("button", name="发送", exact=True).click()
    await chat.get_by_role("log").get_by_text("答：/send_evidence").wait_for()

    await expect(chat.locator("li[data-kind=image]")).to_have_count(1)
    await expect(tray).to_have_count(0)
    await shop.screenshot(path=shots / "photo-sent.png")
