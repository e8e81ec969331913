"""The engine as a process: how it refuses to start, lives through a store that dies, and stops."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
from pathlib import Path

import pytest
from engine_process import environment, get, start, turn
from engine_stand import Actions, Store, free_port, run_python, says

pytestmark = pytest.mark.engine


async def test_stopping_finishes_the_turn_that_runs(
    store: Store, actions: Actions, models: Path, tmp_path: Path, conversation: str
) -> None:
    """SIGTERM in the middle of an action: the answer still arrives, then the process ends with 0."""
    engine = start(environment(store, actions, models, free_port()), tmp_path / "log")
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(5), says({"text": "好"}))[1]
    asker = asyncio.create_task(engine.post("/v1/turn", turn(conversation, "我的快递到哪了")))
    await asyncio.to_thread(actions.started.wait, 5)

    engine.process.send_signal(signal.SIGTERM)
    while (ready := await get(f"{engine.url}/ready"))[0] == 200:
        await asyncio.sleep(0.02)
    alive, _ = await get(f"{engine.url}/health")
    actions.release.set()
    status, answer = await asker

    assert (status, answer["messages"][0]["text"]) == (200, "好")
    assert (ready[0], json.loads(ready[1])["parts"], alive) == (503, {"store": True}, 200)
    assert await asyncio.to_thread(engine.process.wait, 20) == 0


async def test_a_store_that_dies_fails_turns_and_health_until_it_is_back(
    actions: Actions, models: Path, tmp_path: Path, conversation: str
) -> None:
    """Never an answer from an empty memory."""
    own = Store(tmp_path)
    own.start()
    engine = start(environment(own, actions, models, free_port()), tmp_path / "log")
    await engine.post("/v1/turn", turn(conversation, "你好"))

    own.stop()
    status, answer = await engine.post("/v1/turn", turn(conversation, "你好", "t_2"))
    ready, (alive, _) = await get(f"{engine.url}/ready"), await get(f"{engine.url}/health")
    own.start()
    again, _ = await engine.post("/v1/turn", turn(conversation, "你好", "t_2"))

    assert (status, answer["code"]) == (503, "store_unavailable")
    assert (ready[0], json.loads(ready[1])["parts"], alive) == (503, {"store": False}, 200)
    assert again == 200
    engine.process.terminate()
    assert await asyncio.to_thread(engine.process.wait, 20) == 0
    own.stop()


def refused(env: dict[str, str], cwd: Path) -> str:
    """What an engine that cannot start says, its exit code checked."""
    done = run_python("-m", "bot.engine.serve", cwd=cwd, **env)
    assert done.returncode == 1, done.stderr
    sentences = [line for line in done.stderr.splitlines() if not line.startswith(("{", "fatal:"))]
    assert len(sentences) == 1, done.stderr
    return sentences[0]


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    """Who starts it by hand learns what to set."""
    said = refused({"REDIS_URL": "redis://127.0.0.1:1/0"}, tmp_path)

    assert "JIEZHU_ENGINE_TOKEN、JIEZHU_ACTIONS_TOKEN、JIEZHU_ACTIONS_URL" in said


def test_a_missing_model_is_told(store: Store, actions: Actions, tmp_path: Path) -> None:
    """With the command that makes one."""
    said = refused(environment(store, actions, tmp_path / "none", free_port()), tmp_path)

    assert "没有训练好的模型，请先运行 jiezhu train" in said


def test_a_corrupt_model_is_told(store: Store, actions: Actions, models: Path, tmp_path: Path) -> None:
    """A disk that filled up in the middle of a copy."""
    broken = Path(shutil.copytree(models, tmp_path / "models"))
    for model in broken.glob("*.tar.gz"):
        model.write_bytes(model.read_bytes()[:5000])

    assert "读不出来，可能已损坏" in refused(environment(store, actions, broken, free_port()), tmp_path)


def test_a_store_that_is_down_at_the_start_is_told(actions: Actions, models: Path, tmp_path: Path) -> None:
    """Before the model is loaded for nothing."""
    nowhere = Store(tmp_path)

    assert "连不上存储" in refused(environment(nowhere, actions, models, free_port()), tmp_path)


def test_a_port_in_use_is_told(store: Store, actions: Actions, models: Path, tmp_path: Path) -> None:
    """At once, not after loading."""
    said = refused(environment(store, actions, models, store.port), tmp_path)

    assert f"端口 {store.port} 已被占用" in said
