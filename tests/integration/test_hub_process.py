"""A hub process as a whole: starting, stopping, several of them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import Page, hub
from support.live_store import free_port
from websockets.asyncio.client import connect

from bot.hub import process
from bot.hub.limits import Limits
from bot.kernel.errors import SettingError


async def test_a_hub_that_stops_asks_everybody_to_come_back_and_loses_nothing(tmp_path: Path, store_url: str) -> None:
    """1012 for customers and desks; the next process goes on where this one was."""
    async with hub(tmp_path, store_url) as world:
        browser = await world.colleague()
        async with world.customer(profile=LIN) as page, world.desk(browser) as desk:
            ack = await page.say("我的快递到哪了")
            await page.until_event("text", text="答：我的快递到哪了")
            stopping = asyncio.create_task(world.stop())
            codes = [await page.close_code(), await desk.close_code()]
            await stopping
            session = page.welcome["session"]
        await browser.aclose()
    async with hub(tmp_path, store_url) as world, world.customer(hello={"session": session}) as page:
        first = await page.until_event("text")

    assert codes == [1012, 1012]
    assert (first["seq"], first["text"]) == (ack["seq"], "我的快递到哪了")


async def test_stopping_does_not_wait_for_a_client_that_does_not_answer(tmp_path: Path, store_url: str) -> None:
    """A telephone in a tunnel must not hold up a restart."""
    async with hub(tmp_path, store_url, limits=Limits(drain_s=0.2, stall_s=0.2)) as world:
        host, port = world.public.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"GET /ws/chat HTTP/1.1\r\nHost: " + world.public.encode() + b"\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: jiezhu.v1\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")

        await asyncio.wait_for(world.stop(), 3)

        writer.close()


async def test_a_port_that_is_taken_is_one_sentence_and_opens_nothing(tmp_path: Path, store_url: str) -> None:
    """It names the port and the setting; the other port is free again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SettingError, match=f"{port}.*JIEZHU_STAFF_PORT"):
            async with hub(tmp_path, store_url, staff_port=port):
                pass


async def test_due_times_are_kept_by_the_hub(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep runs in each process, and one bad pass does not end it."""
    monkeypatch.setattr(process, "SWEEP_S", 0.01)
    async with hub(tmp_path, store_url) as world:
        swept, calls = asyncio.Event(), 0

        async def run_once() -> int:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise ZeroDivisionError
            swept.set()
            return 0

        monkeypatch.setattr(world.conversations.sweep, "run_once", run_once)
        await asyncio.wait_for(swept.wait(), 5)


async def test_an_http_request_that_runs_is_finished_when_the_hub_stops(tmp_path: Path, store_url: str) -> None:
    """Nobody gets half an answer because of a restart."""
    async with hub(tmp_path, store_url) as world:
        entered, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            entered.set()
            await go_on.wait()

        world.checks["shop"] = slow
        async with httpx.AsyncClient(trust_env=False) as client:
            asking = asyncio.create_task(client.get(f"http://{world.public}/ready"))
            await entered.wait()
            stopping = asyncio.create_task(world.stop())
            await asyncio.sleep(0)
            go_on.set()
            answer = await asking
        await stopping

    assert answer.json()["parts"]["shop"] == "ok"


async def test_a_lost_line_to_the_store_is_taken_up_again(tmp_path: Path, store_url: str) -> None:
    """Somebody restarts the store: live delivery works again without a new connection of the customer's."""
    async with hub(tmp_path, store_url) as world, world.customer(profile=LIN) as page:
        await page.say("一", "m1")
        await page.until_event("text", text="答：一")
        await world.house.redis.client_kill_filter(_type="pubsub")
        await page.say("二", "m2")

        assert await page.until_event("text", text="答：二")


async def test_the_real_process_serves_and_ends_in_order_on_a_signal(tmp_path: Path, store_url: str) -> None:
    """`python -m bot.hub.serve` with its real parts: healthy without an engine, 1012 on SIGTERM, status 0."""
    ports = free_port(), free_port()
    knobs = {
        "JIEZHU_VAR_DIR": str(tmp_path),
        "JIEZHU_PUBLIC_PORT": str(ports[0]),
        "JIEZHU_STAFF_PORT": str(ports[1]),
        "REDIS_URL": store_url,
        "JIEZHU_LOG_LEVEL": "info",
    }
    served = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.hub.serve", env={**os.environ, **knobs}, stdout=asyncio.subprocess.PIPE
    )
    assert served.stdout
    async with asyncio.timeout(60):
        while b"hub.serving" not in await served.stdout.readline():
            continue
        async with httpx.AsyncClient(trust_env=False) as client:
            health = (await client.get(f"http://127.0.0.1:{ports[0]}/ready")).json()
            token = (await client.post(f"http://127.0.0.1:{ports[0]}/demo/token", json={})).json()["token"]
        url = f"ws://127.0.0.1:{ports[0]}/ws/chat"
        async with connect(url, subprotocols=["jiezhu.v1"], proxy=None) as socket_:  # type: ignore[list-item]
            page = Page(socket_)
            await page.tell("hello", since=0, token=token)
            welcome = await page.until("welcome")
            served.send_signal(signal.SIGTERM)
            code = await page.close_code()
        status = await served.wait()

    assert (health["ok"], health["parts"]["store"], health["parts"]["sql"]) == (True, "ok", "ok")
    assert health["parts"]["engine"] != "ok"
    assert welcome["customer"]["verified"] is True
    assert (code, status) == (1012, 0)
