"""Starts the engine: ``python -m bot.engine.serve``, in the engine environment.

Reads JIEZHU_ENGINE_HOST, JIEZHU_ENGINE_PORT, JIEZHU_ENGINE_TOKEN, JIEZHU_ACTIONS_TOKEN, JIEZHU_ACTIONS_URL (or
ACTIONS_URL), REDIS_URL,
JIEZHU_MODEL_DIR and JIEZHU_LOG_LEVEL. What keeps it from starting is one Chinese sentence on stderr, exit code 1.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import redis

from bot.engine import absent, fingerprint, logs, store_connect, unused
from bot.kernel.clock import SystemClock
from bot.kernel.errors import JiezhuError, SettingError

if TYPE_CHECKING:
    from rasa.core.nlg import NaturalLanguageGenerator
    from rasa.core.tracker_store import TrackerStore

    from bot.engine.metrics import EngineMetrics
    from bot.engine.processor import TurnProcessor
    from bot.engine.server import Parts

_LOOK_S = 2.0
_WARM_UP = ("我的快递到哪了", "订单号JZ000000000000怎么还没到")


@dataclass(frozen=True)
class Options:
    """What the environment says."""

    port: int
    token: str
    actions_url: str
    actions_token: str
    redis_url: str
    models: Path
    log_level: str
    host: str = "127.0.0.1"
    metrics_token: str = ""


def options(env: Mapping[str, str]) -> Options:
    """Read the environment.

    Raises:
        SettingError: something is missing or not a number; the message names it.
    """
    missing = [name for name in ("JIEZHU_ENGINE_TOKEN", "JIEZHU_ACTIONS_TOKEN", "REDIS_URL") if not env.get(name)]
    actions_url = env.get("JIEZHU_ACTIONS_URL") or env.get("ACTIONS_URL") or ""
    if missing or not actions_url:
        names = "、".join(missing + ([] if actions_url else ["JIEZHU_ACTIONS_URL"]))
        raise SettingError(f"引擎缺少设置：{names}。请用 jiezhu run 或 jiezhu engine 启动，它们会填好这些。")
    port = env.get("JIEZHU_ENGINE_PORT") or "8605"
    if not port.isdigit():
        raise SettingError(f"设置 JIEZHU_ENGINE_PORT={port!r} 不对：请写一个端口号。")
    return Options(
        port=int(port),
        token=env["JIEZHU_ENGINE_TOKEN"],
        actions_url=actions_url,
        actions_token=env["JIEZHU_ACTIONS_TOKEN"],
        redis_url=env["REDIS_URL"],
        models=fingerprint.model_folder(env),
        log_level=env.get("JIEZHU_LOG_LEVEL") or "info",
        host=env.get("JIEZHU_ENGINE_HOST") or "127.0.0.1",
        metrics_token=env.get("JIEZHU_METRICS_TOKEN") or "",
    )


def model_file(folder: Path) -> Path:
    """The model in use: the one our trainer recorded, else the newest one (``rasa train`` by hand).

    Raises:
        SettingError: there is none.
    """
    record = fingerprint.read_record(folder)
    if record and (folder / record["model"]).is_file():
        return folder / str(record["model"])
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise SettingError(f"{folder} 里没有训练好的模型，请先运行 jiezhu train。")
    return models[-1]


def load(chosen: Options, metrics: EngineMetrics | None = None) -> Parts:
    """Load the model and connect the parts; the store is not touched yet.

    Raises:
        SettingError: there is no model, or it cannot be read.
    """
    # Heavy imports, which must find the stand-ins in place: see bot/engine/absent.py.
    from bot.engine import patches
    from bot.engine.actions_client import ActionServer
    from bot.engine.metrics import EngineMetrics
    from bot.engine.replies import ValidReplies
    from bot.engine.server import Parts
    from bot.engine.tracker_store import WindowTrackerStore
    from bot.engine.turns import Turns

    patches.apply()
    path = model_file(chosen.models)
    store = WindowTrackerStore(chosen.redis_url)
    nlg = ValidReplies({}, SystemClock())
    processor = loaded(path, store, nlg)
    store.domain = processor.domain
    nlg.responses = processor.domain.responses
    metrics = metrics or EngineMetrics()
    actions = ActionServer(chosen.actions_url, chosen.actions_token, processor.domain, metrics=metrics)
    processor.action_endpoint = actions

    async def close() -> None:
        await actions.close()
        await store.close()

    turns = Turns(processor, store, metrics)
    return Parts(turns, chosen.token, path.name, store.ping, close, metrics, chosen.metrics_token)


def loaded(path: Path, store: TrackerStore, nlg: NaturalLanguageGenerator) -> TurnProcessor:
    """The model in this process.

    Raises:
        SettingError: it cannot be read.
    """
    from rasa.core.lock_store import InMemoryLockStore

    from bot.engine.processor import TurnProcessor

    try:
        return TurnProcessor(path, store, InMemoryLockStore(), nlg)
    except Exception as error:
        raise _unreadable(path) from error


def stand_in(model: Path) -> None:
    """Keep what serving this model does not need out of the process; see :mod:`bot.engine.unused`.

    Raises:
        SettingError: the model cannot be read.
    """
    try:
        unused.stand_in(model)
    except (OSError, ValueError) as error:
        raise _unreadable(model) from error


def _unreadable(model: Path) -> SettingError:
    return SettingError(f"模型 {model.name} 读不出来，可能已损坏，请运行 jiezhu train --force 重新训练。")


def check_store(url: str) -> None:
    """Look once whether the store is there.

    Raises:
        SettingError: it does not answer.
    """
    try:
        with store_connect.connect_once(url, _LOOK_S) as store:
            store.ping()
    except (redis.RedisError, ValueError) as error:
        raise SettingError("连不上存储（REDIS_URL），请确认 Valkey 或 Redis 已经启动。") from error


def main() -> int:
    """Start and serve until told to stop; returns the exit code."""
    started = time.monotonic()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    absent.install()
    try:
        chosen = options(os.environ)
        # Here and in `load` only: the evaluation, which imports this module, also runs where no figures are kept.
        from bot.engine.metrics import EngineMetrics

        metrics = EngineMetrics()
        logs.configure(chosen.log_level, metrics.line_written)
        # What can be missing is looked at before the imports, which take seconds.
        model = model_file(chosen.models)
        listening = _listen(chosen.host, chosen.port)
        check_store(chosen.redis_url)
        stand_in(model)
        parts = load(chosen, metrics)
        for text in _WARM_UP:
            asyncio.run(parts.turns.parse(text))
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    from bot.engine import server

    app = server.build(parts)
    # What was loaded stays until the end: looking through all of it for garbage would hold up a turn for 0.2 s.
    gc.collect()
    gc.freeze()
    sys.stderr.write(f'{{"event": "ready", "port": {chosen.port}, "s": {time.monotonic() - started:.1f}}}\n')
    app.run(sock=listening, access_log=False, debug=False)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingError(f"端口 {port} 已被占用，引擎无法启动，请先停掉占用它的程序。") from error
    return listening


if __name__ == "__main__":
    sys.exit(main())
