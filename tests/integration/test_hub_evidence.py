"""Pictures: who may send one and see it, what becomes of it, and what the bot hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import WANG, Page, World, hub
from support.photos import bomb, photo, photo_with_place

from bot.adapters.evidence_allowance import HourlyEvidence
from bot.adapters.evidence_files import EvidenceFiles
from bot.handoff.core import Times
from bot.hub.limits import Limits

NOWHERE = "i_01m8060f7v1yny5399ct1d0xh2"


def with_real_pictures(served: World) -> World:
    """The hub with the product's own pictures on the disk and count of an hour."""
    parts = served.house.parts
    parts.evidence = EvidenceFiles(served.settings.evidence_folder, served.clock)
    parts.evidence_allowance = HourlyEvidence(served.house.redis, per_hour=served.settings.evidence_per_hour)
    return served


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub with the usual limits and settings."""
    async with hub(tmp_path, store_url) as served:
        yield with_real_pictures(served)


@pytest.fixture
async def agent(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """小林's browser."""
    browser = await world.colleague()
    yield browser
    await browser.aclose()


def page_of(world: World, session: str = "") -> httpx.AsyncClient:
    """The customer's page, as far as it speaks HTTP."""
    headers = {"origin": f"http://{world.public}"} | ({"authorization": f"Bearer {session}"} if session else {})
    return httpx.AsyncClient(base_url=f"http://{world.public}", headers=headers, trust_env=False, timeout=20)


async def send(world: World, page: Page, body: bytes, client_id: str = "p1", **headers: str) -> httpx.Response:
    """Send a picture as this customer."""
    async with page_of(world, page.welcome["session"]) as browser:
        return await browser.post("/evidence", params={"client_id": client_id}, content=body, headers=headers)


async def look(world: World, page: Page, evidence: str, size: str = "") -> httpx.Response:
    """Ask for a picture as this customer."""
    async with page_of(world, page.welcome["session"]) as browser:
        return await browser.get(f"/evidence/{evidence}{size}")


async def staff_events(world: World, page: Page) -> list[dict[str, Any]]:
    """The log."""
    return await world.conversations.events(page.conversation, since=0, audience="staff")


async def test_a_sent_picture_is_in_the_log_and_comes_back_to_the_page(world: World) -> None:
    """The answer names its place; the event carries the page's own id and the sizes."""
    async with world.customer(profile=LIN) as page:
        answer = await send(world, page, photo(3000, 1500), "p-7")
        event = await page.until_event("image")

    assert answer.json() == {"seq": event["seq"], "duplicate": False}
    assert (event["client_id"], event["text"], event["actor"]["kind"]) == ("p-7", "[图片]", "customer")
    assert event["data"] == {
        "evidence": event["data"]["evidence"],
        "width": 2000,
        "height": 1000,
        "bytes": event["data"]["bytes"],
        "thumb": {"width": 480, "height": 240},
    }


async def test_a_customer_sees_their_picture_without_what_the_telephone_put_into_it(world: World) -> None:
    """EXIF with GPS is gone, and no cache between us keeps it."""
    async with world.customer(profile=LIN) as page:
        await send(world, page, photo_with_place())
        evidence = (await page.until_event("image"))["data"]["evidence"]
        full, thumb = await look(world, page, evidence), await look(world, page, evidence, "/thumb")

    for seen in (full, thumb):
        assert seen.status_code == 200
        assert seen.headers["content-type"] == "image/jpeg"
        assert seen.headers["cache-control"] == "private, no-cache"
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in seen.headers["content-security-policy"]
        assert b"Exif" not in seen.content
    assert len(thumb.content) <= len(full.content)


