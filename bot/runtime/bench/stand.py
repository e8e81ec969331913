"""What both engines stand on: one store and one action server, the product's own, on free ports with fresh data."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

from bot.runtime import environments, programs
from bot.runtime.bench import models
from bot.runtime.bench.models import Model
from bot.runtime.bench.own_programs import OwnPrograms
from bot.runtime.processes import Program
from bot.runtime.settings import ROOT

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


class Stand(OwnPrograms):
    """Store and action server while the block lasts, and the programs of the two engines."""

    def __init__(self, logs: Path) -> None:
        """``logs`` gets ``<program>.log``."""
        super().__init__(logs, engine_port=free_port(), actions_port=free_port(), store_port=free_port())
        self.stock_port = free_port()

    def __enter__(self) -> Stand:
        self._logs.mkdir(parents=True, exist_ok=True)
        try:
            for name in ("store", "actions"):
                self.wait_until_healthy(self.launch(programs.program(name, self.settings, self.secrets)))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

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
