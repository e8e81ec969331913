"""Pictures: a customer sees their own without what the telephone put into it, and nobody else's."""

from __future__ import annotations

import pytest
from support.conversations import LIN
from support.hub_world import WANG, World
from support.photos import photo, photo_with_place
from support.pictures import NOWHERE, look, page_of, send


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


async def test_a_picture_can_only_be_asked_for_with_get(world: World) -> None:
    """No other page can make a browser send the session's header along: nobody answers its question first."""
    async with page_of(world) as browser:
        answer = await browser.options("/evidence", headers={"access-control-request-method": "POST"})

    assert answer.status_code in {400, 405}
    assert not any(name.startswith("access-control") for name in answer.headers)
