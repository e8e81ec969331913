"""``jiezhu check`` looks at the shop's rules as well."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.tiny_project import TinyProject

from bot.runtime.policies import load


@pytest.mark.parametrize(
    "old, new, rule",
    [
        ("owner: 物流组", "owner: 物流组", None),
        ("late_days: 1", "late_days: 一", "bad-policy"),
        ("valid_until: 长期", "valid_until: 2021-01-01", "bad-policy"),
        ("- {late_days", "- {valid_until: 2021-01-01, late_days", "expired"),
    ],
)
def test_a_mistake_in_the_rules_is_a_finding(tmp_path: Path, old: str, new: str, rule: str | None) -> None:
    """With the file below the project's folder; a lapsed rule is told apart from a wrong one."""
    tiny = TinyProject(tmp_path)
    folder = Path(shutil.copytree(load.FOLDER, tmp_path / "data" / "policies"))
    text = (folder / "delivery.yml").read_text("utf-8")
    assert old in text
    (folder / "delivery.yml").write_text(text.replace(old, new), "utf-8")
    found = [finding for finding in tiny.check() if finding.file == "data/policies/delivery.yml"]

    assert [rule] * (rule is not None) == [finding.rule for finding in found][:1]
