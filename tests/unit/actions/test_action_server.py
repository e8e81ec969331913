"""The action server over real HTTP: who may call it, and what an error tells."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from action_bench import KEY, context_of, services_of, shop_of
from support.shop_samples import MemoryShop, an_order

from actions import server
from actions.server import create_app
from actions.services import build
from bot.kernel.errors import ShopUnavailable
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings

TOKEN = "the token of the engine"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
SECRET_WORDS = "我的手机号是13812345678"
_NUMBERS = count()


@pytest.fixture
def shop() -> MemoryShop:
    """One order of Lin's."""
    return shop_of(an_order("in_transit"))


@pytest.fixture
async def client(shop: MemoryShop) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server on a free port of this machine."""
    app = create_app(services_of(shop), TOKEN, name=f"actions-test-{next(_NUMBERS)}")
    # Sanic rewrites its own methods when an app starts, and a second app in one process trips over that.
    app.config.TOUCHUP = False
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    running = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    assert running is not None
    await running.startup()
    await running.start_serving()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", trust_env=False) as caller:
        yield caller
    await running.close()


def call(action: str = "action_tell_order_status", **message: Any) -> dict[str, Any]:
    """What Rasa sends."""
    latest = {
        "text": SECRET_WORDS,
        "intent": {"name": "ask_order_status"},
        "entities": [],
        "metadata": {"context": context_of("u1001")},
    }
    tracker = {"sender_id": "c_1", "slots": {}, "latest_message": latest | message, "events": []}
    return {"next_action": action, "sender_id": "c_1", "tracker": tracker, "version": "3.6.21"}


async def test_an_action_answers_the_engine_in_the_sdks_form(client: httpx.AsyncClient) -> None:
    """Events and responses, the domain not needed."""
    answer = await client.post("/webhook", headers=AUTHORIZED, json=call())

    assert answer.status_code == 200
    [response] = answer.json()["responses"]
    assert response["response"] == "utter_order_in_transit"
    assert response["custom"]["kind"] == "order_card"
    assert {"event": "slot", "timestamp": None, "name": "topic", "value": "order_status"} in answer.json()["events"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer 令牌".encode()},
    ],
)
async def test_nobody_without_the_token_gets_an_answer(client: httpx.AsyncClient, headers: dict[str, Any]) -> None:
    """401, and nothing of what was sent."""
    answer = await client.post("/webhook", headers=headers, json=call())

    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert SECRET_WORDS not in answer.text


async def test_no_page_of_a_browser_may_call_it(client: httpx.AsyncClient) -> None:
    """CORS is off: no preflight is answered, no origin allowed."""
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    preflight = await client.options("/webhook", headers=asked)
    answer = await client.post("/webhook", headers=AUTHORIZED | {"Origin": "https://shop.example"}, json=call())

    assert preflight.status_code == 405
    assert not [name for name in [*preflight.headers, *answer.headers] if name.startswith("access-control")]


async def test_an_unknown_action_is_not_found(client: httpx.AsyncClient) -> None:
    """By its name and nothing else."""
    answer = await client.post("/webhook", headers=AUTHORIZED, json=call("action_unknown"))

    assert answer.status_code == 404
    assert answer.json()["data"] == {"action": "action_unknown"}
    assert SECRET_WORDS not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"next_action": "x"}', b'{"tracker": {}}', b'{"next_action": "", "tracker": {}}'],
)
async def test_a_body_that_is_no_call_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    """Not with 400, which the engine takes for an action that declines to run."""
    answer = await client.post("/webhook", headers=AUTHORIZED, content=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")


async def test_an_error_of_the_server_tells_nothing_of_the_conversation(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK's own server sends the whole request back; this one sends a sentence."""
    broken = call(metadata="no mapping at all")

    answer = await client.post("/webhook", headers=AUTHORIZED, json=broken)

    assert answer.status_code == 500
    assert set(answer.json()) == {"code", "message", "data"}
    assert SECRET_WORDS not in answer.text
    assert "Traceback" not in answer.text
    assert SECRET_WORDS not in caplog.text


@pytest.mark.parametrize("path, status", [("/actions", 404), ("/", 404), ("/webhook", 405)])
async def test_there_is_nothing_else_to_see(client: httpx.AsyncClient, path: str, status: int) -> None:
    """No list of actions, no greeting."""
    answer = await client.get(path, headers=AUTHORIZED)

    assert status == answer.status_code


