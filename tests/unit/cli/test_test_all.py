"""The one summary of ``make test``: what counts as passed, failed and skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import test_all, web_build
from bot.cli.test_all import Outcome, counted


def report(folder: Path, **counts: int) -> Path:
    """A JUnit report with these counts."""
    path = folder / "report.xml"
    numbers = " ".join(f'{name}="{count}"' for name, count in counts.items())
    path.write_text(f"<testsuites><testsuite {numbers}/></testsuites>", encoding="utf-8")
    return path


def test_errors_count_as_failures(tmp_path: Path) -> None:
    """A fixture that broke is not a passed test."""
    outcome = counted("app", report(tmp_path, tests=10, failures=1, errors=2, skipped=3), 1)

    assert (outcome.passed, outcome.failed, outcome.skipped) == (4, 3, 3)


@pytest.mark.parametrize(("counts", "code"), [({"tests": 5}, 2), ({"tests": 0}, 5), ({"tests": 2, "skipped": 2}, 0)])
def test_a_session_that_broke_or_ran_nothing_is_a_failure(tmp_path: Path, counts: dict[str, int], code: int) -> None:
    """Green means that tests ran and passed."""
    assert counted("app", report(tmp_path, **counts), code).failed == 1


def test_a_session_without_a_report_is_a_failure(tmp_path: Path) -> None:
    """A crash of pytest itself."""
    assert counted("app", tmp_path / "none.xml", 139).failed == 1


def test_the_last_line_is_the_plain_summary(capsys: pytest.CaptureFixture[str]) -> None:
    """Other programs read it."""
    code = test_all.run([lambda: Outcome("a", 3, 0, 1), lambda: Outcome("b", 2)])

    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed, 1 skipped"
    assert code == 0


@pytest.mark.parametrize("outcomes", [[Outcome("a", 3, 1)], [Outcome("a", skipped=2)], []])
def test_any_failure_or_nothing_at_all_fails_the_run(
    outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    """All steps run all the same."""
    code = test_all.run([lambda outcome=outcome: outcome for outcome in outcomes])

    assert code == 1
    assert " 1 failed" in capsys.readouterr().out.splitlines()[-1]


def test_a_check_that_fails_counts_once() -> None:
    """By its exit code."""
    assert test_all.check("good", "true")() == Outcome("good", passed=1)
    assert test_all.check("bad", "false")() == Outcome("bad", failed=1)


def test_without_node_the_pages_are_skipped_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    monkeypatch.setattr(web_build, "node_folder", lambda: None)

    outcome = test_all.web("pages", lambda node: ())()

    assert (outcome.skipped, outcome.note) == (1, test_all.NEEDS_NODE)


def test_tests_never_see_somebodys_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exported REDIS_URL of a real shop is not for tests."""
    monkeypatch.setenv("REDIS_URL", "redis://production/0")
    monkeypatch.setenv("JIEZHU_VAR_DIR", "/srv/jiezhu")

    assert {"REDIS_URL", "JIEZHU_VAR_DIR"}.isdisjoint(test_all.clean_environment())


def test_built_files_that_differ_are_named(tmp_path: Path) -> None:
    """Changed, missing and left-over files alike."""
    for name, text in {
        "old/a.js": "1",
        "old/same.js": "s",
        "old/gone.js": "g",
        "new/a.js": "2",
        "new/same.js": "s",
        "new/more.js": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert web_build.differences(tmp_path / "old", tmp_path / "new") == ["a.js", "gone.js", "more.js"]
