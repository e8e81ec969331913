"""Parts of the product as real processes without the supervisor: what a test kills stays dead until told otherwise."""

from __future__ import annotations

import time
from pathlib import Path

from bot.runtime.processes import Process, Program


class RunningParts:
    """The processes of one installation by name; what they print is in ``<part>.log`` of its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: dict[str, Process] = {}

    def stop(self) -> None:
        """End everything, what was started last first."""
        for name in reversed(list(self._processes)):
            self._processes.pop(name).stop()

    def kill(self, name: str) -> None:
        """End a part as a crash would."""
        self._processes.pop(name).kill()

    def log(self, name: str) -> str:
        """Everything a part has printed."""
        path = self.folder / f"{name}.log"
        return path.read_text("utf-8") if path.exists() else ""

    def _run(self, program: Program) -> None:
        self._processes[program.name] = Process(program, self._keep_line, lambda _name, _pid, _code: None)

    def _keep_line(self, name: str, line: str) -> None:
        with open(self.folder / f"{name}.log", "a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def _await(self, name: str) -> None:
        process = self._processes[name]
        until = time.monotonic() + process.program.start_within_s
        while (missing := process.program.health()) is not None:
            if not process.alive or time.monotonic() > until:
                tail = "\n".join(self.log(name).splitlines()[-40:])
                raise AssertionError(f"{name} did not become healthy: {missing}\n{tail}")
            time.sleep(0.05)
