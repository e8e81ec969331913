"""The ``jiezhu`` commands on the real product: run, doctor, chat."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from support.desk import Desk
from support.live_store import free_port
from support.stack import Stack

ROOT = Path(__file__).parents[2]
JIEZHU = [sys.executable, "-m", "bot.cli.main"]


def jiezhu(env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [*JIEZHU, *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=60, check=False)


def test_the_doctor_finds_a_running_installation_healthy(stack: Stack) -> None:
    """Exit code 0, with the versions of what runs."""
    result = jiezhu(stack.environment, "doctor", "--json")

    report = json.loads(result.stdout)
    assert result.returncode == 0, result.stdout
    assert {"engine", "store", "python", "sanic", "rasa-sdk"} <= report["versions"].keys()


def test_the_doctor_names_a_part_that_died(stack: Stack) -> None:
    """Exit code 1, and the part by name."""
    stack.kill("actions")
    try:
        result = jiezhu(stack.environment, "doctor", "--json")
    finally:
        stack.restart("actions")

    ill = {finding["name"] for finding in json.loads(result.stdout)["findings"] if not finding["ok"]}
    assert result.returncode == 1
    assert "actions" in ill


async def test_a_script_is_played_on_the_real_assistant(stack: Stack, tmp_path: Path) -> None:
    """The default customer has a late parcel, and every line is one JSON object."""
    with Redis.from_url(stack.settings.store_url) as redis:
        redis.flushall()
    script = tmp_path / "lines.txt"
    script.write_text("我的快递到哪了\n[转人工]\n", encoding="utf-8")

    async with Desk(stack.desk_url, "xiaolin", stack.password("xiaolin")):
        result = await asyncio.to_thread(jiezhu, stack.environment, "chat", "--script", str(script))

    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0, result.stderr
    assert said[0]["text"] == "我的快递到哪了"
    assert next(event for event in said if event["kind"] == "logistics_card")["data"]["late"] is True
    assert said[-1]["data"]["code"] == "queued"
    assert [event["seq"] for event in said] == sorted(event["seq"] for event in said)


class Run:
    """``jiezhu run`` in a folder of its own."""

    def __init__(self, process: subprocess.Popen[str], env: Mapping[str, str], var: Path) -> None:
        self.process, self.env, self.var = process, env, var
        self.lines: list[str] = []
        self._heard = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, words: str) -> str:
        """The first line that contains the words; fails after a minute or when the program ends."""
        with self._heard:
            self._heard.wait_for(lambda: self._find(words) or self.process.poll() is not None, 60)
            found = self._find(words)
        assert found, "\n".join(self.lines)
        return found

    def end(self) -> int:
        """Wait for the end; the exit code."""
        code = self.process.wait(60)
        self._reader.join(10)
        return code

    def pids(self) -> dict[str, int]:
        """Process ids as ``run.json`` has them."""
        pids: dict[str, int] = json.loads((self.var / "run.json").read_text("utf-8"))["pids"]
        return pids

    def _find(self, words: str) -> str:
        return next((line for line in self.lines if words in line), "")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._heard:
                self.lines.append(line.rstrip())
                self._heard.notify_all()


@contextmanager
def running(var: Path, **knobs: str) -> Iterator[Run]:
    """Start it; whatever happens, nothing is left behind."""
    ports = ("PUBLIC_PORT", "STAFF_PORT", "ENGINE_PORT", "ACTIONS_PORT", "STORE_PORT")
    env = {**os.environ, **{f"JIEZHU_{name}": str(free_port()) for name in ports}, "JIEZHU_VAR_DIR": str(var), **knobs}
    command = [*JIEZHU, "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        run = Run(process, env, var)
        try:
            yield run
        finally:
            process.terminate()
            run.end()


def test_run_starts_everything_tells_the_addresses_heals_itself_and_stops_cleanly(stack: Stack, tmp_path: Path) -> None:
    """The operator's whole day. (The stack is only asked for so that the model is trained.)"""
    with running(tmp_path) as run:
        run.wait_for(f"http://127.0.0.1:{run.env['JIEZHU_PUBLIC_PORT']}/")
        run.wait_for(f"http://127.0.0.1:{run.env['JIEZHU_STAFF_PORT']}/")
        logins = json.loads((tmp_path / "demo-logins.json").read_text("utf-8"))
        assert all(run.wait_for(name).endswith(password) for name, password in logins.items())

        second = jiezhu(run.env, "run")
        assert second.returncode == 1
        assert str(run.process.pid) in second.stderr

        before = run.pids()
        os.kill(before["actions"], signal.SIGKILL)
        run.wait_for("actions ended (SIGKILL), restarting")
        run.wait_for("actions is back")
        after = run.pids()
        assert after["actions"] != before["actions"]
        assert jiezhu(run.env, "doctor").returncode == 0

        run.process.send_signal(signal.SIGINT)
        assert run.end() == 0

    assert not (tmp_path / "run.json").exists()
    assert [pid for pid in after.values() if Path(f"/proc/{pid}").exists()] == []


def test_run_with_a_broken_setting_is_one_sentence(tmp_path: Path) -> None:
    """Before anything is started."""
    with running(tmp_path, JIEZHU_STAFF_PORT="many") as run:
        code = run.end()

    assert code == 1
    assert len(run.lines) == 1
    assert "JIEZHU_STAFF_PORT" in run.lines[0]


def test_run_on_a_store_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    """A wrong REDIS_URL, without its password."""
    with running(tmp_path, REDIS_URL=f"redis://:hush@127.0.0.1:{free_port()}/0") as run:
        code = run.end()

    assert code == 1
    assert "REDIS_URL" in run.lines[-1]
    assert "hush" not in "".join(run.lines)
