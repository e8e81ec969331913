"""The supervisor, with real child programs that crash, hang, ignore signals and take their time."""

from __future__ import annotations

import os
import queue
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime.processes import Process, Program
from bot.runtime.supervisor import Backoff, Supervisor

FAKE = Path(__file__).parents[2] / "support" / "fake_program.py"
ROOT = Path(__file__).parents[3]
QUICK = Backoff(first=0.01, most=0.05, poll=0.01)


def fake(name: str, folder: Path, *orders: str, ready: Path | None = None, **limits: float) -> Program:
    """A program that does what its orders say and is healthy once the file ``ready`` is there."""

    def health() -> str | None:
        return None if ready is None or ready.exists() else "no file yet"

    command = (sys.executable, str(FAKE), *orders)
    return Program(name, command, dict(os.environ), folder, health, **limits)


class Listener:
    """Keeps what the supervisor says and the programs print; waits for a line instead of sleeping."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._queue: queue.Queue[str] = queue.Queue()

    def say(self, line: str) -> None:
        """A line of the supervisor."""
        self._queue.put(line)

    def on_line(self, name: str, line: str) -> None:
        """A line of a program."""
        self._queue.put(f"{name}: {line}")

    def wait_for(self, wanted: str) -> str:
        """The first line that contains the words; fails after ten seconds."""
        while True:
            line = self._queue.get(timeout=10)
            self.lines.append(line)
            if wanted in line:
                return line


@contextmanager
def watched(listener: Listener, *stages: list[Program], backoff: Backoff = QUICK) -> Iterator[Supervisor]:
    """A started supervisor that watches in a thread of its own until the block ends."""
    supervisor = Supervisor(
        stages, on_line=listener.on_line, say=listener.say, on_change=lambda _pids: None, backoff=backoff
    )
    started, problems = threading.Event(), []

    def work() -> None:
        try:
            supervisor.start()
            started.set()
            supervisor.watch()
        except SettingError as error:
            problems.append(error)
            started.set()
        finally:
            supervisor.stop()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert started.wait(20)
        assert problems == []
        yield supervisor
    finally:
        supervisor.request_stop()
        thread.join(20)


def gone(pid: int, within_s: float = 10) -> bool:
    """Whether a process ends within the time (waits for the kernel's word, no polling)."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within_s)[0])
    finally:
        os.close(handle)


def when_killed(process_id: int) -> None:
    """Crash a process."""
    os.kill(process_id, signal.SIGKILL)


def test_a_part_that_dies_is_restarted_and_the_operator_is_told(tmp_path: Path) -> None:
    """One line says what died, how, and when it comes back; then it is back under a new process id."""
    listener = Listener()

    with watched(listener, [fake("engine", tmp_path)]) as supervisor:
        before = supervisor.pids()["engine"]
        when_killed(before)
        told = listener.wait_for("engine ended")
        listener.wait_for("engine is back")
        after = supervisor.pids()["engine"]

    assert told == "engine ended (SIGKILL), restarting in 0.01 s"
    assert after != before


def test_restarts_of_a_crashing_part_come_slower_and_slower_up_to_a_limit(tmp_path: Path) -> None:
    """A part that cannot live is not restarted in a tight loop."""
    ready = tmp_path / "ready"
    crashing = fake("hub", tmp_path, f"touch:{ready}", "exit:3", ready=ready)
    listener = Listener()

    with watched(listener, [fake("store", tmp_path)], [crashing], backoff=Backoff(0.01, 0.04, 60, 0.005)):
        waits = [listener.wait_for("hub ended").split("restarting in ")[1] for _ in range(4)]

    assert waits == ["0.01 s", "0.02 s", "0.04 s", "0.04 s"]


@pytest.mark.parametrize(("failures", "seconds"), [(1, 0.5), (2, 1.0), (3, 2.0), (7, 30.0), (5000, 30.0)])
def test_the_back_off_starts_at_half_a_second_and_doubles_to_thirty(failures: int, seconds: float) -> None:
    """The figures the operators were promised."""
    assert Backoff().delay(failures) == seconds


def test_a_part_that_ran_long_enough_starts_again_at_the_shortest_wait(tmp_path: Path) -> None:
    """Two crashes a day apart are not a crash loop."""
    listener = Listener()

    with watched(listener, [fake("engine", tmp_path)], backoff=Backoff(0.01, 10, reset_after=0, poll=0.01)) as parts:
        waits = []
        for _ in range(3):
            when_killed(parts.pids()["engine"])
            waits.append(listener.wait_for("engine ended").split("restarting in ")[1])
            listener.wait_for("engine is back")

    assert waits == ["0.01 s"] * 3


def test_a_stage_starts_only_when_the_one_before_is_healthy(tmp_path: Path) -> None:
    """The hub never starts before the store answers."""
    listener = Listener()
    store = fake("store", tmp_path, f"touch:{tmp_path / 'up'}", ready=tmp_path / "up")
    hub = fake("hub", tmp_path, "print:started")

    with watched(listener, [store], [hub]):
        listener.wait_for("hub: started")

    said = [line.split(" (")[0] for line in listener.lines]
    assert said.index("store ready") < said.index("hub: started")


def test_all_parts_are_stopped_in_reverse_order(tmp_path: Path) -> None:
    """The store is the last to go, so that the others can finish what they write."""
    diary, listener = tmp_path / "diary", Listener()
    ready = {name: tmp_path / f"{name}.ready" for name in ("store", "engine", "hub")}
    parts = {
        name: fake(name, tmp_path, f"log:{diary}:{name}", f"touch:{file}", ready=file) for name, file in ready.items()
    }

    with watched(listener, [parts["store"]], [parts["engine"], parts["hub"]]):
        listener.wait_for("hub ready")

    assert diary.read_text("utf-8").split() == ["hub", "engine", "store"]


def test_a_part_that_ignores_sigterm_is_killed_after_its_grace(tmp_path: Path) -> None:
    """Ctrl-C always ends everything."""
    listener, ready = Listener(), tmp_path / "ready"
    deaf = fake("engine", tmp_path, "deaf", f"touch:{ready}", ready=ready, grace_s=0.1)

    with watched(listener, [deaf]) as supervisor:
        pid = supervisor.pids()["engine"]

    assert "did not stop by itself" in listener.wait_for("engine did not")
    assert gone(pid)


def test_what_a_part_started_itself_goes_with_it(tmp_path: Path) -> None:
    """A worker of a killed part does not stay behind and hold its port."""
    listener, note = Listener(), tmp_path / "grandchild"
    part = fake("hub", tmp_path, f"spawn:{note}", f"touch:{tmp_path / 'ready'}", ready=tmp_path / "ready")

    with watched(listener, [part]):
        grandchild = int(note.read_text("utf-8"))

    assert gone(grandchild)


@pytest.mark.parametrize(
    ("orders", "limits", "sentence"),
    [
        (("print:no config", "exit:2"), {}, "启动时退出了（exit code 2）"),
        ((), {"start_within_s": 0.05}, "秒内没有就绪：no file yet"),
    ],
)
def test_a_part_that_does_not_come_up_ends_the_start_with_one_sentence(
    tmp_path: Path, orders: tuple[str, ...], limits: dict[str, float], sentence: str
) -> None:
    """The sentence names the part, and nothing stays running."""
    listener, pids = Listener(), []
    broken = fake("engine", tmp_path, *orders, ready=tmp_path / "never", **limits)
    supervisor = Supervisor(
        [[fake("store", tmp_path)], [broken]],
        on_line=listener.on_line,
        say=listener.say,
        on_change=lambda running: pids.extend(running.values()),
        backoff=QUICK,
    )

    with pytest.raises(SettingError, match="engine") as caught:
        supervisor.start()

    assert sentence in caught.value.message
    assert pids
    assert all(gone(pid) for pid in pids)


def test_parts_die_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    """After a SIGKILL of `jiezhu run` no part keeps a port or goes on writing."""
    script = (
        "import sys, signal; from pathlib import Path; from bot.runtime.processes import Process, Program\n"
        "program = Program('part', (sys.executable, *sys.argv[1:]), {}, Path('.'))\n"
        "process = Process(program, lambda name, line: print(process.pid, flush=True), lambda *_: None)\n"
        "signal.pause()\n"
    )
    command = [sys.executable, "-c", script, str(FAKE), "print:ready"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        child = int(supervisor.stdout.readline())
        supervisor.kill()

    assert gone(child)


def test_a_line_without_end_is_cut_and_the_last_words_of_a_part_are_heard(tmp_path: Path) -> None:
    """Output never fills our memory and is never lost."""
    heard: list[str] = []
    ended = threading.Event()
    orders = ("print:" + "长" * 30_000, "print:last words", "exit:0")

    process = Process(fake("hub", tmp_path, *orders), lambda _, line: heard.append(line), lambda *_: ended.set())

    assert ended.wait(10)
    assert "".join(heard[:-1]).count("长") >= 29_998
    assert all(len(line.encode()) <= 64_010 for line in heard)
    assert heard[-1] == "last words"
    assert process.stop_code == 0


def test_a_program_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A missing folder or program never shows a traceback."""
    missing: Callable[[], Process] = lambda: Process(  # noqa: E731
        fake("hub", tmp_path / "nowhere"), lambda *_: None, lambda *_: None
    )

    with pytest.raises(SettingError, match="启动不了 hub"):
        missing()
