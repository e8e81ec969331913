"""Prepares the two Python environments: ``.venv`` (app, 3.11 and newer) and ``.venv-engine`` (Rasa, 3.10).

``python3 -m bot.runtime.environments [--dev]``, run by every ``make`` target. It does only what is missing or out of
date (a stamp in each environment remembers the hash of its requirement files), says what it does and how long it took,
and may run twice at once. Standard library only and Python 3.9 clean. Why two: docs/decisions/0000-two-environments.md.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.runtime import toolchain
from bot.runtime.toolchain import ROOT, SetUpFailed, say

NEEDED_FREE_BYTES = 2_000_000_000
"""Both environments take about 1.1 GB, and the package cache as much again while it unpacks."""

STOCK_FREE_BYTES = 6_000_000_000
"""With TensorFlow it is 2.6 GB, and the same for the cache."""

_LOADER = """#!/bin/sh
# Written by bot/runtime/environments.py.
exec "{python}" -P -m bot.cli.main "$@"
"""


@dataclass(frozen=True)
class Environment:
    """One environment: its folder, the Python it takes, its pinned requirement files (plain, and with ``--dev``)."""

    name: str
    folder: Path
    python: str
    plain: tuple[str, ...]
    dev: tuple[str, ...]

    @property
    def interpreter(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Remembers what was installed."""
        return self.folder / ".jiezhu-installed.json"


APP = Environment("app", ROOT / ".venv", ">=3.11", ("app.txt",), ("app.txt", "dev.txt"))
ENGINE = Environment("engine", ROOT / ".venv-engine", "3.10", ("engine.txt",), ("engine.txt", "engine-dev.txt"))
ENVIRONMENTS = (APP, ENGINE)
STOCK = Environment("stock", ROOT / ".venv-stock", "3.10", ("stock.txt",), ("stock.txt",))
"""Rasa with all it asks for, which `jiezhu bench` compares with; made when that is first run and by nothing else."""


def prepare(*, dev: bool, environments: Sequence[Environment] | None = None) -> None:
    """Bring the environments (default: the two of the product) to what the requirement files say.

    Raises:
        SetUpFailed: something is missing on this machine; the text says what.
    """
    wanted = ENVIRONMENTS if environments is None else environments
    with _only_one():
        stale = [environment for environment in wanted if not is_ready(environment, dev=dev)]
        if not stale:
            return
        _check_disk(stale)
        tool = toolchain.uv()
        for environment in stale:
            _bring_up(environment, tool, dev=dev)


def is_ready(environment: Environment, *, dev: bool) -> bool:
    """Whether the environment holds what its requirement files ask for (with the test tools, if ``dev``)."""
    kept = _stamp(environment)
    wanted = _fingerprints(environment, dev=dev)
    return environment.interpreter.exists() and all(kept.get(name) == value for name, value in wanted.items())


def _bring_up(environment: Environment, tool: str, *, dev: bool) -> None:
    started = time.monotonic()
    # Whoever has run the tests keeps the test tools: a later `make run` must not take them out again.
    dev = dev or environment.dev[-1] in _stamp(environment)
    if not environment.interpreter.exists():
        python = toolchain.find_python(tool, environment.python)
        say(f"· creating the {environment.name} environment ({environment.folder.name})")
        make = [tool, "venv", "--quiet", "--clear", "--python", python, str(environment.folder)]
        toolchain.run(make, what=environment.folder.name)
    files = environment.dev if dev else environment.plain
    say(f"· installing {', '.join(f'requirements/{name}' for name in files)}")
    environment.stamp.unlink(missing_ok=True)
    # No resolution: the files are complete, and the engine's leave TensorFlow out of what Rasa asks for.
    install = [tool, "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    install += ["--python", str(environment.interpreter)]
    for name in files:
        install += ["-r", str(ROOT / "requirements" / name)]
    toolchain.run(install, what=environment.folder.name)
    _finish(environment)
    environment.stamp.write_text(json.dumps(_fingerprints(environment, dev=dev), indent=2), encoding="utf-8")
    say(f"· {environment.name} environment ready ({time.monotonic() - started:.0f} s)")


def _finish(environment: Environment) -> None:
    if environment is ENGINE:
        hook = [str(environment.interpreter), "-m", "bot.engine.light", "--install"]
        toolchain.run(hook, what=environment.folder.name)
    if environment is not APP:
        return
    # The project itself, as an editable install would put it there, without fetching a build backend.
    site = toolchain.run(
        [str(environment.interpreter), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], what="jiezhu"
    ).strip()
    (Path(site) / "jiezhu.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = environment.folder / "bin" / "jiezhu"
    command.write_text(_LOADER.format(python=environment.interpreter), encoding="utf-8")
    command.chmod(0o755)


def _fingerprints(environment: Environment, *, dev: bool) -> dict[str, str]:
    names = environment.dev if dev else environment.plain
    files = {name: ROOT / "requirements" / name for name in names}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def _stamp(environment: Environment) -> dict[str, str]:
    try:
        kept = json.loads(environment.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _check_disk(stale: list[Environment]) -> None:
    missing = [environment for environment in stale if not environment.interpreter.exists()]
    free = shutil.disk_usage(ROOT).free
    needed = STOCK_FREE_BYTES if STOCK in missing else NEEDED_FREE_BYTES
    if missing and free < needed:
        raise SetUpFailed(
            f"磁盘空间不够：只剩 {free / 1e9:.1f} GB，准备环境需要 {needed / 1e9:.0f} GB。"
            f" / Not enough disk: {free / 1e9:.1f} GB free, {needed / 1e9:.0f} GB needed."
        )


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the set-up lock; a second run waits, and then finds everything done."""
    var = ROOT / "var"
    try:
        var.mkdir(exist_ok=True)
        (var / "environments.lock").touch()
    except OSError as error:
        raise SetUpFailed(f"项目文件夹不可写：{error} / the project's folder cannot be written.") from error
    with open(var / "environments.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("· another set-up is running, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m bot.runtime.environments", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    asked = parser.parse_args()
    try:
        prepare(dev=asked.dev)
    except SetUpFailed as problem:
        sys.stderr.write(f"✗ {problem}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"✗ {toolchain.explain('环境', str(error))}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
