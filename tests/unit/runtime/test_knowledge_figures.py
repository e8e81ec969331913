"""The measured questions are fit to measure with, and what is measured does not get worse unnoticed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.runtime.knowledge import load
from bot.runtime.settings import ROOT

RIGHT_AT_LEAST, REACHED_AT_LEAST = 0.55, 0.90
"""Shares of the answerable questions that get their answer at once, and at once or among the titles offered."""
WRONG_AT_MOST, INVENTED_AT_MOST, STATED_AT_MOST = 4, 12, 4


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """``bench/knowledge.py``."""
    spec = importlib.util.spec_from_file_location("bench_knowledge", ROOT / "bench" / "knowledge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_questions_are_worded_apart_from_the_entries(bench: ModuleType) -> None:
    """Enough of them, each about an entry that exists, none copied into one, none in both halves."""
    entries = {entry.key: entry for entry in load.read(bench.TODAY).entries}
    written = {question for entry in entries.values() for question in (entry.title, *entry.questions)}
    answerable, unanswerable = bench.questions("reporting")
    choosing, not_in_it = bench.questions("choosing")

    assert len(answerable) >= 120
    assert len(unanswerable) >= 60
    assert {key for _, key, _ in [*answerable, *choosing]} <= entries.keys()
    assert written & {line for line, *_ in [*answerable, *unanswerable, *choosing, *not_in_it]} == set()
    assert {line for line, *_ in [*answerable, *unanswerable]} & {line for line, *_ in [*choosing, *not_in_it]} == set()


def test_the_base_answers_paraphrases_and_rarely_makes_something_up(bench: ModuleType, tmp_path: Path) -> None:
    """Measured as ``bench/knowledge.py`` reports it."""
    base = load.load(bench.TODAY, likeness_to=load.with_meaning(tmp_path))

    found = bench.measure(base, "reporting")

    assert found.recall >= RIGHT_AT_LEAST
    assert (found.right + found.offered) / found.answerable >= REACHED_AT_LEAST
    assert found.wrong <= WRONG_AT_MOST
    assert found.invented <= INVENTED_AT_MOST
    assert found.stated <= STATED_AT_MOST
