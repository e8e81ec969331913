"""The staff side: signing in, what each person may see and do, and the desk's live lists."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from sanic import Request
from sqlalchemy import update
from support.conversations import LIN
from support.hub_world import PASSWORD, WANG, Page, World, hub

from bot.adapters.accounts import STAFF
from bot.hub.limits import Limits
from bot.hub.staff_door import StaffDoor
from bot.kernel.errors import NotAllowed

NOWHERE = "c_01m8060f7v1yny5399ct1d0xh2"


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub with the usual limits."""
    async with hub(tmp_path, store_url) as served:
        yield served


@pytest.fixture
async def agent(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """小林's browser."""
    browser = await world.colleague()
    yield browser
    await browser.aclose()


@pytest.fixture
async def other(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """小周's browser."""
    browser = await world.colleague("xiaozhou", "小周")
    yield browser
    await browser.aclose()


async def queued(world: World, page: Page) -> dict[str, object]:
    """Let a customer wait; gives what a claim needs."""
    await page.say("转人工", "m-human")
    item = await world.wait_until_queued(page.conversation)
    return {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}


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


async def test_one_claim_wins_and_the_others_hear_who(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Invariant 5: 409 with the winner's name."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        path = f"/api/conversations/{page.conversation}/claim"
        answers = await asyncio.gather(*(browser.post(path, json=claim) for browser in (agent, other)))

    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert lost.json()["code"] == "already_claimed"
    assert lost.json()["data"]["by"] == won.json()["control"]["agent_name"]


async def test_a_claim_of_what_has_moved_on_is_stale(world: World, agent: httpx.AsyncClient) -> None:
    """The customer went back to the bot in the meantime: 409 `stale`."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        await page.tell("leave_queue", client_id="l1")
        await page.until("ack", client_id="l1")
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


async def test_a_colleagues_conversation_is_closed_to_others_and_open_to_supervisors(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Waiting ones anybody may look at; claimed ones are the agent's own."""
    boss = await world.colleague("zhuguan", "周主管", "supervisor")
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        path = f"/api/conversations/{page.conversation}"
        waiting = await other.get(path)
        await agent.post(f"{path}/claim", json=claim)
        mine, theirs, bosses = await agent.get(path), await other.get(path), await boss.get(path)
        async with world.desk(other) as desk:
            await desk.tell("open", conversation=page.conversation, since=0)
            refused = await desk.until("error")
            await desk.tell(
                "send", conversation=page.conversation, client_id="n1", kind="note", text="偷看一下", epoch=2
            )
            note = await desk.until("nack")
            await desk.tell(
                "send", conversation=page.conversation, client_id="s1", kind="text", text="我来说两句", epoch=2
            )
            words = await desk.until("nack")
    await boss.aclose()

    assert [answer.status_code for answer in (waiting, mine, theirs, bosses)] == [200, 200, 403, 200]
    assert waiting.json()["brief"]["customer"]["name"] == "林晓"
    assert {refused["code"], note["code"], words["code"]} == {"not_allowed"}
    assert not [frame for frame in desk.seen if frame["t"] == "event"]


async def test_the_loser_of_a_claim_stops_seeing_what_is_said(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Both look at the waiting customer; after the claim only the winner hears more."""
    async with world.customer(profile=LIN) as page, world.desk(agent) as winner, world.desk(other) as loser:
        claim = await queued(world, page)
        for desk in (winner, loser):
            await desk.tell("open", conversation=page.conversation, since=0)
            await desk.until_event("brief")
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        while (await loser.until("control"))["control"]["controller"] != "agent":
            continue
        await page.say("只跟小林说 我的地址是幸福路1号", "m-secret")
        await winner.until_event("text", text="只跟小林说 我的地址是幸福路1号")
        await loser.tell("ping")
        await loser.until("pong")

    assert "幸福路" not in str(loser.seen)


async def test_the_desk_shows_queue_and_own_conversations_live(world: World, agent: httpx.AsyncClient) -> None:
    """A customer appears, is claimed, writes, is resolved: each list changes by itself."""
    async with world.desk(agent) as desk, world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        while not (waiting := (await desk.until("queue"))["items"]):
            continue
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        while not (mine := (await desk.until("mine"))["items"]):
            continue
        await page.say("还在吗", "m2")
        while (await desk.until("mine"))["items"][0]["last_text"] != "还在吗":
            continue
        result = (await agent.get("/api/results")).json()["results"][0]
        resolved = await agent.post(
            f"/api/conversations/{page.conversation}/resolve",
            json={"epoch": answer.json()["control"]["epoch"], "result": result["code"], "note": "已退", "next": "bot"},
        )
        while (await desk.until("mine"))["items"]:
            continue
        await page.say("谢谢", "m3")
        back = await page.until_event("text", text="答：谢谢")

    assert waiting[0]["customer"] == {"name": "林晓", "level": "金卡会员", "verified": True}
    assert mine[0]["conversation"] == page.conversation
    assert resolved.json()["control"]["state"] == "bot"
    assert back["actor"]["kind"] == "bot"


async def test_a_desk_resumes_its_conversations_by_seq(world: World, agent: httpx.AsyncClient) -> None:
    """After a reconnect it gets what it lacks, whole, with the control record."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        whole = (await agent.get(f"/api/conversations/{page.conversation}")).json()["events"]
        async with world.desk(agent, open=[{"conversation": page.conversation, "since": whole[2]["seq"]}]) as desk:
            await desk.until("control", conversation=page.conversation)

    assert desk.events() == whole[3:]
    assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))


async def test_an_agents_words_need_the_epoch_of_now_and_are_taken_once(world: World, agent: httpx.AsyncClient) -> None:
    """`stale` for words written before control moved; the first ack again for a resend."""
    async with world.customer(profile=WANG) as page, world.desk(agent) as desk:
        claim = await queued(world, page)
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        words = {"conversation": page.conversation, "kind": "text", "text": "您好"}
        await desk.tell("send", client_id="a0", epoch=claim["epoch"], **words)
        stale = await desk.until("nack")
        epoch = answer.json()["control"]["epoch"]
        await desk.tell("send", client_id="a1", epoch=epoch, **words)
        first = await desk.until("ack")
        await desk.tell("send", client_id="a1", epoch=epoch, **words)
        second = await desk.until("ack")

    assert (stale["code"], first) == ("stale", second)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/conversations/nonsense", 404), ("/api/nothing", 404), (f"/api/conversations/{NOWHERE}", 403)],
)
async def test_what_is_not_there_is_said_so(agent: httpx.AsyncClient, path: str, status: int) -> None:
    """As JSON with a code, like every error; an unknown conversation looks like a foreign one."""
    answer = await agent.get(path)

    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message", "data"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"username": 7, "password": "x"}'])
async def test_a_body_that_is_none_is_refused_in_words(world: World, body: bytes) -> None:
    """400 with a Chinese sentence."""
    async with world.browser() as browser:
        answer = await browser.post("/api/login", content=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


async def test_a_body_above_one_megabyte_is_refused(world: World) -> None:
    """413, and the hub goes on serving."""
    async with world.browser() as browser:
        answer = await browser.post("/api/login", content=b"x" * 1_200_000)
        after = await browser.get("/health")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_much")
    assert after.status_code == 200


async def test_a_desk_streams_so_many_conversations_and_no_more(tmp_path: Path, store_url: str) -> None:
    """Shutting one makes room for another; the desk stays connected."""
    async with hub(tmp_path, store_url, limits=Limits(open_conversations=1)) as world:
        browser = await world.colleague()
        async with (
            world.customer(profile=LIN) as lin,
            world.customer(profile=WANG) as wang,
            world.desk(browser) as desk,
        ):
            await queued(world, lin)
            await queued(world, wang)
            await desk.tell("open", conversation=lin.conversation, since=0)
            await desk.until("control", conversation=lin.conversation)
            await desk.tell("open", conversation=wang.conversation, since=0)
            refused = await desk.until("error")
            await desk.tell("shut", conversation=lin.conversation)
            await desk.tell("open", conversation=wang.conversation, since=0)
            await desk.until("control", conversation=wang.conversation)
        await browser.aclose()

    assert refused["code"] == "too_much"


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "dance"},
        {"t": "open", "conversation": "c_1"},
        {"t": "open"},
        {"t": "send", "conversation": NOWHERE, "kind": "text", "text": "没有编号"},
        {"t": "typing"},
    ],
)
async def test_a_frame_that_is_not_understood_gets_an_error(
    world: World, agent: httpx.AsyncClient, frame: dict[str, str]
) -> None:
    """And the desk stays connected."""
    async with world.desk(agent) as desk:
        await desk.tell(**frame)
        error = await desk.until("error")
        await desk.tell("ping")
        await desk.until("pong")

    assert error["code"] == "bad_input"
