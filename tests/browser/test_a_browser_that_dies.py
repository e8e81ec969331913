"""The tests' own safety: what happens when not the product fails but the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser


async def test_a_test_whose_browser_died_is_run_once_more_with_a_new_one(
    browser: Browser, request: pytest.FixtureRequest
) -> None:
    """The first attempt crashes its own browser, so this test is always reported as run again."""
    page = await (await browser.new_context()).new_page()
    if request.node.execution_count == 1:  # type: ignore[attr-defined]
        command = await browser.new_browser_cdp_session()
        await command.send("Browser.crash")
    await page.goto("data:text/html,<h1>alive</h1>")
    assert await page.get_by_role("heading").inner_text() == "alive"
