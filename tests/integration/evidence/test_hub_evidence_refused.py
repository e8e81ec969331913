"""Pictures that are not taken: no pictures, too large, too slow, too many, no room for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import World, hub
from support.photos import bomb, photo
from support.pictures import page_of, send, staff_events, with_real_pictures

from bot.adapters.evidence_files import EvidenceFiles
from bot.hub.limits import Limits


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
