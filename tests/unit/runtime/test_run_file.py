"""What a running installation tells about itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.runtime import run_file
from bot.runtime.run_file import RunFile


def test_a_running_installation_can_be_read_back(tmp_path: Path) -> None:
    """The doctor and drills find the parts by it."""
    run = RunFile(1763769600000, os.getpid(), {"JIEZHU_PUBLIC_PORT": 8600}, {"hub": 12})

    run_file.write(tmp_path, run)

    assert run_file.read(tmp_path) == run


def test_what_a_killed_supervisor_left_behind_does_not_count(tmp_path: Path) -> None:
    """Its process ids may belong to others by now."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    run_file.write(tmp_path, RunFile(0, ended.pid, {}, {"hub": 1}))

    assert run_file.read(tmp_path) is None


def test_without_a_file_nothing_runs(tmp_path: Path) -> None:
    """A fresh folder, and one whose run ended in order."""
    run_file.write(tmp_path, RunFile(0, os.getpid(), {}, {}))
    run_file.remove(tmp_path)
    run_file.remove(tmp_path)

    assert run_file.read(tmp_path) is None
