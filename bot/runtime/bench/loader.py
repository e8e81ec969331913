"""Starts a load generator as a process of its own and reads what it found."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def run(module: str, plan: DataclassInstance, within_s: float) -> dict[str, Any]:
    """What ``python -m module`` prints, given a plan (:mod:`bot.runtime.bench.load_process`).

    Raises:
        SettingError: it failed, or took longer than that; there are no figures then.
    """
    command, told = (sys.executable, "-m", module), json.dumps(asdict(plan))
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, text=True, cwd=ROOT, timeout=within_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SettingError(f"压测进程 {module} 在 {within_s:g} 秒内没有完成。") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise SettingError(f"压测没有完成：{last}", module=module)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
