"""The examples of docs/connect-an-app.md run, and its other claims are those of the documents."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from support.customer_api import API, DOCS, document
from support.hub_world import KEY, hub

PAGE = (DOCS / "connect-an-app.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


async def test_the_python_examples_talk_to_a_hub(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token of the first block opens the chat of the second, word for word as printed."""
    page: dict[str, Any] = {}
    for block in blocks("python"):
        exec(compile(block, "connect-an-app.md", "exec"), page)

    async def fetch_token() -> str:
        return str(page["customer_token"](KEY, "u1001", "林晓", "金卡会员"))

    async with hub(tmp_path, store_url) as world, asyncio.timeout(20):
        monkeypatch.setenv("JIEZHU_HUB", f"http://{world.public}")
        heard = await page["chat"](fetch_token)

    assert heard == ["customer: 我的快递到哪了", "bot: 答：我的快递到哪了"]


def test_the_calls_of_the_shell_example_exist() -> None:
    """Each path is one of the document's."""
    called = set(re.findall(r"\$HUB(/\w+)", "".join(blocks("bash"))))

    assert called == {"/session", "/messages", "/events"}
    assert called <= set(document(API)["paths"])


@pytest.mark.parametrize("page", ["connect-an-app.md", "connect-an-app.zh-CN.md"])
def test_the_page_links_to_what_is_there(page: str) -> None:
    """Both languages."""
    for link in re.findall(r"\]\(([^)#]+)\)", (DOCS / page).read_text("utf-8")):
        assert (DOCS / link).exists(), link
