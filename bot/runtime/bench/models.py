"""The two models that are compared, trained when their sources changed and kept with the seconds it took."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.kernel.errors import SettingError
from bot.runtime import engine_lines, environments, training
from bot.runtime.bench import sources
from bot.runtime.bench.sources import Hashes
from bot.runtime.processes import leashed
from bot.runtime.settings import ROOT, Settings

Say = Callable[[str], None]
"""Takes a line of progress for the person waiting."""

STOCK_MODEL = "stock.tar.gz"

EPOCHS, QUICK_EPOCHS = 100, 5
"""Of the stock recipe, and of the one that is trained when there is no time: as fast and as big, but half taught."""

_RECORD = "trained.json"
_STOCK_CONFIG = ROOT / "bench" / "stock" / "config.yml"
_PROGRESS_S = 60.0
_RESTORED = "Restored component 'DIETClassifier'"
_EPOCH = re.compile(r"(\d+)/(\d+) \[")


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes:
        folder: ours: what ``JIEZHU_MODEL_DIR`` names; stock: its file is :data:`STOCK_MODEL` in it.
        train_s: seconds its last whole training took, start of the process included.
        load: the machine's load average before that training: other work makes it longer.
        data: hashes of the data it was trained from.
        epochs: of a stock model: how often its classifier saw each example.
    """

    folder: Path
    train_s: float
    load: float
    data: Hashes
    epochs: int = EPOCHS


def home(knobs: Settings) -> Path:
    """Where models and logs of measurements are kept."""
    return knobs.var / "bench"


def ours(knobs: Settings, say: Say, *, retrain: bool = False) -> Model:
    """Our model of the project's files as they are now, trained if need be.

    Raises:
        SettingError: the training failed; the message carries its reason.
    """
    folder = home(knobs) / "engine"
    kept = _read(folder / _RECORD)
    knobs = replace(knobs, model_dir=str(folder))
    if retrain or kept is None or not training.look(knobs).fresh:
        say("· training our engine")
        load, started = os.getloadavg()[0], time.monotonic()
        # Forced: what an earlier training left in Rasa's cache must not shorten the time.
        for _ in engine_lines.said(knobs, "bot.engine.train", ["--force"]):
            pass
        kept = {"train_s": time.monotonic() - started, "load": load}
        _write(folder / _RECORD, kept)
        say(f"  trained in {kept['train_s']:.0f} s")
    record = _read(folder / "current.json") or {}
    data = {name: value for name, value in record.get("sources", {}).items() if sources.is_shared(name)}
    return Model(folder, kept["train_s"], kept["load"], data)


def stock(knobs: Settings, say: Say, *, retrain: bool = False, keep: bool = False, epochs: int = EPOCHS) -> Model:
    """The stock model of the project's data as it is now, trained if need be.

    Args:
        keep: take the model that is there although the data changed since.
        epochs: how often its classifiers see each example; models of different epochs are kept apart.

    Raises:
        SettingError: the training failed, or there is nothing to keep.
    """
    folder = home(knobs) / ("stock" if epochs == EPOCHS else f"stock-{epochs}")
    kept = _read(folder / _RECORD)
    there = kept is not None and (folder / STOCK_MODEL).is_file()
    if keep and not there:
        raise SettingError(
            "还没有训练过对照模型，没有可以沿用的，请去掉 --keep-stock。 / There is no stock model to keep."
        )
    if kept is not None and there and (keep or not (retrain or _is_stale(kept, say))):
        return Model(folder, kept["train_s"], kept["load"], kept["data"], epochs)
    data, recipe = sources.copy_for_stock(folder), sources.stock()
    _write_config(folder / "config.yml", epochs)
    load, started = os.getloadavg()[0], time.monotonic()
    whole = _train_stock(folder, say, force=retrain or kept is None)
    seconds = time.monotonic() - started
    say(f"  trained in {seconds:.0f} s")
    if kept is None or whole:
        kept = {"train_s": seconds, "load": load}
    kept |= {"data": data, "recipe": recipe}
    _write(folder / _RECORD, kept)
    return Model(folder, kept["train_s"], kept["load"], data, epochs)


def stock_environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The caller's environment for a stock command, without what would let it find our code."""
    ours = ("JIEZHU_", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    return {**kept, **quiet, **(extra or {})}


def _is_stale(kept: dict[str, Any], say: Say) -> bool:
    now, before = sources.data() | sources.stock(), kept["data"] | kept["recipe"]
    changed = sources.differences(now, before)
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        say(f"· the stock model is out of date: {', '.join(changed[:3])}{more}")
    return bool(changed)


def _train_stock(folder: Path, say: Say, *, force: bool) -> bool:
    """``rasa train`` as its manual says, every core its own; the log stays in the folder.

    Returns:
        whether all of it was trained. Unless forced, Rasa keeps what is not touched by a change: after a change of
        wordings only the classifier that takes nearly all the time stays as it is.
    """
    log = folder / "train.log"
    say(f"· training stock Rasa: minutes to hours, growing with the data (log: {log})")
    command = [str(environments.STOCK.interpreter), "-m", "rasa", "train", *(["--force"] if force else [])]
    command += [
        "--config",
        str(folder / "config.yml"),
        "--domain",
        str(folder / "domain"),
        "--data",
        str(folder / "data"),
    ]
    command += ["--out", str(folder), "--fixed-model-name", STOCK_MODEL.removesuffix(".tar.gz")]
    started = time.monotonic()
    with (
        open(log, "wb") as output,
        subprocess.Popen(
            leashed(command), cwd=folder, env=stock_environment(), stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            while True:
                try:
                    code = process.wait(_PROGRESS_S)
                    break
                except subprocess.TimeoutExpired:
                    say(f"  {time.monotonic() - started:.0f} s{_epoch(log)}")
        except BaseException:
            process.kill()
            raise
    if code != 0:
        raise SettingError(
            f"对照模型没有训练成（退出码 {code}），原因在 {log} 的末尾。 / Stock training failed, see the log."
        )
    return _RESTORED not in log.read_text("utf-8", "replace")


def _write_config(path: Path, epochs: int) -> None:
    """The stock recipe with so many epochs, else as it is."""
    recipe = _STOCK_CONFIG.read_text("utf-8")
    path.write_text(recipe.replace(f"epochs: {EPOCHS}\n", f"epochs: {epochs}\n"), encoding="utf-8")


def _epoch(log: Path) -> str:
    found = _EPOCH.findall(log.read_text("utf-8", "replace")[-400:])
    return f", epoch {found[-1][0]} of {found[-1][1]}" if found else ""


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
