"""The one summary of ``make test``: what counts as passed, failed and skipped."""

from __future__ import annotations

import sys
import threading
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


def test_steps_side_by_side_all_count_and_run_at_the_same_time(capsys: pytest.CaptureFixture[str]) -> None:
    """The shown one waits for what a silent one does; a failure of either fails the run."""
    met = threading.Event()

    def shown() -> Outcome:
        return Outcome("shown", passed=2, failed=0 if met.wait(10) else 1)

    def silent() -> Outcome:
        met.set()
        return Outcome("silent", passed=1, failed=1)

    code = test_all.run([test_all.side_by_side(shown, silent, lambda: Outcome("last", passed=4))])

    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 0 skipped"
    assert code == 1


def test_a_silent_session_is_shown_when_it_failed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only then."""
    monkeypatch.setattr(test_all, "ROOT", tmp_path)
    (tmp_path / "test_it.py").write_text("def test_it(): assert 'the reason' == 1", "utf-8")

    outcome = test_all.session("silent", Path(sys.executable), "test_it.py", silent=True)()

    assert outcome.failed == 1
    assert "the reason" in capfd.readouterr().out


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