async def test_a_page_that_has_a_picture_still_has_to_ask(world: World) -> None:
    """304 with its tag, and 401 once the session is over."""
    async with world.customer(profile=LIN) as page:
        await send(world, page, photo())
        evidence = (await page.until_event("image"))["data"]["evidence"]
        tag = (await look(world, page, evidence)).headers["etag"]
        async with page_of(world, page.welcome["session"]) as browser:
            again = await browser.get(f"/evidence/{evidence}", headers={"if-none-match": tag})
        await world.customer_sessions.close(page.welcome["session"])
        over = await look(world, page, evidence)

    assert (again.status_code, again.content) == (304, b"")
    assert (over.status_code, over.json()["code"]) == (401, "not_signed_in")


async def test_another_customers_session_finds_nothing(world: World) -> None:
    """404, as for a picture that never was; the id in hand makes no difference."""
    async with world.customer(profile=LIN) as mine, world.customer(profile=WANG) as theirs:
        await send(world, mine, photo())
        evidence = (await mine.until_event("image"))["data"]["evidence"]
        foreign, unknown = await look(world, theirs, evidence), await look(world, theirs, NOWHERE)

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json() == unknown.json()


@pytest.mark.parametrize("path", ["..%2f..%2fsecrets.json", "%2e%2e", f"{NOWHERE}%00", "i_..%2f..", f"{NOWHERE}.jpg"])
async def test_a_path_leads_nowhere(world: World, path: str) -> None:
    """Whatever is tried in place of an id."""
    async with world.customer(profile=LIN) as page:
        await send(world, page, photo())
        assert (await look(world, page, path)).status_code == 404


async def test_nobody_sends_or_sees_without_a_session(world: World) -> None:
    """401 for none, for a forged one, and for that of a member of staff."""
    staff = await world.staff_sessions.open({"agent_id": "s_1"})
    for session in ("", "forged", staff):
        async with page_of(world, session) as browser:
            sent = await browser.post("/evidence", params={"client_id": "p1"}, content=photo(1200, 1200, kind="PNG"))
            seen = await browser.get(f"/evidence/{NOWHERE}")

        assert (sent.status_code, seen.status_code) == (401, 401)


async def test_a_foreign_page_cannot_send_even_with_a_session(world: World) -> None:
    """Its origin gives it away, as on the socket; a shop's app names none and is let in."""
    async with world.customer(profile=LIN) as page:
        foreign = await send(world, page, photo(), origin="https://evil.example")
        async with page_of(world, page.welcome["session"]) as app:
            del app.headers["origin"]
            from_app = await app.post("/evidence", params={"client_id": "p2"}, content=photo())

    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_allowed")
    assert from_app.status_code == 200


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><script>alert(1)</script></html>", "not_an_image"),
        (b"%PDF-1.7\n", "not_an_image"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_an_image"),
        (b"", "not_an_image"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
        (b"\xff\xd8\xff\xe0<?php system($_GET[0]);", "broken"),
        (bomb(), "too_many_pixels"),
    ],
)
async def test_what_is_no_picture_is_refused_whatever_it_is_called(world: World, body: bytes, why: str) -> None:
    """The name and the type it is sent with are not believed; the customer is told in words."""
    async with world.customer(profile=LIN) as page:
        answer = await send(world, page, body, **{"content-type": "image/jpeg"})
        logged = await staff_events(world, page)

    assert (answer.status_code, answer.json()["code"], answer.json()["data"]["why"]) == (400, "bad_input", why)
    assert answer.json()["message"].endswith("。")
    assert logged == []


async def test_a_picture_of_nine_megabytes_is_refused_with_the_limit(world: World) -> None:
    """The whole answer reaches a page that is still sending, and the connection goes on."""
    async with world.customer(profile=LIN) as page, page_of(world, page.welcome["session"]) as browser:
        answer = await browser.post("/evidence", params={"client_id": "p1"}, content=photo() + bytes(9_000_000))
        again = await browser.post("/evidence", params={"client_id": "p2"}, content=photo())

    assert (answer.status_code, answer.json()["data"]) == (400, {"why": "too_big", "limit_bytes": 8_000_000})
    assert "8 MB" in answer.json()["message"]
    assert again.status_code == 200


