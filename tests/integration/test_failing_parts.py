"""Parts of the running product are killed or stopped, and the customer is looked after all the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from support.desk import Desk
from support.hub_world import Page
from support.stack import Stack
from websockets.asyncio.client import connect

from bot.client.customer import SUBPROTOCOL
from bot.kernel.clock import SystemClock


@asynccontextmanager
async def customer(stack: Stack, customer_id: str = "", *, session: str = "", since: int = 0) -> AsyncIterator[Page]:
    """A page of a demo customer, of a visitor, or of a session that goes on."""
    hello: dict[str, object] = {"t": "hello", "since": since}
    if session:
        hello["session"] = session
    elif customer_id:
        hello["token"] = await signed(stack, customer_id)
    async with connect(stack.chat_url, subprotocols=[SUBPROTOCOL], origin=stack.shop_url) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps(hello))
        page = Page(socket)
        page.welcome = await page.until("welcome")
        yield page


async def signed(stack: Stack, customer_id: str) -> str:
    """What the shop's server gives its page."""
    async with httpx.AsyncClient(base_url=stack.shop_url) as shop:
        answer = await shop.post("/demo/token", json={"customer": customer_id})
        return str(answer.json()["token"])


async def on_the_desk(stack: Stack, conversation: str) -> dict[str, Any]:
    """The conversation as the desk shows it, once it waits for an agent, who has come to work by then at the latest."""
    async with Desk(stack.desk_url, "xiaolin", stack.password("xiaolin")) as desk, asyncio.timeout(15):
        while (shown := await desk.look(conversation))["control"]["state"] not in {"queued", "offered"}:
            await asyncio.sleep(0.05)
        return shown


async def test_an_engine_that_died_sends_the_customer_to_a_person_with_the_transcript(stack: Stack) -> None:
    """Killed, not stopped: the customer is told and queued, and what they wrote is on the desk."""
    stack.kill("engine")
    try:
        async with customer(stack) as page:
            await page.say("我的快递到哪了")
            told = await page.until_event("notice")
            shown = await on_the_desk(stack, page.conversation)
    finally:
        stack.restart("engine")

    assert told["data"]["code"] == "bot_failed"
    assert "我的快递到哪了" in [event["text"] for event in shown["events"]]
    assert shown["brief"]["reason"]["code"] == "bot_failed"


async def test_an_engine_that_hangs_costs_the_customer_no_more_than_the_time_allowed(stack: Stack) -> None:
    """Stopped in mid-air, its port still open; what it says afterwards is not shown."""
    stack.pause("engine")
    try:
        async with customer(stack) as page:
            began = SystemClock().now_ms()
            await page.say("我的快递到哪了")
            told = await page.until_event("notice")
            waited = SystemClock().now_ms() - began
            stack.resume("engine")
            await on_the_desk(stack, page.conversation)
            kinds = [frame["event"]["actor"]["kind"] for frame in page.seen if frame["t"] == "event"]
    finally:
        stack.resume("engine")

    assert told["data"]["code"] == "bot_failed"
    assert stack.settings.turn_timeout_s * 1000 - 500 <= waited <= stack.settings.turn_timeout_s * 1000 + 3000
    assert "bot" not in kinds


async def test_an_action_server_that_died_sends_the_customer_to_a_person(stack: Stack) -> None:
    """An answer that needs the shop's data cannot be made up."""
    stack.kill("actions")
    try:
        async with customer(stack, "u1002") as page:
            await page.say("我的快递到哪了", "actions-down")
            told = await page.until_event("notice")
            while told["data"]["code"] != "bot_failed":
                told = await page.until_event("notice")
            await page.tell("leave_queue", client_id="leave-actions-down")
            await page.until("ack", client_id="leave-actions-down")
    finally:
        stack.restart("actions")

    assert told["data"]["code"] == "bot_failed"


async def test_a_hub_that_was_killed_loses_nothing_it_acknowledged(stack: Stack) -> None:
    """The page comes back with its session and the last number it saw, and gets the rest."""
    async with customer(stack) as page:
        session, conversation = page.welcome["session"], page.conversation
        first = await page.say("你好", "before-1")
        await page.until_event("text", text="你好")
        await page.say("转人工", "before-2")
        queued = await page.until_event("notice")

    stack.kill("hub")
    stack.restart("hub")

    async with customer(stack, session=session, since=first["seq"]) as page:
        await page.until_event("notice", seq=queued["seq"])
        seen = [frame["event"] for frame in page.seen if frame["t"] == "event"]
        again = await page.say("转人工", "before-2")

    assert page.conversation == conversation
    assert [event["seq"] for event in seen] == sorted({event["seq"] for event in seen})
    assert seen[0]["seq"] > first["seq"]
    assert "转人工" in [event["text"] for event in seen]
    assert again["seq"] in [event["seq"] for event in seen]


async def test_a_message_taken_by_a_hub_that_died_is_answered_by_the_next_one(stack: Stack) -> None:
    """The bot's turn is in the store: the hub died while the engine was thinking, and the answer comes once."""
    stack.pause("engine")
    async with customer(stack) as page:
        session = page.welcome["session"]
        asked = await page.say("你们的退款规则是什么", "thinking")
        stack.kill("hub")
    stack.resume("engine")
    stack.restart("hub")

    async with customer(stack, session=session, since=asked["seq"]) as page:
        answer = await next_of_bot(page)
        await page.tell("ping")
        await page.until("pong")
        texts = [frame["event"]["text"] for frame in page.seen if frame["t"] == "event"]

    assert "7" in answer["text"]
    assert texts.count(answer["text"]) == 1


async def next_of_bot(page: Page) -> dict[str, Any]:
    """The next line of the bot."""
    while True:
        event = (await page.until("event", within_s=30))["event"]
        if event["actor"]["kind"] == "bot":
            return dict(event)


async def test_a_shop_that_is_away_gets_an_honest_sentence_and_the_offer_of_a_person(stack: Stack) -> None:
    """The bot does not guess; 转人工 is one press away."""
    shop = stack.settings.shop_file
    away = shop.with_suffix(".away")
    async with customer(stack, "u1002") as page:
        shop.rename(away)
        try:
            await page.say("我的快递到哪了", "shop-down")
            answer = await next_of_bot(page)
        finally:
            away.rename(shop)

    titles = [button["title"] for button in answer["data"]["buttons"]]
    assert "转人工" in titles


@pytest.mark.parametrize("part", ["engine", "actions"])
async def test_the_inner_parts_answer_nobody_without_their_token(stack: Stack, part: str) -> None:
    """They listen on loopback, and that is not enough."""
    port = stack.settings.engine_port if part == "engine" else stack.settings.actions_port
    path = "/v1/turn" if part == "engine" else "/webhook"
    async with httpx.AsyncClient() as stranger:
        answer = await stranger.post(f"http://127.0.0.1:{port}{path}", json={"conversation": "secret-words"})

    assert answer.status_code == 401
    assert "secret-words" not in answer.text
