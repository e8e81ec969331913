"""Two of everything: hubs, engines, a store with replicas behind Sentinels, PostgreSQL; real processes, free ports."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from support.live_postgres import LivePostgres
from support.live_postgres import serving as serving_postgres
from support.live_sentinel import WatchedStore
from support.live_store import free_port
from support.running_parts import RunningParts

from bot.runtime import demo_logins, programs, secrets, settings
from bot.runtime.settings import Settings

START = ("actions", "engine-1", "engine-2", "hub-1", "hub-2")


class Pairs(RunningParts):
    """The installation. What a test kills stays dead until it says otherwise."""

    def __init__(self, folder: Path, store: WatchedStore, postgres: LivePostgres) -> None:
        super().__init__(folder)
        self.store = store
        self.postgres = postgres
        self._secrets = secrets.load(folder, {})
        engines = [free_port(), free_port()]
        shared = replace(
            settings.load({}),
            var_dir=str(folder),
            redis_url=store.url,
            store_replicas=1,
            database_url=asyncio.run(postgres.fresh()).replace("+asyncpg", ""),
            engine_urls=",".join(f"http://127.0.0.1:{port}" for port in engines),
            actions_port=free_port(),
            # Messages are answered one by one: no test waits for a customer to go on writing.
            burst_gap_s=0.0,
        )
        self._settings: dict[str, Settings] = {"actions": shared}
        for number, port in enumerate(engines, 1):
            hub = replace(shared, public_port=free_port(), staff_port=free_port())
            self._settings |= {f"engine-{number}": replace(shared, engine_port=port), f"hub-{number}": hub}

    @property
    def chats(self) -> list[str]:
        """The customers' socket of each hub."""
        return [f"ws://127.0.0.1:{self._settings[name].public_port}/ws/chat" for name in ("hub-1", "hub-2")]

    def start(self) -> None:
        """Start all parts on the model that is there, and wait until each is healthy."""
        asyncio.run(demo_logins.ensure(self._settings["actions"]))
        for name in START:
            self._launch(name)
        for name in START:
            self._await(name)

    def revive(self) -> None:
        """Start again what was killed. Nobody waits for it: the others do its work until it is there."""
        for name in START:
            if name not in self._processes:
                self._launch(name)

    def complaints(self) -> str:
        """What any part has to complain of, as it wrote it."""
        lines = [f"{name}: {line}" for name in START for line in self.log(name).splitlines()]
        return "\n".join(line for line in lines if any(word in line for word in ("warning", "error", "failed")))

    def _launch(self, name: str) -> None:
        program = programs.program(name.partition("-")[0], self._settings[name], self._secrets)
        self._run(replace(program, name=name))


@contextmanager
def serving(folder: Path) -> Iterator[Pairs]:
    """The installation while the block runs; skipped where PostgreSQL is not installed."""
    with serving_postgres() as postgres:
        store = WatchedStore(folder)
        try:
            store.start()
            pairs = Pairs(folder, store, postgres)
            try:
                pairs.start()
                yield pairs
            finally:
                pairs.stop()
        finally:
            store.stop()
