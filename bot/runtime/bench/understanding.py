"""``jiezhu bench understanding``: our model and the stock one on the same labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.kernel.text import for_engine
from bot.runtime import engine_lines, environments
from bot.runtime.bench import models
from bot.runtime.bench.figures import STOCK
from bot.runtime.bench.models import Model
from bot.runtime.bench.stand import ONE_THREAD
from bot.runtime.evaluation import predictions
from bot.runtime.evaluation.figures import Figures, all_figures
from bot.runtime.evaluation.predictions import Judged, OnProgress
from bot.runtime.evaluation.rows import Row
from bot.runtime.settings import Settings

COMPARED = (
    "n",
    "intent_accuracy_strict",
    "intent_accuracy_lenient",
    "intent_macro_f1_strict",
    "intent_macro_f1_lenient",
    "oos_recall",
    "false_fallback_rate",
    "ece",
    "parse_ms_p50",
    "parse_ms_p99",
)
"""Figures both pipelines have; feeling and risk are not read by the stock one."""


def measure(
    knobs: Settings, ours: Model, stock: Model, rows: Sequence[Row], labels: Mapping[str, str], tell: OnProgress
) -> Figures:
    """Our figures, and the stock ones with ``stock_`` in front; both models see the cleaned text the engine gets.

    Raises:
        SettingError: a model cannot be read, or knows an intent that has no label.
    """
    of_ours = all_figures(predictions.predict(replace(knobs, model_dir=str(ours.folder)), rows, labels, tell))
    of_stock = all_figures(_stock(knobs, stock, rows, labels, tell))
    return chosen(of_ours) | {f"{STOCK}{name}": value for name, value in chosen(of_stock).items()}


def chosen(found: Figures) -> Figures:
    """The figures that are compared, those of the random and the sought rows among them."""
    parts = ("", "random_", "sought_")
    names = [f"{part}{name}" for part in parts for name in COMPARED if not (part and "_ms_" in name)]
    return {name: found[name] for name in names if name in found}


def _stock(
    knobs: Settings, stock: Model, rows: Sequence[Row], labels: Mapping[str, str], tell: OnProgress
) -> list[Judged]:
    given = "".join(json.dumps({"text": for_engine(row.text)}) + "\n" for row in rows)
    judged: list[Judged] = []
    for said in _said(knobs, stock, given):
        judged.append(predictions.judge(rows[len(judged)], said, labels))
        tell(len(judged), len(rows))
    return judged


def _said(knobs: Settings, stock: Model, given: str) -> Iterator[dict[str, Any]]:
    return engine_lines.said(
        knobs,
        "bench.stock.parse",
        [str(stock.folder / models.STOCK_MODEL)],
        given,
        python=environments.STOCK.interpreter,
        extra={"TF_CPP_MIN_LOG_LEVEL": "2", **ONE_THREAD},
    )
