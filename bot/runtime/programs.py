"""The parts of the product as programs: what is started, in which environment, and how its health is asked."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from bot.kernel.errors import SettingError
from bot.runtime import embedded_store, secrets, settings
from bot.runtime.health import http_health, store_health
from bot.runtime.processes import Program
from bot.runtime.settings import ROOT, Settings

ENGINE_PYTHON = ROOT / ".venv-engine" / "bin" / "python"

PARTS = ("store", "actions", "engine", "hub")


def environment(knobs: Settings, keys: secrets.Secrets) -> dict[str, str]:
    """The environment every part is started with: the caller's, all settings spelled out, the secrets."""
    return {
        **os.environ,
        **settings.as_environment(knobs),
        **secrets.as_environment(keys),
        "REDIS_URL": knobs.store_url,
        "JIEZHU_ACTIONS_URL": knobs.actions_url,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        # Rasa and the SDK would report usage to their makers.
        "RASA_TELEMETRY_ENABLED": "false",
        # One turn is a few milliseconds of small matrices: threads of a BLAS only fight over the cores.
        "OMP_NUM_THREADS": "1",
    }


def engine_python() -> Path:
    """The Python of the engine environment.

    Raises:
        SettingError: it is not there.
    """
    if not ENGINE_PYTHON.exists():
        raise SettingError("引擎环境 .venv-engine 还没有准备好：请先运行 make run。 / Run `make run` first.")
    return ENGINE_PYTHON


def program(name: str, knobs: Settings, keys: secrets.Secrets) -> Program:
    """One part by name (see :data:`PARTS`).

    Raises:
        SettingError: what it needs is missing on this machine.
    """
    env = environment(knobs, keys)
    if name == "store":
        command = embedded_store.command(port=knobs.store_port, folder=knobs.var / "store")
        return Program(name, command, env, ROOT, store_health(knobs.store_port), grace_s=15)
    if name == "engine":
        health = http_health(f"{knobs.engine_url}/ready", token=keys.engine_token)
        command = (str(engine_python()), "-m", "bot.engine.serve")
        return Program(name, command, env, ROOT, health, start_within_s=120)
    if name == "actions":
        own = f"http://{settings.reachable(knobs.actions_host)}:{knobs.actions_port}/ready"
        health = http_health(own, token=keys.actions_token)
        return Program(name, (sys.executable, "-m", "actions.serve"), env, ROOT, health)
    health = http_health(f"http://127.0.0.1:{knobs.public_port}/ready")
    return Program("hub", (sys.executable, "-m", "bot.hub.serve"), env, ROOT, health)


def stages(knobs: Settings, keys: secrets.Secrets) -> list[list[Program]]:
    """All parts in the order they start: the store first (unless ``REDIS_URL`` names one), the rest together."""
    rest = [program(name, knobs, keys) for name in ("actions", "engine", "hub")]
    return [rest] if knobs.redis_url else [[program("store", knobs, keys)], rest]


class Port(NamedTuple):
    """A port that is listened on: by which part, where, and the variable that moves it."""

    part: str
    host: str
    number: int
    variable: str


def ports(knobs: Settings) -> list[Port]:
    """Every port of the product; the hub has two, customers' side first."""
    table = [
        Port("hub", knobs.public_host, knobs.public_port, "JIEZHU_PUBLIC_PORT"),
        Port("hub", knobs.staff_host, knobs.staff_port, "JIEZHU_STAFF_PORT"),
        Port("engine", knobs.engine_host, knobs.engine_port, "JIEZHU_ENGINE_PORT"),
        Port("actions", knobs.actions_host, knobs.actions_port, "JIEZHU_ACTIONS_PORT"),
    ]
    if not knobs.redis_url:
        table.append(Port("store", "127.0.0.1", knobs.store_port, "JIEZHU_STORE_PORT"))
    return table
