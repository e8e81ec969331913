"""A real Chromium for the tests of this folder. A console error or a page error fails the test.

Chromium was seen to die by itself at its first page. A test whose browser died is run once more, with a new browser,
and shown as such; a failed expectation is never repeated. What a browser said last stands in the report.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from support.browser import Complaints
from support.hub_world import World, hub
from support.live_store import LiveStore

from bot.adapters.evidence_files import EvidenceFiles
from bot.hub.base_app import STATIC

HERE = Path(__file__).parent

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Once more, for every test of this folder and for the death of the browser only."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TargetClosedError"))


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """Debian's Chromium, headless, with a profile of its own."""
    monkeypatch.setenv("DEBUG", "pw:browser")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "没有找到 Chromium：请先安装（Debian：apt-get install chromium fonts-noto-cjk）。"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test at its end when a page complained."""
    heard = Complaints()
    yield heard
    assert heard.said == []


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go: ``JIEZHU_SHOTS``, or a folder of this test."""
    folder = Path(os.environ.get("JIEZHU_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The hub with its real pages and its real pictures; the bot is scripted."""
    store = LiveStore(tmp_path)
    store.start()
    async with hub(tmp_path, store.url, static=STATIC) as served:
        served.house.parts.evidence = EvidenceFiles(served.settings.evidence_folder, served.clock)
        yield served
    store.stop()
