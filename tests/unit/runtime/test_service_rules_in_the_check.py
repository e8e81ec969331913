"""``jiezhu check`` looks at the rules of service as well."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.tiny_project import TinyProject

from bot.runtime.designers.findings import Finding
from bot.runtime.service_rules import load
from bot.runtime.settings import ROOT


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "level"),
    [
        ("hours", "\n  every_day", "\n  everyday", "bad-service", "error"),
        ("groups", "capacity: 5", "capacity: 五", "bad-service", "error"),
        ("targets", "within: 60秒", "within: 60", "bad-service", "error"),
    ],
)
def test_a_mistake_is_a_finding(tmp_path: Path, file: str, old: str, new: str, rule: str, level: str) -> None:
    """With the file below the project's folder."""
    found = _findings(tmp_path, file, old, new)

    assert {(one.file, one.rule, one.level) for one in found} == {(f"data/service/{file}.yml", rule, level)}


def test_holidays_nobody_announced_are_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is still passed: everything works, by weekdays."""
    monkeypatch.setattr("bot.adapters.public_holidays.AnnouncedHolidays.knows", lambda self, year: False)
    found = _findings(tmp_path, "hours", "[00:00-24:00]\n", "[00:00-24:00]\n  holidays: [10:00-18:00]\n")

    assert {(one.rule, one.level) for one in found} == {("holidays-unknown", "warning")}


def test_rules_as_they_are_shipped_have_no_finding(tmp_path: Path) -> None:
    """And a project without the folder has none to look at."""
    tiny = TinyProject(tmp_path)
    shutil.copytree(ROOT / load.FOLDER, tmp_path / load.FOLDER)

    assert [one for one in tiny.check() if one.file.startswith("data/service")] == []


def _findings(tmp_path: Path, file: str, old: str, new: str) -> list[Finding]:
    tiny = TinyProject(tmp_path)
    folder = Path(shutil.copytree(ROOT / load.FOLDER, tmp_path / load.FOLDER))
    text = (folder / f"{file}.yml").read_text("utf-8")
    assert old in text
    (folder / f"{file}.yml").write_text(text.replace(old, new, 1), "utf-8")
    return [one for one in tiny.check() if one.file.startswith("data/service")]
