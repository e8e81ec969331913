"""The engine as a process of its own, started as ``jiezhu run`` starts it, and how it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from engine_stand import PROJECT, Actions, Store, wait_for_port

TOKEN = "engine-token"


@dataclass
class Engine:
    """A running engine."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    async def post(self, path: str, body: Any, token: str = TOKEN, **headers: str) -> tuple[int, Any]:
        """Call it."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}", **headers}) as session,
            session.post(f"{self.url}{path}", data=data) as response,
        ):
            return response.status, await response.json(content_type=None)


def environment(store: Store, actions: Actions, models: Path, port: int) -> dict[str, str]:
    """What ``jiezhu run`` would set."""
    return {
        "JIEZHU_ENGINE_PORT": str(port),
        "JIEZHU_ENGINE_TOKEN": TOKEN,
        "JIEZHU_ACTIONS_TOKEN": "a-token",
        "JIEZHU_ACTIONS_URL": actions.url,
        "REDIS_URL": store.url,
        "JIEZHU_MODEL_DIR": str(models),
        "JIEZHU_LOG_LEVEL": "debug",
    }


def start(env: dict[str, str], log: Path) -> Engine:
    """Start an engine and wait until it listens."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.engine.serve"],
            cwd=PROJECT,
            env={**os.environ, **env},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    wait_for_port(int(env["JIEZHU_ENGINE_PORT"]), process)
    return Engine(f"http://127.0.0.1:{env['JIEZHU_ENGINE_PORT']}", log, process)


def turn(conversation: str, text: str, turn_id: str = "t_1", **more: Any) -> dict[str, Any]:
    """The body of a turn."""
    return {"conversation": conversation, "turn_id": turn_id, "epoch": 1, "text": text, "context": "signed", **more}


async def get(url: str, **headers: str) -> tuple[int, str]:
    """A page of the engine's, without its token."""
    async with aiohttp.ClientSession(headers=headers) as session, session.get(url) as response:
        return response.status, await response.text()
