"""The whole product on free ports in a folder of its own, kept running by the product's own supervisor."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from bot.kernel.errors import SettingError
from bot.runtime import programs, secrets, settings
from bot.runtime.bench.stand import free_port
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings
from bot.runtime.supervisor import Supervisor

_PORTS = ("public_port", "staff_port", "engine_port", "actions_port", "store_port")


class Stack:
    """Store, actions, engine and hub while the block lasts; what dies is started again, as under ``jiezhu run``."""

    def __init__(self, logs: Path, **knobs: object) -> None:
        """``logs`` gets ``<part>.log``; ``knobs`` are settings other than the usual ones."""
        self._folder = Path(tempfile.mkdtemp(prefix="jiezhu-drill-"))
        # The caller's own settings are left out: a drill must not touch a running shop. The trained model is shared.
        kept = {name: value for name, value in os.environ.items() if name == "JIEZHU_MODEL_DIR"}
        chosen = {name: free_port() for name in _PORTS} | {"var_dir": str(self._folder)} | knobs
        self.settings: Settings = replace(settings.load(kept), **chosen)  # type: ignore[arg-type]
        self.secrets: Secrets = secrets.load(self._folder, {})
        self._logs = logs
        self._pids: dict[str, int] = {}
        self._up = threading.Event()
        self._failure: BaseException | None = None
        self._supervisor = Supervisor(
            programs.stages(self.settings, self.secrets),
            on_line=self._keep_line,
            say=lambda line: self._keep_line("supervisor", line),
            on_change=self._note_pids,
        )
        # A thread that lives as long as the parts: they are on a leash held by the thread that started them.
        self._thread = threading.Thread(target=self._run, daemon=True)

    async def __aenter__(self) -> Stack:
        """:meth:`start`, beside whatever else this event loop does."""
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await asyncio.to_thread(self.stop)

    def start(self) -> None:
        """Start everything and wait until it is healthy.

        Raises:
            SettingError: a part does not come up.
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        self._up.wait()
        if self._failure is not None:
            self.stop()
            raise SettingError(f"{self._failure} (日志 / logs: {self._logs})") from self._failure

    def stop(self) -> None:
        """End everything and forget its data."""
        for name in list(self._pids):
            self.resume(name)
        self._supervisor.request_stop()
        self._thread.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self, name: str) -> None:
        """End a part as a crash would. The supervisor starts it again."""
        os.killpg(self._pids[name], signal.SIGKILL)

    def pause(self, name: str) -> None:
        """Stop a part in mid-air: its sockets stay open and nothing answers."""
        os.killpg(self._pids[name], signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a paused part go on."""
        os.killpg(self._pids[name], signal.SIGCONT)

    async def healthy(self, within_s: float) -> None:
        """Wait until every part is there and well.

        Raises:
            SettingError: one is not, after so long.
        """
        parts = [program for stage in programs.stages(self.settings, self.secrets) for program in stage]
        until = time.monotonic() + within_s
        for program in parts:
            while (missing := await asyncio.to_thread(program.health)) is not None:
                if time.monotonic() > until:
                    raise SettingError(f"{program.name} 没有恢复（{missing}），日志在 {self._logs}。")
                await asyncio.sleep(0.1)

    def _run(self) -> None:
        try:
            self._supervisor.start()
        except BaseException as error:
            self._failure = error
            self._up.set()
            return
        self._up.set()
        try:
            self._supervisor.watch()
        finally:
            self._supervisor.stop()

    def _note_pids(self, pids: dict[str, int]) -> None:
        self._pids = dict(pids)

    def _keep_line(self, name: str, line: str) -> None:
        with open(self._logs / f"{name}.log", "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
