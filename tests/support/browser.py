"""A browser as tests use it: devices, what it complains about, the desk signed in, pictures and accessibility."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, expect

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
    "locale": "zh-CN",
}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Complaints:
    """What the browser said was wrong."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page. A lost connection is what some tests are about, so the browser's word on it is no error."""

        def heard(message: ConsoleMessage) -> None:
            # A desk that is not signed in yet asks who it is and is told 401: the browser logs that too.
            expected = ("WebSocket", "ERR_", "401")
            if message.type == "error" and not any(word in message.text for word in expected):
                self.said.append(message.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))


async def desk_at(browser: Browser, site: str, complaints: Complaints, username: str, password: str) -> Page:
    """The desk of the staff side at ``site``, signed in."""
    page = await (await browser.new_context(**DESK)).new_page()
    complaints.watch(page)
    await page.goto(f"{site}/desk")
    await page.get_by_label("用户名").fill(username)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()
    await page.get_by_role("heading", name="待接入").wait_for()
    return page


async def say(chat: FrameLocator | Page, text: str) -> None:
    """Type and send, as a customer does."""
    box = chat.get_by_role("textbox", name="输入消息")
    await box.fill(text)
    await box.press("Enter")


async def drawn(picture: Locator) -> tuple[int, int]:
    """The size of a picture that has been fetched and decoded."""
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    width, height = await picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
    return int(width), int(height)


async def violations(page: Page) -> list[str]:
    """What the accessibility rules find on a page."""
    found = await Axe().run(page, options={"runOnly": LEVELS})
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:160]}" for entry in found.response["violations"]]
