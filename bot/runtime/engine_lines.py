"""Runs one of the engine's commands to its end: JSON lines of its stdout are handed on, stderr is its complaint."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.kernel.errors import SettingError
from bot.runtime import programs, settings
from bot.runtime.processes import leashed
from bot.runtime.settings import ROOT, Settings


def said(
    knobs: Settings,
    module: str,
    options: Sequence[str] = (),
    given: str = "",
    *,
    python: Path | None = None,
    extra: Mapping[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Every JSON line that ``python -m module options…`` prints in the engine environment; ``given`` is its stdin.

    Args:
        python: the Python of another environment that has Rasa.
        extra: variables for this command alone.

    Raises:
        SettingError: the engine environment is missing, or the command failed; the message is its last complaint.
    """
    command = leashed([str(python or programs.engine_python()), "-m", module, *options])
    env = {**os.environ, **settings.as_environment(knobs), "RASA_TELEMETRY_ENABLED": "false", "PYTHONUTF8": "1"}
    env |= extra or {}
    with (
        # Files, not pipes: nobody reads or writes them before the end, and a full pipe would stop the command.
        tempfile.TemporaryFile("w+", encoding="utf-8") as complaints,
        tempfile.TemporaryFile("w+", encoding="utf-8") as question,
    ):
        question.write(given)
        question.seek(0)
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    if line.startswith("{"):
                        yield json.loads(line)
            except BaseException:
                process.kill()
                raise
            if process.wait() != 0:
                complaints.seek(0)
                last = [line.strip() for line in complaints.read().splitlines() if line.strip()][-1:]
                raise SettingError(last[0] if last else f"{module} 没有完成（退出码 {process.returncode}）。")
