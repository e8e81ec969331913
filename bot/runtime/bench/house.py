"""A store and a hub of their own for the measurements of the hub: free ports, fresh data, nothing of a running shop."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.runtime import programs
from bot.runtime.bench.own_programs import OwnPrograms
from bot.runtime.bench.staff import Staff, signed_in
from bot.runtime.bench.stand import free_port
from bot.runtime.health import Health, ask
from bot.runtime.processes import Process, Program
from bot.runtime.settings import ROOT

HUB = ("-m", "bot.cli.bench_hub")
FLOOR = ("-m", "bot.runtime.bench.floor")

_START_S = 60.0


class House(OwnPrograms):
    """Store, hub and floor while the block lasts."""

    def __init__(self, logs: Path, **knobs: object) -> None:
        ports = ("public_port", "staff_port", "engine_port", "actions_port", "store_port")
        super().__init__(logs, **{name: free_port() for name in ports} | knobs)

    def __enter__(self) -> House:
        self._logs.mkdir(parents=True, exist_ok=True)
        return self

    def start_store(self) -> Process:
        """The embedded store, as the product starts it: every write on disk before it is answered."""
        return self.start(programs.program("store", self.settings, self.secrets))

    def start_hub(self) -> Process:
        """One hub process, its limits on a single client's pace lifted."""
        env = programs.environment(self.settings, self.secrets)
        health = _serving(f"http://127.0.0.1:{self.settings.public_port}/health")
        return self.start(Program("hub", (sys.executable, *HUB), env, ROOT, health, start_within_s=_START_S))

    def start_floor(self, port: int) -> Process:
        """The bare echo on a port."""
        env = programs.environment(self.settings, self.secrets)
        health = _serving(f"http://127.0.0.1:{port}/")
        command = (sys.executable, *FLOOR, str(port), self.settings.store_url)
        return self.start(Program("floor", command, env, ROOT, health, start_within_s=_START_S))

    def start(self, program: Program) -> Process:
        """Start a program and wait until it is healthy; it ends with the block at the latest.

        Raises:
            SettingError: it does not come up.
        """
        process = self.launch(program)
        self.wait_until_healthy(process)
        return process

    def sign_in(self, count: int) -> list[Staff]:
        """So many agents, each with an open session, made without their passwords being typed."""
        return asyncio.run(signed_in(self.settings, count))


def _serving(url: str) -> Health:
    """Healthy once it answers HTTP at all: the hub's own page says no while there is no engine, which is right here."""

    def check() -> str | None:
        try:
            ask(url)
        except OSError as error:
            return f"not answering ({type(error).__name__})"
        return None

    return check
