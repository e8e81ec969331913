"""Programs of a measurement's own: fresh data, nothing of a running shop; all of them end with the block."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from bot.kernel.errors import SettingError
from bot.runtime import secrets, settings
from bot.runtime.processes import Process, Program
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings


class OwnPrograms:
    """The programs while the block lasts; what they print is kept in ``logs``, as ``<program>.log``."""

    def __init__(self, logs: Path, **knobs: object) -> None:
        """``knobs`` are the settings that differ from the defaults, ports above all."""
        self._folder = Path(tempfile.mkdtemp(prefix="jiezhu-bench-"))
        chosen = {"var_dir": str(self._folder), "log_level": "warning", **knobs}
        # The caller's own settings are left out: a measurement must not speak to a running shop.
        self.settings: Settings = replace(settings.load({}), **chosen)  # type: ignore[arg-type]
        self.secrets: Secrets = secrets.load(self._folder, {})
        self._logs = logs
        self._running: list[Process] = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._running:
            self._running.pop().stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def launch(self, program: Program) -> Process:
        """Start a program; it ends with the block at the latest."""
        process = Process(program, self._keep_line, lambda _name, _pid, _code: None)
        self._running.append(process)
        return process

    def wait_until_healthy(self, process: Process) -> None:
        """Wait until a program does its work.

        Raises:
            SettingError: it does not come up in its time.
        """
        program = process.program
        while (missing := program.health()) is not None:
            if not process.alive or process.uptime_s > program.start_within_s:
                raise SettingError(f"{program.name} 没有启动起来（{missing}），原因在 {self.log(program.name)}。")
            time.sleep(0.05)

    def stop(self, process: Process) -> None:
        """End a program."""
        process.stop()
        self._running.remove(process)

    def log(self, name: str) -> Path:
        """Where to look when a program failed."""
        return self._logs / f"{name}.log"

    def _keep_line(self, name: str, line: str) -> None:
        with open(self.log(name), "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
