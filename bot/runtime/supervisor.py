"""Keeps the parts running: starts them in stages, waits for their health, restarts the dead, stops all in order."""

from __future__ import annotations

import queue
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kernel.errors import SettingError
from bot.runtime.processes import OnLine, Process, Program

Say = Callable[[str], None]
OnChange = Callable[[dict[str, int]], None]


@dataclass(frozen=True)
class Backoff:
    """Seconds before a restart: ``first``, doubling up to ``most``; forgotten after ``reset_after`` of running."""

    first: float = 0.5
    most: float = 30.0
    reset_after: float = 60.0
    poll: float = 0.1

    def delay(self, failures: int) -> float:
        """The wait before restart number ``failures`` (1, 2, …) in a row."""
        return float(min(self.most, self.first * 2.0 ** min(failures - 1, 30)))


@dataclass(frozen=True)
class _Death:
    name: str
    pid: int
    code: int


@dataclass
class _Part:
    """A program and where it stands: ``restart_at`` while it is down, ``ready`` once it was healthy in this run."""

    program: Program
    process: Process | None = None
    ready: bool = False
    failures: int = 0
    restart_at: float | None = None


class Supervisor:
    """Runs stages of programs; a stage starts when everything in the one before is healthy.

    Single-threaded but for the readers of the programs' output, which only put events into one queue.
    """

    def __init__(
        self,
        stages: Sequence[Sequence[Program]],
        *,
        on_line: OnLine,
        say: Say,
        on_change: OnChange,
        backoff: Backoff | None = None,
    ) -> None:
        """``on_line(name, line)`` gets the programs' output, ``say(line)`` ours, ``on_change(pids)`` every change."""
        self._parts = {program.name: _Part(program) for stage in stages for program in stage}
        self._stages = stages
        self._on_line, self._say, self._on_change = on_line, say, on_change
        self._backoff = backoff or Backoff()
        # SimpleQueue.put may be called from a signal handler; None asks for the end.
        self._events: queue.SimpleQueue[_Death | None] = queue.SimpleQueue()
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether the end was asked for."""
        return self._stopping

    def request_stop(self) -> None:
        """Ask for the end; safe in a signal handler and from any thread."""
        self._stopping = True
        self._events.put(None)

    def start(self) -> None:
        """Start every stage and wait until each part is healthy.

        Raises:
            SettingError: a part ended while starting, or took too long; everything started is stopped again.
        """
        try:
            for stage in self._stages:
                for program in stage:
                    self._launch(self._parts[program.name])
                for program in stage:
                    self._await(self._parts[program.name])
                    if self._stopping:
                        return
        except BaseException:
            self.stop()
            raise

    def watch(self) -> None:
        """Restart what dies, until :meth:`request_stop`."""
        while not self._stopping:
            try:
                event = self._events.get(timeout=self._next_look())
            except queue.Empty:
                event = None
            if event is not None:
                self._note_death(event)
            now = time.monotonic()
            for part in self._parts.values():
                if not self._stopping:
                    self._look_after(part, now)

    def stop(self) -> None:
        """End every part, the last started first."""
        self._stopping = True
        for part in reversed(list(self._parts.values())):
            process, part.process = part.process, None
            if process is not None and not process.stop():
                self._say(
                    f"{part.program.name} did not stop by itself within {part.program.grace_s:g} s and was killed"
                )
        self._on_change({})

    def pids(self) -> dict[str, int]:
        """Process ids of the parts that run."""
        return {name: part.process.pid for name, part in self._parts.items() if part.process and part.process.alive}

    def _launch(self, part: _Part) -> None:
        part.ready, part.restart_at = False, None
        part.process = Process(part.program, self._on_line, lambda *death: self._events.put(_Death(*death)))
        self._on_change(self.pids())

    def _await(self, part: _Part) -> None:
        program, process = part.program, part.process
        assert process is not None
        missing, told = program.health(), 0.0
        while missing is not None and not self._stopping:
            if not process.alive:
                raise SettingError(
                    f"{program.name} 启动时退出了（{_ending(process.stop_code)}），原因见上面它自己的输出。",
                    part=program.name,
                )
            if process.uptime_s > program.start_within_s:
                raise SettingError(
                    f"{program.name} 在 {program.start_within_s:g} 秒内没有就绪：{missing}。", part=program.name
                )
            if process.uptime_s > told + 5:
                told = process.uptime_s
                self._say(f"waiting for {program.name}: {missing} ({told:.0f} s)")
            time.sleep(self._backoff.poll)
            missing = program.health()
        if missing is None:
            part.ready = True
            self._say(f"{program.name} ready ({process.uptime_s:.1f} s)")

    def _note_death(self, death: _Death) -> None:
        part = self._parts[death.name]
        if part.process is None or part.process.pid != death.pid:
            return
        uptime = part.process.uptime_s
        part.process.kill()
        part.process = None
        part.failures = 1 if uptime >= self._backoff.reset_after else part.failures + 1
        wait = self._backoff.delay(part.failures)
        part.restart_at = time.monotonic() + wait
        self._say(f"{death.name} ended ({_ending(death.code)}), restarting in {wait:g} s")
        self._on_change(self.pids())

    def _look_after(self, part: _Part, now: float) -> None:
        if part.restart_at is not None and now >= part.restart_at:
            self._launch(part)
        elif part.process is not None and not part.ready and part.program.health() is None:
            part.ready = True
            self._say(f"{part.program.name} is back ({part.process.uptime_s:.1f} s)")

    def _next_look(self) -> float | None:
        if any(part.process is not None and not part.ready for part in self._parts.values()):
            return self._backoff.poll
        due = [part.restart_at for part in self._parts.values() if part.restart_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None


def _ending(code: int | None) -> str:
    if code is None:
        return "still running"
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