async def test_a_body_too_big_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    """A tracker is never that long; its announced length is enough to know."""
    head = f"POST /webhook HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(f"{head}Content-Length: {server.MAX_BODY + 1}\r\n\r\n".encode())

    status = await asyncio.wait_for(reader.readline(), 5)
    writer.close()

    assert status.startswith(b"HTTP/1.1 413")


async def test_health_tells_whether_the_shop_answers(client: httpx.AsyncClient, shop: MemoryShop) -> None:
    """Without a token: it says nothing else. It can answer all the same, so it is ready."""
    well = await client.get("/ready")
    shop.down = True
    ill, alive = await client.get("/ready"), await client.get("/health")

    assert well.json() == {"ok": True, "parts": {"shop": True}}
    assert (ill.status_code, ill.json()) == (200, {"ok": False, "parts": {"shop": False}})
    assert (alive.status_code, alive.json()) == (200, {"ok": True})


async def test_actions_are_timed_by_their_name_and_no_other_word(client: httpx.AsyncClient) -> None:
    """What a caller makes up is one series, not one for each."""
    await client.post("/webhook", headers=AUTHORIZED, json=call())
    await client.post("/webhook", headers=AUTHORIZED, json=call("action_made_up"))

    figures = (await client.get("/metrics")).text

    assert 'jiezhu_action_seconds_count{action="action_tell_order_status",outcome="answered"} 1.0' in figures
    assert 'jiezhu_action_seconds_count{action="unknown",outcome="failed"} 1.0' in figures
    assert "action_made_up" not in figures


async def test_the_figures_are_not_for_whom_a_proxy_lets_through(client: httpx.AsyncClient) -> None:
    """The page is not there for them, and without a token configured nobody has it."""
    refused = await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer x"})

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    """Settings of a server of one's own."""
    own = {"JIEZHU_VAR_DIR": str(tmp_path), "JIEZHU_ACTIONS_PORT": str(port), "JIEZHU_ACTIONS_TOKEN": TOKEN}
    return {**os.environ, **own, "JIEZHU_CONTEXT_KEY": KEY, "PYTHONUNBUFFERED": "1"}


def start(tmp_path: Path, port: int) -> subprocess.Popen[str]:
    """The server as the supervisor starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "actions.serve"],
        env=environment(tmp_path, port),
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_process_serves_a_seeded_shop_and_stops_when_told(tmp_path: Path) -> None:
    """A line when it is ready, for each action and when it has stopped, no word of the customer, and exit code 0."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start(tmp_path, port)
    assert process.stderr is not None
    first = process.stderr.readline()

    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as caller:
        health = caller.get("/ready").json()
        traced = AUTHORIZED | {"X-Jiezhu-Trace": "t_7"}
        answer = caller.post("/webhook", headers=traced, content=json.dumps(call()))
    process.send_signal(signal.SIGTERM)
    out, rest = process.communicate(timeout=60)

    assert f"server.ready port={port}" in first
    assert health == {"ok": True, "parts": {"shop": True}}
    assert answer.status_code == 200
    assert (process.returncode, out) == (0, "")
    done, stopped = (line.split("actions ", 1)[1] for line in rest.splitlines())
    assert done.startswith("action.done action=action_tell_order_status outcome=answered ms=")
    assert done.endswith(" trace=t_7 conversation=c_1")
    assert stopped == "server.stopped"
    assert SECRET_WORDS not in rest


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    """Which port, and which setting changes it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, port)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (1, "")
    assert err.strip().count("\n") == 0
    assert str(port) in err
    assert "JIEZHU_ACTIONS_PORT" in err


def test_a_setting_that_is_not_fit_is_one_sentence(tmp_path: Path) -> None:
    """It names the variable and what it takes."""
    own = environment(tmp_path, 0) | {"JIEZHU_LOG_LEVEL": "loud"}
    root = Path(__file__).resolve().parents[3]

    done = subprocess.run(
        [sys.executable, "-m", "actions.serve"], env=own, cwd=root, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().count("\n") == 0
    assert "JIEZHU_LOG_LEVEL" in done.stderr


async def test_a_shop_that_cannot_be_prepared_is_a_shop_that_is_down(tmp_path: Path) -> None:
    """The server runs, says so in the log and in its health, and customers are offered a person."""
    blocker = tmp_path / "file"
    blocker.touch()
    keys = Secrets(customer_token_key="", context_key=KEY, engine_token="", actions_token=TOKEN)

    services = build(Settings(shop_database=str(blocker / "shop.db")), keys)

    with pytest.raises(ShopUnavailable):
        await services.shop.ping()
    await services.shop.close()
    await services.carrier.close()
