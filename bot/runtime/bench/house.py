"""A store and a hub of their own for the measurements of the hub: free ports, fresh data, nothing of a running shop."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from bot.kernel.errors import SettingError
from bot.runtime import programs, secrets, settings
from bot.runtime.bench.staff import Staff, signed_in
from bot.runtime.bench.stand import free_port
from bot.runtime.health import Health, ask
from bot.runtime.processes import Process, Program
from bot.runtime.secrets import Secrets
from bot.runtime.settings import ROOT, Settings

HUB = ("-m", "bot.cli.bench_hub")
FLOOR = ("-m", "bot.runtime.bench.floor")

_START_S = 60.0


class House:
    """The programs while the block lasts; what they print is kept in ``logs``."""

    def __init__(self, logs: Path, **knobs: object) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jiezhu-bench-"))
        ports = {
            name: free_port() for name in ("public_port", "staff_port", "engine_port", "actions_port", "store_port")
        }
        chosen = {**ports, "var_dir": str(self._folder), "log_level": "warning", **knobs}
        # The caller's own settings are left out: a measurement must not speak to a running shop.
        self.settings: Settings = replace(settings.load({}), **chosen)  # type: ignore[arg-type]
        self.secrets: Secrets = secrets.load(self._folder, {})
        self._logs = logs
        self._running: list[Process] = []

    def __enter__(self) -> House:
        self._logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._running:
            self._running.pop().stop()
        shutil.rmtree(self._folder, ignore_errors=True)

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
        process = Process(program, self._keep_line, lambda _name, _pid, _code: None)
        self._running.append(process)
        while (missing := program.health()) is not None:
            if not process.alive or process.uptime_s > program.start_within_s:
                raise SettingError(f"{program.name} 没有启动起来（{missing}），原因在 {self._log(program.name)}。")
            time.sleep(0.05)
        return process

    def stop(self, process: Process) -> None:
        """End a program."""
        process.stop()
        self._running.remove(process)

    def sign_in(self, count: int) -> list[Staff]:
        """So many agents, each with an open session, made without their passwords being typed."""
        return asyncio.run(signed_in(self.settings, count))

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _keep_line(self, name: str, line: str) -> None:
        with open(self._log(name), "a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def _serving(url: str) -> Health:
    """Healthy once it answers HTTP at all: the hub's own page says no while there is no engine, which is right here."""

    def check() -> str | None:
        try:
            ask(url)
        except OSError as error:
            return f"not answering ({type(error).__name__})"
        return None

    return check
