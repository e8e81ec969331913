"""What both engines stand on: one store and one action server, the product's own, on free ports with fresh data."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from bot.kernel.errors import SettingError
from bot.runtime import environments, programs, secrets, settings
from bot.runtime.bench import models
from bot.runtime.bench.models import Model
from bot.runtime.processes import Process, Program
from bot.runtime.secrets import Secrets
from bot.runtime.settings import ROOT, Settings

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
}
"""While serving, for both engines: a turn is small matrices, and threads only fight over the cores."""

_START_S = 600.0


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stand:
    """Store and action server while the block lasts, and the programs of the two engines."""

    def __init__(self, logs: Path) -> None:
        """``logs`` gets ``<program>.log``."""
        self._folder = Path(tempfile.mkdtemp(prefix="jiezhu-bench-"))
        # The caller's own settings are left out: a measurement must not speak to a running shop.
        self.settings: Settings = replace(
            settings.load({}),
            var_dir=str(self._folder),
            engine_port=free_port(),
            actions_port=free_port(),
            store_port=free_port(),
            log_level="warning",
        )
        self.secrets: Secrets = secrets.load(self._folder, {})
        self.stock_port = free_port()
        self._logs = logs
        self._running: list[Process] = []

    def __enter__(self) -> Stand:
        self._logs.mkdir(parents=True, exist_ok=True)
        try:
            for name in ("store", "actions"):
                process = self.start(programs.program(name, self.settings, self.secrets))
                self._await(process)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._running:
            self._running.pop().stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def ours(self, model: Model) -> Program:
        """Our engine as ``jiezhu run`` starts it."""
        program = programs.program("engine", replace(self.settings, model_dir=str(model.folder)), self.secrets)
        return replace(program, env={**program.env, **ONE_THREAD}, start_within_s=_START_S)

    def stock(self, model: Model) -> Program:
        """Stock Rasa as its manual starts it, its HTTP server and API on."""
        here = ROOT / "bench" / "stock"
        command = [str(environments.STOCK.interpreter), "-m", "rasa", "run", "--enable-api", "-i", "127.0.0.1"]
        command += ["--port", str(self.stock_port), "--model", str(model.folder / models.STOCK_MODEL)]
        command += ["--endpoints", str(here / "endpoints.yml"), "--credentials", str(here / "credentials.yml")]
        around = {
            "BENCH_STORE_PORT": str(self.settings.store_port),
            "BENCH_ACTIONS_URL": self.settings.actions_url,
            "BENCH_ACTIONS_TOKEN": self.secrets.actions_token,
        }
        env = models.stock_environment({**ONE_THREAD, **around})
        return Program("stock", tuple(command), env, model.folder, start_within_s=_START_S)

    def start(self, program: Program) -> Process:
        """Start a program; it ends with the block at the latest."""
        process = Process(program, self._keep_line, lambda _name, _pid, _code: None)
        self._running.append(process)
        return process

    def stop(self, process: Process) -> None:
        """End a program."""
        process.stop()
        self._running.remove(process)

    def complaint(self, name: str) -> str:
        """Where to look when a program failed."""
        return f"{self._logs / name}.log"

    def _await(self, process: Process) -> None:
        until = time.monotonic() + process.program.start_within_s
        while (missing := process.program.health()) is not None:
            if not process.alive or time.monotonic() > until:
                name = process.program.name
                raise SettingError(f"{name} 没有启动起来（{missing}），原因在 {self.complaint(name)}。")
            time.sleep(0.05)

    def _keep_line(self, name: str, line: str) -> None:
        with open(self._logs / f"{name}.log", "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
