"""The whole product for a test: store, actions, engine and hub as real processes on free ports, data in one folder."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from support.live_store import free_port
from support.running_parts import RunningParts

from bot.runtime import demo_logins, programs, secrets, settings
from bot.runtime.demo_logins import DemoLogin
from bot.runtime.settings import Settings


class Stack(RunningParts):
    """Starts the parts without the supervisor, so that what a test kills stays dead until the test says otherwise."""

    def __init__(self, folder: Path, **knobs: object) -> None:
        """``folder`` keeps all data and ``<part>.log``; ``knobs`` are settings that differ from the defaults.

        Messages are answered one by one, so that no test waits for a customer to go on writing; see :meth:`hub_with`.
        """
        super().__init__(folder)
        ports = ("public_port", "staff_port", "engine_port", "actions_port", "store_port")
        chosen = {name: free_port() for name in ports} | {"var_dir": str(folder), "burst_gap_s": 0.0} | knobs
        # The model is the one thing worth sharing between runs.
        kept = {name: value for name, value in os.environ.items() if name == "JIEZHU_MODEL_DIR"}
        self.settings: Settings = replace(settings.load(kept), **chosen)  # type: ignore[arg-type]
        self.secrets = secrets.load(folder, {})
        self.logins: list[DemoLogin] = []

    @property
    def shop_url(self) -> str:
        """The customers' side."""
        return f"http://127.0.0.1:{self.settings.public_port}"

    @property
    def desk_url(self) -> str:
        """The staff side."""
        return f"http://127.0.0.1:{self.settings.staff_port}"

    @property
    def chat_url(self) -> str:
        """The customers' socket."""
        return f"ws://127.0.0.1:{self.settings.public_port}/ws/chat"

    @property
    def environment(self) -> dict[str, str]:
        """What a ``jiezhu`` command needs to talk to this stack."""
        return programs.environment(self.settings, self.secrets)

    def password(self, username: str) -> str:
        """The password of a demo account."""
        return next(login.password for login in self.logins if login.username == username)

    def start(self) -> Stack:
        """Start everything on the model that is there, and wait until it is healthy."""
        self.logins = asyncio.run(demo_logins.ensure(self.settings))
        self.restart("store")
        for name in ("actions", "engine", "hub"):
            self._launch(name)
        for name in ("actions", "engine", "hub"):
            self._await(name)
        return self

    def restart(self, name: str) -> None:
        """Start a part (again) and wait until it is healthy."""
        if name in self._processes:
            self._processes.pop(name).stop()
        self._launch(name)
        self._await(name)

    @contextmanager
    def hub_with(self, **knobs: object) -> Iterator[None]:
        """A hub with other settings while the block runs, and the usual one again afterwards."""
        usual = self.settings
        try:
            self.settings = replace(usual, **knobs)  # type: ignore[arg-type]
            self.restart("hub")
            yield
        finally:
            self.settings = usual
            self.restart("hub")

    def pause(self, name: str) -> None:
        """Stop a part in mid-air: its sockets stay open and nothing answers."""
        self._processes[name].send(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a paused part go on."""
        self._processes[name].send(signal.SIGCONT)

    def pid(self, name: str) -> int:
        """Process id of a part."""
        return self._processes[name].pid

    def _launch(self, name: str) -> None:
        self._run(programs.program(name, self.settings, self.secrets))
