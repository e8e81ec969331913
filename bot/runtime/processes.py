"""One supervised program: how it is started, read, and ended. What its death means is the supervisor's business."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import SettingError

LONGEST_LINE = 64_000
"""Bytes after which an output line is cut in two: a program that never ends its line must not fill our memory."""

_LEASH = Path(__file__).with_name("leash.py")

OnLine = Callable[[str, str], None]
OnExit = Callable[[str, int, int], None]


def _always_healthy() -> str | None:
    return None


def leashed(command: Sequence[str]) -> list[str]:
    """The command line of a program that ends when we do; see :mod:`bot.runtime.leash`."""
    return [sys.executable, "-S", str(_LEASH), str(os.getpid()), *command]


@dataclass(frozen=True)
class Program:
    """What to run.

    Attributes:
        name: short, as the logs and ``run.json`` call it.
        command: program and arguments; ``env`` is its whole environment.
        health: asks whether it is ready; gives ``None`` when it is, else a few words on what is missing.
        grace_s: seconds between SIGTERM and SIGKILL.
        start_within_s: seconds it may take until it is healthy.
    """

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    folder: Path
    health: Callable[[], str | None] = _always_healthy
    grace_s: float = 10.0
    start_within_s: float = 60.0


class Process:
    """One run of a program, in a process group of its own, its output handed on line by line."""

    def __init__(self, program: Program, on_line: OnLine, on_exit: OnExit) -> None:
        """Start it.

        ``on_line(name, line)`` and ``on_exit(name, pid, code)`` are called from threads of this object's own. To be
        called from a thread that lives as long as the program should: the leash is tied to the starting thread.

        Raises:
            SettingError: the program is not there or cannot be run.
        """
        self.program = program
        self.started = time.monotonic()
        try:
            self._popen = subprocess.Popen(
                leashed(program.command),
                cwd=program.folder,
                env=dict(program.env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Its own session: a Ctrl-C in the terminal reaches the supervisor only, which stops all in order.
                start_new_session=True,
            )
        except OSError as error:
            raise SettingError(f"启动不了 {program.name}:{error}", program=program.name) from error
        self._reader = threading.Thread(target=self._read, args=(on_line,), daemon=True)
        self._reader.start()
        threading.Thread(target=self._wait, args=(on_exit,), daemon=True).start()

    @property
    def pid(self) -> int:
        """Process id, and id of its group."""
        return self._popen.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    @property
    def stop_code(self) -> int | None:
        """Its exit code (negative: the signal that ended it), ``None`` while it runs."""
        return self._popen.poll()

    @property
    def uptime_s(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    def send(self, number: signal.Signals) -> None:
        """Send a signal to its whole group; nothing happens when it is gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def stop(self) -> bool:
        """End it: SIGTERM, and SIGKILL after the grace. Gives whether it went by itself."""
        # To the program alone: it tells its own workers. A paused one does not see it until it goes on.
        with contextlib.suppress(ProcessLookupError):
            self._popen.terminate()
        self.send(signal.SIGCONT)
        try:
            self._popen.wait(self.program.grace_s)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        self.send(signal.SIGKILL)
        self._popen.wait()
        self._reader.join(timeout=2)

    def _read(self, on_line: OnLine) -> None:
        assert self._popen.stdout is not None
        with self._popen.stdout as output:
            for line in iter(lambda: output.readline(LONGEST_LINE), b""):
                on_line(self.program.name, line.decode("utf-8", "replace").rstrip("\r\n"))

    def _wait(self, on_exit: OnExit) -> None:
        code = self._popen.wait()
        # Its last words first; but a grandchild that holds the pipe open must not hide the death.
        self._reader.join(timeout=1)
        on_exit(self.program.name, self.pid, code)
