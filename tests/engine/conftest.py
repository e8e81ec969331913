"""Fixtures of the engine's tests: a trained tiny bot, a real store, an action server."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_stand import Actions, Store

from bot.engine import absent

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")
absent.install()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A real Valkey on a free port."""
    server = Store(tmp_path_factory.mktemp("store"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def action_server() -> Iterator[Actions]:
    """The one action server of the session."""
    server = Actions()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def actions(action_server: Actions) -> Actions:
    """The action server, clean."""
    action_server.reset()
    return action_server


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny bot's files; not to be changed."""
    import tiny_bot

    return tiny_bot.write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def models(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny bot, trained once for the session."""
    from bot.engine import train

    folder = tmp_path_factory.mktemp("models")
    train.train(folder, project=project)
    return folder


@pytest.fixture
def conversation() -> str:
    """A conversation nobody used yet."""
    return f"c_{uuid.uuid4().hex[:26]}"


@pytest.fixture(scope="session")
def loaded_processor(models: Path, action_server: Actions) -> Any:
    """The trained model, loaded once; its store and endpoint are put in by :func:`engine`."""
    from bot.engine import patches, serve

    patches.apply()
    options = serve.Options(0, "t", action_server.url, "a-token", "redis://127.0.0.1:1/0", models, "warning")
    return serve.load(options).turns._processor


@pytest.fixture
async def engine(loaded_processor: Any, store: Store, actions: Actions) -> AsyncIterator[Any]:
    """The engine's turns on the real store and over HTTP to the action server, in this process."""
    from bot.engine.actions_client import ActionServer
    from bot.engine.tracker_store import WindowTrackerStore
    from bot.engine.turns import Turns

    tracker_store = WindowTrackerStore(store.url, loaded_processor.domain)
    endpoint = ActionServer(actions.url, "a-token", loaded_processor.domain, timeout_s=0.5)
    loaded_processor.tracker_store = tracker_store
    loaded_processor.action_endpoint = endpoint
    yield Turns(loaded_processor, tracker_store)
    await endpoint.close()
    await tracker_store.close()


@pytest.fixture
def store_of(loaded_processor: Any, engine: Any) -> Any:
    """Reads what the store keeps of a conversation."""
    from bot.engine import keys

    async def read(conversation: str) -> dict[str, str]:
        return dict(await loaded_processor.tracker_store._redis.hgetall(keys.tracker(conversation)))

    return read
