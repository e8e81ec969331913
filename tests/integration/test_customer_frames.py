"""Frames and answers recorded from a real hub, held against the documents: nothing is said that is not in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.conversations import LIN
from support.customer_api import API, document, faults, faults_of_frame, frames_of
from support.fake_hub import FakeHub
from support.fake_hub import running as fake_running
from support.hub_world import Page, World, hub
from support.photos import photo

from bot.client import JiezhuClient
from bot.handoff.ports import BotMessage
from bot.handoff.projection import FOR_CUSTOMERS

BUTTON = {"title": "查物流", "payload": "/ask_logistics"}
CARD = {
    "order_id": "JZ261118000001",
    "status": "in_transit",
    "status_text": "运输中",
    "title": "轻量羽绒服",
    "spec": "白 M",
    "quantity": 1,
    "paid_fen": 25900,
    "placed_at": 1763769600000,
    "late": True,
    "note": "已延误2天",
}
PARCEL = {
    "order_id": "JZ261118000001",
    "carrier": "顺丰",
    "tracking_no": "SF1",
    "status": "in_transit",
    "status_text": "运输中",
    "late": True,
    "late_days": 2,
    "eta_text": "11月23日",
    "steps": [{"at": 1, "text": "到达"}],
}
ANSWERS = [
    BotMessage("text", "您好", {"buttons": [BUTTON]}),
    BotMessage("order_card", "这一单", {**CARD, "buttons": [BUTTON]}),
    BotMessage("order_choices", "哪一单", {"orders": [{**CARD, "choice": BUTTON}], "buttons": [BUTTON]}),
    BotMessage("logistics_card", "在路上", {**PARCEL, "buttons": [BUTTON]}),
]
"""Every kind of thing the assistant can say."""


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub whose assistant says one of everything."""
    async with hub(tmp_path, store_url) as opened:
        opened.house.engine.answers["在吗"] = ANSWERS
        yield opened


def wrong(frames: list[dict[str, Any]]) -> list[str]:
    """What is not in the document, of frames the hub sent."""
    return [fault for frame in frames for fault in faults_of_frame("toCustomer", frame)]


async def test_everything_a_socket_can_hear_is_in_the_document(world: World) -> None:
    """Each kind of frame and each kind of event at least once, field by field."""
    async with world.customer(profile=LIN) as page:
        await page.say("在吗")
        offer = await page.until_event("text", actor={"kind": "bot", "id": "", "name": "小接"})
        await page.until_event("logistics_card")
        press = {"client_id": "m2", "kind": "choice", "choice_id": offer["data"]["buttons"][0]["id"]}
        await page.tell("send", **press)
        await page.until("ack", client_id="m2")
        await page.tell("send", client_id="m3", kind="choice", choice_id="b_nobody_offered")
        await page.until("nack")
        await page.tell("dance")
        await page.until("error")
        await page.tell("ping")
        await page.until("pong")
        await show_picture(world, page)
        await page.tell("human", client_id="h1")
        await page.until("ack", client_id="h1")
        await with_an_agent(world, page)
        # What a burst of frames left in the line.
        heard = page.seen

    assert wrong(heard) == []
    assert {frame["t"] for frame in heard} == set(frames_of("toCustomer"))
    assert {event["kind"] for event in page.events()} == set(FOR_CUSTOMERS)


async def show_picture(world: World, page: Page) -> None:
    """Send a picture and see it come back."""
    headers = {"authorization": f"Bearer {page.welcome['session']}"}
    async with httpx.AsyncClient(base_url=f"http://{world.public}", headers=headers, trust_env=False) as app:
        await app.post("/v1/evidence", params={"client_id": "p1"}, content=photo())
    await page.until_event("image")


async def with_an_agent(world: World, page: Page) -> None:
    """Be taken by an agent who reads, types and writes."""
    item = await world.wait_until_queued(page.conversation)
    browser = await world.colleague()
    async with aclosing(browser), world.desk(browser) as desk:
        body = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        path = f"/api/conversations/{page.conversation}/claim"
        control = (await browser.post(path, json=body)).json()["control"]
        await desk.tell("open", conversation=page.conversation, since=0)
        await desk.until("control", conversation=page.conversation)
        await desk.tell("typing", conversation=page.conversation)
        await page.until("typing")
        await desk.tell("read", conversation=page.conversation, seq=control["last_seq"])
        await page.until("read")


async def test_every_answer_over_http_is_in_the_document(world: World) -> None:
    """Session, message, news, and an error of each call."""
    async with httpx.AsyncClient(base_url=f"http://{world.public}/v1", trust_env=False) as app:
        welcome = await app.post("/session", json={"token": world.customer_tokens.sign(LIN), "channel": "app"})
        app.headers["authorization"] = f"Bearer {welcome.json()['session']}"
        taken = await app.post("/messages", json={"client_id": "m1", "kind": "text", "text": "在吗"})
        await world.conversations.background.drain()
        news = await app.get("/events")
        read = await app.post("/read", json={"seq": 1})
        bad = [
            await app.post("/messages", json={"client_id": "m2", "kind": "text", "text": ""}),
            await app.post("/messages", json={"client_id": "m2", "kind": "choice", "choice_id": "b_none"}),
            await app.post("/leave_queue", json={"client_id": "m2"}),
            await app.post("/session", json={"token": "forged"}),
            await app.post("/evidence", params={"client_id": "p1"}, content=b"no picture"),
        ]

    said = {"Welcome": welcome, "Taken": taken, "News": news}
    assert [fault for name, one in said.items() for fault in answer_faults(name, one)] == []
    assert [fault for one in bad for fault in answer_faults("Problem", one)] == []
    assert (read.status_code, read.json()) == (200, {})


def answer_faults(name: str, answer: httpx.Response) -> list[str]:
    """What is wrong with an answer."""
    return faults(f"{API}#/components/schemas/{name}", answer.json())


def test_every_call_below_the_version_is_in_the_document(world: World) -> None:
    """Path by path and method by method."""
    assert world.running
    routes = world.running._servers[0].app.router.routes_all.values()
    served = {
        (method.lower(), "/" + route.path.removeprefix("v1/").replace("<evidence:str>", "{evidence}"))
        for route in routes
        if route.path.startswith("v1/")
        for method in route.methods
        if method != "OPTIONS"
    }
    named = {
        (method, path)
        for path, operations in document(API)["paths"].items()
        for method in operations
        if method in {"get", "post"}
    }

    assert served == named


async def test_what_the_client_sends_is_in_the_document() -> None:
    """The reference client keeps to the interface, too."""
    fake = FakeHub()
    async with fake_running(fake):
        url = fake.url
        client = JiezhuClient(url, token="signed", session="visitor", channel="app", origin="http://shop.example")
        async with client:
            await client.send("在吗")
            await client.choose("b_1")
            await client.ask_human()
            await client.leave_queue()
            client.typing()
            client.read(1)
            await client.send("完了")

    sent: list[Mapping[str, Any]] = fake.received
    assert [fault for frame in sent for fault in faults_of_frame("fromCustomer", frame)] == []
    # `ping` is for clients that cannot send WebSocket pings.
    assert {frame["t"] for frame in sent} == set(frames_of("fromCustomer")) - {"ping"}