async def test_a_body_without_end_is_cut_off(world: World) -> None:
    """Four times the limit is as far as patience goes, however it is sent."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1_000_000)

    async with world.customer(profile=LIN) as page, page_of(world, page.welcome["session"]) as browser:
        # The browser may hear 413, or only that nobody listens any more; either way it ends.
        with suppress(httpx.TransportError):
            answer = await browser.post("/evidence", params={"client_id": "p1"}, content=endless())
            assert answer.status_code == 413
        assert (await send(world, page, photo(), "p2")).status_code == 200


async def test_a_slow_upload_gives_its_place_back(tmp_path: Path, store_url: str) -> None:
    """Who sends nothing more is told so, and the next one may."""
    async with hub(tmp_path, store_url, limits=Limits(uploads=1, upload_s=1.5, messages=200)) as world:
        with_real_pictures(world)
        async with world.customer(profile=LIN) as page:
            head = (
                f"POST /evidence?client_id=slow HTTP/1.1\r\nHost: {world.public}\r\n"
                f"Authorization: Bearer {page.welcome['session']}\r\nContent-Length: 100000\r\n\r\n"
            )
            reader, writer = await asyncio.open_connection(*world.public.split(":"))
            writer.write(head.encode() + b"\xff\xd8\xff")
            async with asyncio.timeout(10):
                while (busy := await send(world, page, photo(), "meanwhile")).status_code == 200:
                    await asyncio.sleep(0.01)
                told = await reader.readuntil(b"}}")
            after = await send(world, page, photo(), "after")
            writer.close()

    assert (busy.status_code, "图片" in busy.json()["message"]) == (429, True)
    assert b" 429 " in told.splitlines()[0]
    assert after.status_code == 200


async def test_the_same_client_id_again_is_the_same_picture(world: World) -> None:
    """A resend after a lost answer, also while the first is still being made (invariant 10)."""
    async with world.customer(profile=LIN) as page:
        answers = await asyncio.gather(*(send(world, page, photo(), "p1") for _ in range(3)))
        answers.append(await send(world, page, photo(), "p1"))
        events = await staff_events(world, page)

    pictures = [event for event in events if event["kind"] == "image"]
    kept = [path for path in world.settings.evidence_folder.rglob("*") if path.is_file()]
    assert {answer.json()["seq"] for answer in answers} == {pictures[0]["seq"]}
    assert len(pictures) == 1
    assert {path.name.split(".")[0] for path in kept} == {pictures[0]["data"]["evidence"]}


async def test_a_thirteenth_picture_within_the_hour_has_to_wait(world: World) -> None:
    """Said with the minutes; a resend of one that got through is none."""
    async with world.customer(profile=LIN) as page:
        codes = [(await send(world, page, photo(80, 80), f"p{n}")).status_code for n in range(12)]
        resent = await send(world, page, photo(80, 80), "p3")
        refused = await send(world, page, photo(80, 80), "p99")
        for _ in range(12):
            await page.until_event("image")

    assert codes == [200] * 12
    assert resent.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (429, "too_much")
    assert "分钟后再发" in refused.json()["message"]


async def test_a_full_disk_is_said_and_the_same_picture_may_be_sent_again(world: World) -> None:
    """503; nothing is in the log."""
    evidence = world.house.parts.evidence
    world.house.parts.evidence = EvidenceFiles(world.settings.var / "full", world.clock, reserve_bytes=2**62)
    async with world.customer(profile=LIN) as page:
        refused = await send(world, page, photo(), "p1")
        world.house.parts.evidence = evidence
        again = await send(world, page, photo(), "p1")

    assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
    assert "存不下" in refused.json()["message"]
    assert again.status_code == 200


async def test_the_bot_hears_a_picture_as_a_pressed_button(world: World) -> None:
    """With a payload that only the hub can send."""
    async with world.customer(profile=LIN) as page:
        await send(world, page, photo())
        shown = await page.until_event("image")
        await page.until_event("text")

    turn = world.house.engine.asked[0].turn
    evidence = shown["data"]["evidence"]
    assert (turn.payload, turn.title) == (f'/send_evidence{{"evidence": "{evidence}"}}', "[图片]")


async def test_pictures_sent_in_a_row_are_one_turn(tmp_path: Path, store_url: str) -> None:
    """收到 once; the words after them are a turn of their own."""
    async with hub(tmp_path, store_url, times=Times(burst_gap=700, burst_ceiling=5_000)) as world:
        with_real_pictures(world)
        async with world.customer(profile=LIN) as page:
            for n in range(2):
                await send(world, page, photo(80, 80), f"p{n}")
            await page.say("衣服破了")
            await page.until_event("text", text="答：衣服破了")
            events = await staff_events(world, page)

    pictures = [event for event in events if event["kind"] == "image"]
    ids = ",".join(event["data"]["evidence"] for event in pictures)
    answer = next(event for event in events if event["actor"]["kind"] == "bot")
    asked = [request.turn.payload or request.turn.text for request in world.house.engine.asked]
    assert asked == [f'/send_evidence{{"evidence": "{ids}"}}', "衣服破了"]
    assert answer["staff"]["answers"] == [event["seq"] for event in pictures]


async def test_staff_who_may_see_the_conversation_see_the_picture(world: World, agent: httpx.AsyncClient) -> None:
    """Before the handoff nobody but supervisors; then whoever could take it; the brief lists it."""
    supervisor = await world.colleague("zhuguan", "主管", "supervisor")
    async with world.customer(profile=LIN) as page:
        seq = (await send(world, page, photo())).json()["seq"]
        event = await page.until_event("image")
        address = f"/api/conversations/{page.conversation}/evidence/{event['data']['evidence']}"
        early, chief = await agent.get(address), await supervisor.get(f"{address}/thumb")
        async with world.browser() as stranger:
            nobody = await stranger.get(address)
        await page.say("转人工", "m-human")
        await world.wait_until_queued(page.conversation)
        waiting, thumb = await agent.get(address), await agent.get(f"{address}/thumb")
        seen = (await agent.get(f"/api/conversations/{page.conversation}")).json()
        missing = await agent.get(f"/api/conversations/{page.conversation}/evidence/{NOWHERE}")
    await supervisor.aclose()

    assert [early.status_code, chief.status_code, nobody.status_code] == [403, 200, 401]
    assert [waiting.status_code, thumb.status_code, missing.status_code] == [200, 200, 404]
    assert waiting.headers["cache-control"] == "private, no-cache"
    assert waiting.headers["x-content-type-options"] == "nosniff"
    attachment = {"evidence": event["data"]["evidence"], "seq": seq, "at": event["at"]}
    assert seen["brief"]["attachments"] == [attachment]


async def test_while_a_person_is_in_charge_a_picture_is_something_they_see(
    world: World, agent: httpx.AsyncClient
) -> None:
    """The bot is not asked; the agent has the next word, as after any message."""
    async with world.customer(profile=LIN) as page:
        await page.say("转人工", "m-human")
        item = await world.wait_until_queued(page.conversation)
        await send(world, page, photo(), "while-waiting")
        claim = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        wanted = [{"conversation": page.conversation, "since": 0}]
        async with world.desk(agent, open=wanted) as desk:
            await send(world, page, photo(), "with-agent")
            while not any(
                frame.get("event", {}).get("client_id") == "with-agent" for frame in desk.seen if frame["t"] == "event"
            ):
                await desk.until("event")
        mine = (await world.conversations.mine((await agent.get("/api/me")).json()["agent"]["id"]))[0]

    assert world.house.engine.asked == []
    assert (mine["last_text"], mine["waiting_on"]) == ("[图片]", "agent")


async def test_a_picture_can_only_be_asked_for_with_get(world: World) -> None:
    """No other page can make a browser send the session's header along: nobody answers its question first."""
    async with page_of(world) as browser:
        answer = await browser.options("/evidence", headers={"access-control-request-method": "POST"})

    assert answer.status_code in {400, 405}
    assert not any(name.startswith("access-control") for name in answer.headers)
