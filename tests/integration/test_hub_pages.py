"""Pages, the demo shop, health, and the headers browsers act on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import WANG, World, engine_is_down, hub

from bot.kernel.errors import StoreUnavailable


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub of a shop that embeds the widget."""
    async with hub(tmp_path, store_url, shop_origins="https://shop.example") as served:
        yield served


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the customers' side."""
    async with httpx.AsyncClient(base_url=f"http://{world.public}", trust_env=False) as client:
        yield client


async def test_only_we_and_the_named_shops_may_frame_the_chat(world: World, browser: httpx.AsyncClient) -> None:
    """And scripts come from us alone."""
    policy = (await browser.get("/chat")).headers["content-security-policy"]

    assert "frame-ancestors 'self' https://shop.example;" in policy
    assert "script-src 'self';" in policy
    assert f"connect-src 'self' ws://{world.public} wss://{world.public};" in policy
    assert "unsafe" not in policy


async def test_nobody_may_frame_the_desk(world: World) -> None:
    """No click on it can be stolen."""
    async with world.browser() as staff:
        desk, root = await staff.get("/desk"), await staff.get("/")

    assert "frame-ancestors 'none'" in desk.headers["content-security-policy"]
    assert desk.headers["x-content-type-options"] == "nosniff"
    assert (root.status_code, root.headers["location"]) == (302, "/desk")


async def test_a_strange_host_header_does_not_get_into_the_policy(browser: httpx.AsyncClient) -> None:
    """It is a header of ours that names it; what is no host stays out."""
    answer = await browser.get("/chat", headers={"host": "evil.example; script-src *"})

    assert "evil" not in answer.headers["content-security-policy"]


async def test_built_files_are_served_and_the_desk_only_to_staff(world: World, browser: httpx.AsyncClient) -> None:
    """Files with a hash in their name may be kept for good."""
    script = await browser.get("/static/chat/assets/chat-1a2b.js")
    loader = await browser.get("/jiezhu.js")
    desk = await browser.get("/static/desk/desk.html")
    up = await browser.get("/static/..%2fjiezhu.db")

    assert "immutable" in script.headers["cache-control"]
    assert loader.headers["content-type"].startswith("text/javascript")
    assert (desk.status_code, up.status_code) == (404, 404)


async def test_the_demo_page_embeds_the_widget_with_one_script_tag(browser: httpx.AsyncClient) -> None:
    """As any shop would, and with nothing a strict policy forbids."""
    page = await browser.get("/")

    assert page.text.count('<script src="/jiezhu.js" data-token-url="/demo/token" defer></script>') == 1
    assert page.text.count("jiezhu.js") == 1
    assert "style=" not in page.text
    assert "onclick" not in page.text
    for part in ("demo_shop.css", "demo_shop.js"):
        assert (await browser.get(f"/demo/page/{part}")).status_code == 200


async def test_one_may_choose_who_to_be_in_the_demo(world: World, browser: httpx.AsyncClient) -> None:
    """Somebody by id, the first without a word, nobody by an empty name."""
    known = (await browser.get("/demo/customers")).json()["customers"]
    tokens = [
        (await browser.post("/demo/token", json=body)).json()["token"]
        for body in ({"customer": WANG.customer_id}, {}, {"customer": ""})
    ]

    assert [person["id"] for person in known] == [LIN.customer_id, WANG.customer_id]
    assert await world.customer_tokens.accept(tokens[0]) == WANG
    assert await world.customer_tokens.accept(tokens[1]) == LIN
    assert tokens[2] is None


async def test_the_demo_signs_nobody_it_does_not_know_and_no_foreign_page(browser: httpx.AsyncClient) -> None:
    """An unknown id is not found; another site's page is refused."""
    unknown = await browser.post("/demo/token", json={"customer": "u9999"})
    odd = await browser.post("/demo/token", json={"customer": ["u1001"]})
    foreign = await browser.post("/demo/token", json={}, headers={"origin": "https://evil.example"})

    assert [answer.status_code for answer in (unknown, odd, foreign)] == [404, 404, 403]


async def test_without_the_demo_there_is_no_way_to_be_anybody(tmp_path: Path, store_url: str) -> None:
    """JIEZHU_DEMO off: no page, no tokens; the root leads to the chat."""
    async with hub(tmp_path, store_url, demo=False) as world, httpx.AsyncClient(trust_env=False) as client:
        root = await client.get(f"http://{world.public}/")
        token = await client.post(f"http://{world.public}/demo/token", json={})
        customers = await client.get(f"http://{world.public}/demo/customers")

    assert (root.status_code, root.headers["location"]) == (302, "/chat")
    assert (token.status_code, customers.status_code) == (404, 404)


async def test_without_the_engine_the_hub_is_well_and_says_what_is_missing(
    world: World, browser: httpx.AsyncClient
) -> None:
    """It still takes messages and calls a person."""
    async with world.browser() as staff:
        answers = [await browser.get("/ready"), await staff.get("/ready")]

    for answer in answers:
        assert answer.status_code == 200
        assert answer.json()["ok"] is True
        assert answer.json()["parts"] == {"store": "ok", "sql": "ok", "engine": "智能客服暂时无法回答。"}


async def test_without_the_store_the_hub_is_not_well(world: World, browser: httpx.AsyncClient) -> None:
    """503, so that a load balancer needs no JSON."""

    async def gone() -> None:
        raise StoreUnavailable()

    world.checks |= {"store": gone, "engine": engine_is_down}
    answer, alive = await browser.get("/ready"), await browser.get("/health")

    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert (alive.status_code, alive.json()) == (200, {"ok": True})


async def test_an_unforeseen_error_is_one_sentence_with_a_number(
    world: World, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback reaches a client."""

    async def broken() -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(world.demo_shop, "demo_customers", broken)
    answer = await browser.get("/demo/customers")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.json()["data"]["failure"] in answer.json()["message"]
    assert "secret" not in answer.text


async def test_a_method_an_address_does_not_know_is_refused_in_words(browser: httpx.AsyncClient) -> None:
    """405 in the same form as every error."""
    answer = await browser.delete("/health")

    assert (answer.status_code, answer.json()["code"]) == (405, "bad_input")
