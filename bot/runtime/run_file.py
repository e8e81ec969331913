"""``var/run.json``: what runs now, for the doctor and for drills."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunFile:
    """One running installation: process ids and ports by part name; ``started`` in ms since 1970."""

    started: int
    supervisor: int
    ports: Mapping[str, int]
    pids: Mapping[str, int]


def write(var: Path, run: RunFile) -> None:
    """Replace the file in one step."""
    aside = var / f"run.{os.getpid()}.tmp"
    aside.write_text(json.dumps(asdict(run), indent=2), encoding="utf-8")
    aside.replace(var / "run.json")


def read(var: Path) -> RunFile | None:
    """The file, or ``None`` when nothing runs from this folder (no file, or its supervisor is gone)."""
    try:
        run = RunFile(**json.loads((var / "run.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return run if is_alive(run.supervisor) else None


def remove(var: Path) -> None:
    """Say that nothing runs any more."""
    (var / "run.json").unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    """Whether a process of this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
