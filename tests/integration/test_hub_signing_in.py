"""The staff side's door: who gets in, who is put out, and what is told to those who are neither."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from sanic import Request
from sqlalchemy import update
from support.hub_world import NOWHERE, PASSWORD, Page, World, hub

from bot.adapters.accounts import STAFF
from bot.hub.limits import Limits
from bot.hub.staff_door import StaffDoor
from bot.kernel.errors import NotAllowed


async def test_signing_in_gives_a_cookie_scripts_and_other_sites_cannot_use(world: World) -> None:
    """HttpOnly and SameSite=Strict; the answer says who it is."""
    await world.accounts.create(username="xiaolin", name="小林", role="agent", password=PASSWORD)
    async with world.browser() as browser:
        answer = await browser.post("/api/login", json={"username": "XiaoLin ", "password": PASSWORD})
        me = await browser.get("/api/me")

    cookie = answer.headers["set-cookie"]
    assert answer.json()["agent"]["name"] == "小林"
    assert me.json() == answer.json()
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie


async def test_with_tls_the_cookie_is_marked_secure(tmp_path: Path, store_url: str) -> None:
    """JIEZHU_SECURE_COOKIES says that TLS is used."""
    async with hub(tmp_path, store_url, secure_cookies=True) as world:
        await world.accounts.create(username="xiaolin", name="小林", role="agent", password=PASSWORD)
        async with world.browser() as browser:
            answer = await browser.post("/api/login", json={"username": "xiaolin", "password": PASSWORD})

    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(("username", "password"), [("xiaolin", "wrong-password"), ("nobody", PASSWORD)])
async def test_a_wrong_name_and_a_wrong_password_look_the_same(
    world: World, agent: httpx.AsyncClient, username: str, password: str
) -> None:
    """401 with one sentence for both."""
    async with world.browser() as browser:
        answer = await browser.post("/api/login", json={"username": username, "password": password})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.json()["message"] == "用户名或密码不对，请重新输入。"


async def test_guessing_is_stopped_even_when_the_last_guess_is_right(world: World, agent: httpx.AsyncClient) -> None:
    """429, in Chinese with the minutes to wait; ten guesses at once gain nothing."""
    async with world.browser() as browser:
        guesses = [
            browser.post("/api/login", json={"username": "xiaolin", "password": f"wrong-{n}"}) for n in range(10)
        ]
        codes = sorted(answer.status_code for answer in await asyncio.gather(*guesses))
        right = await browser.post("/api/login", json={"username": "xiaolin", "password": PASSWORD})

    assert codes == [401] * 3 + [429] * 7
    assert (right.status_code, right.json()["code"]) == (429, "too_much")
    assert "1分钟" in right.json()["message"]


async def test_writing_a_name_differently_gains_no_more_tries(world: World, agent: httpx.AsyncClient) -> None:
    """Wide letters, capitals and spaces are the same name."""
    async with world.browser() as browser:
        answers = [
            await browser.post("/api/login", json={"username": name, "password": "wrong-password"})
            for name in ("xiaolin", "XIAOLIN", " xiaolin", "ｘiaolin")
        ]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


async def test_signing_in_in_time_starts_the_count_again(world: World, agent: httpx.AsyncClient) -> None:
    """Somebody who mistypes twice a day is not locked out."""
    async with world.browser() as browser:
        for _ in range(3):
            for password in ("wrong-password", "wrong-again", PASSWORD):
                last = await browser.post("/api/login", json={"username": "xiaolin", "password": password})

    assert last.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/me"),
        ("GET", "/api/queue"),
        ("GET", "/api/results"),
        ("GET", f"/api/conversations/{NOWHERE}"),
        ("POST", f"/api/conversations/{NOWHERE}/claim"),
        ("POST", f"/api/conversations/{NOWHERE}/resolve"),
    ],
)
async def test_nothing_is_told_to_somebody_who_is_not_signed_in(world: World, method: str, path: str) -> None:
    """401 everywhere, and 4401 on the socket."""
    async with world.browser() as browser:
        answer = await browser.request(method, path, json={})
        async with world.desk_socket(browser) as socket:
            code = await Page(socket).close_code()

    assert (answer.status_code, answer.json()["code"], code) == (401, "not_signed_in", 4401)


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
@pytest.mark.parametrize("path", ["/api/login", "/api/logout", f"/api/conversations/{NOWHERE}/claim"])
async def test_a_post_that_does_not_come_from_our_page_is_refused(
    world: World, agent: httpx.AsyncClient, path: str, origin: str | None
) -> None:
    """403, with the cookie and all."""
    async with world.browser(origin=origin) as browser:
        browser.cookies = agent.cookies
        answer = await browser.post(path, json={"username": "xiaolin", "password": PASSWORD})
        async with world.desk_socket(agent, origin=origin) as socket:
            code = await Page(socket).close_code()

    assert (answer.status_code, answer.json()["code"], code) == (403, "not_allowed", 4403)
    assert (await agent.get("/api/me")).status_code == 200


async def test_signing_out_ends_session_and_open_desks(world: World, agent: httpx.AsyncClient) -> None:
    """The stolen copy of the cookie is worth nothing afterwards."""
    copy = httpx.Cookies(agent.cookies)
    async with world.desk(agent) as desk:
        await agent.post("/api/logout")
        code = await desk.close_code()
    async with world.browser() as thief:
        thief.cookies = copy
        answer = await thief.get("/api/me")

    assert (code, answer.status_code) == (4401, 401)


async def test_an_account_that_is_switched_off_is_out_at_once(tmp_path: Path, store_url: str) -> None:
    """Its session ends with the next call, its open desk with the next look."""
    limits = Limits(desk_check_s=0, sweep_s=0.05)
    async with hub(tmp_path, store_url, limits=limits) as world:
        agent = await world.colleague()
        async with world.desk(agent) as desk:
            async with world.accounts._engine.begin() as connection:
                await connection.execute(update(STAFF).values(active=False))
            code = await desk.close_code()
        answer = await agent.get("/api/me")
        await agent.aclose()

    assert (code, answer.status_code) == (4401, 401)


async def test_a_supervisors_call_needs_a_supervisor(world: World, agent: httpx.AsyncClient) -> None:
    """An agent is refused, a supervisor may; what agents may do, a supervisor may too."""
    boss = await world.colleague("zhuguan", "周主管", "supervisor")
    door = StaffDoor(world)

    def request_of(browser: httpx.AsyncClient) -> Request:
        return cast(Request, SimpleNamespace(cookies=dict(browser.cookies)))

    with pytest.raises(NotAllowed):
        await door.asking(request_of(agent), role="supervisor")
    assert (await door.asking(request_of(boss), role="supervisor")).name == "周主管"
    assert (await door.asking(request_of(boss))).name == "周主管"
    await boss.aclose()
