"""What customers are told of the hours is no more than somebody is there for (playbook D6)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.tiny_project import TinyProject

from bot.runtime.service_rules import load
from bot.runtime.settings import ROOT

POLICIES = Path("data") / "policies"


@pytest.mark.parametrize(
    ("opening", "told", "found"),
    [
        ("[00:00-24:00]", "{from_hour: 8, until_hour: 24}", []),
        ("[08:00-22:00]", "{from_hour: 8, until_hour: 22}", []),
        ("[08:00-22:00]", "{from_hour: 8, until_hour: 24}", ["hours-differ"]),
        ("[09:00-24:00]", "{from_hour: 8, until_hour: 24}", ["hours-differ"]),
        ("[08:00-12:00, 13:00-24:00]", "{from_hour: 8, until_hour: 24}", ["hours-differ"]),
    ],
)
def test_hours_told_may_be_narrower_than_the_real_ones_and_never_wider(
    tmp_path: Path, opening: str, told: str, found: list[str]
) -> None:
    """A break at noon counts, too."""
    tiny = _project(tmp_path)
    _change(tmp_path / load.FOLDER / "hours.yml", "every_day: [00:00-24:00]", f"every_day: {opening}")
    _change(tmp_path / POLICIES / "promises.yml", "{from_hour: 8, until_hour: 24}", told)

    assert [one.rule for one in tiny.check() if one.rule == "hours-differ"] == found


def test_a_single_day_off_is_found_before_it_comes(tmp_path: Path) -> None:
    """Within the month ahead; the finding names the day and stands where the hours are written."""
    tiny = _project(tmp_path)
    line = "  every_day: [00:00-24:00]\n  dates:\n  - {first: 2026-11-25, open: [], why: 盘点}"
    _change(tmp_path / load.FOLDER / "hours.yml", "  every_day: [00:00-24:00]", line)

    [found] = [one for one in tiny.check() if one.rule == "hours-differ"]

    text = (tmp_path / POLICIES / "promises.yml").read_text("utf-8").splitlines()
    assert "11月25日" in found.what
    assert text[found.line - 1] == "service_hours:"


def _project(folder: Path) -> TinyProject:
    tiny = TinyProject(folder)
    shutil.copytree(ROOT / load.FOLDER, folder / load.FOLDER)
    shutil.copytree(ROOT / POLICIES, folder / POLICIES)
    return tiny


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
