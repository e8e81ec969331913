"""``make test``: every check and every test, each in the environment it belongs to, with one summary at the end.

The last line is ``N passed, N failed, N skipped``. A check counts as one; nothing is left out in silence: what cannot
run here is skipped by name, and a run without tests is a failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli import browser_setup, web_build
from bot.runtime.programs import ENGINE_PYTHON
from bot.runtime.toolchain import ROOT, SetUpFailed, say

BIN = ROOT / ".venv" / "bin"
NEEDS_NODE = "needs Node 20.19 or newer"


@dataclass(frozen=True)
class Outcome:
    """How one step ended: counts, and seconds it took."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    note: str = ""
    seconds: float = 0.0


Step = Callable[[], Outcome]
Steps = Callable[[], list[Outcome]]


def clean_environment() -> dict[str, str]:
    """Our own environment without what would point the tests at somebody's installation."""
    ours = ("REDIS_URL", "DATABASE_URL", "ENGINE_URLS")
    return {name: value for name, value in os.environ.items() if not name.startswith("JIEZHU_") and name not in ours}


def check(name: str, *command: str) -> Step:
    """A program that says by its exit code whether all is well."""

    def step() -> Outcome:
        done = subprocess.run(command, cwd=ROOT, env=clean_environment(), check=False)
        return Outcome(name, passed=1) if done.returncode == 0 else Outcome(name, failed=1)

    return step


def session(name: str, python: Path, *arguments: str, silent: bool = False) -> Step:
    """A pytest session in one of the environments; a silent one shows what it printed only when something failed."""

    def step() -> Outcome:
        with tempfile.TemporaryDirectory(prefix="jiezhu-tests-") as scratch:
            report, printed = Path(scratch) / "report.xml", Path(scratch) / "printed"
            command = [str(python), "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
            with printed.open("wb") as paper:
                code = subprocess.run(
                    command, cwd=ROOT, env=clean_environment(), check=False, stdout=paper if silent else None
                ).returncode
            outcome = counted(name, report, code)
            if silent and outcome.failed:
                sys.stdout.write(printed.read_text("utf-8", "replace"))
            return outcome

    return step


def side_by_side(shown: Step, *silent: Step) -> Steps:
    """Steps that do not get in each other's way: one waits for sockets and browsers most of the time, the others
    calculate. The silent ones come one after the other."""

    def steps() -> list[Outcome]:
        with ThreadPoolExecutor(1) as beside:
            others = beside.submit(lambda: [_timed(step) for step in silent])
            return [_timed(shown), *others.result()]

    return steps


def counted(name: str, report: Path, code: int) -> Outcome:
    """The counts of a JUnit report; a session that broke or ran nothing counts as a failure."""
    try:
        suites = list(ElementTree.parse(report).iter("testsuite"))  # noqa: S314 - written by our own pytest just now
    except (OSError, ElementTree.ParseError):
        return Outcome(name, failed=1, note=f"pytest wrote no report (exit code {code})")
    total, failures, errors, skipped = (
        sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    failed, passed = failures + errors, total - failures - errors - skipped
    if failed == 0 and (code != 0 or passed == 0):
        return Outcome(name, passed, 1, skipped, f"pytest ended with exit code {code}, {passed} passed")
    return Outcome(name, passed, failed, skipped)


def web(name: str, work: Callable[[Path], Sequence[str]]) -> Step:
    """A check of the pages; ``work`` gets the folder of Node and gives what is wrong."""

    def step() -> Outcome:
        node = web_build.node_folder()
        if node is None:
            return Outcome(name, skipped=1, note=NEEDS_NODE)
        try:
            web_build.install_packages(node)
            wrong = work(node)
        except SetUpFailed as problem:
            return Outcome(name, failed=1, note=str(problem))
        return Outcome(name, failed=1, note=", ".join(wrong)) if wrong else Outcome(name, passed=1)

    return step


def _npm(script: str) -> Callable[[Path], Sequence[str]]:
    def work(node: Path) -> Sequence[str]:
        web_build.npm(node, "run", "--silent", script)
        return ()

    return work


def _built_files(node: Path) -> Sequence[str]:
    changed = web_build.drift(node)
    return [f"bot/web/static/{name}" for name in changed] + (["run `make web`"] if changed else [])


CHECKS: tuple[Step, ...] = (
    check("ruff", str(BIN / "ruff"), "check", "."),
    check("format", str(BIN / "ruff"), "format", "--check", "--quiet", "."),
    check("types", str(BIN / "mypy")),
    check("imports", str(BIN / "lint-imports"), "--no-logo"),
)
PAGES: tuple[Step, ...] = (
    web("page types", _npm("typecheck")),
    web("page tests", _npm("test")),
    web("built pages", _built_files),
)
TESTS: tuple[Step | Steps, ...] = (
    # First, with its progress on the terminal: the tests of the whole product would otherwise train in silence.
    check("model", str(BIN / "jiezhu"), "train"),
    side_by_side(
        session("product tests", BIN / "python", "tests", "--ignore=tests/unit", "--ignore=tests/drills"),
        session("unit tests", BIN / "python", "tests/unit", silent=True),
        session("engine tests", ENGINE_PYTHON, "tests/engine", silent=True),
        session("drills", BIN / "python", "tests/drills", silent=True),
    ),
)


def run(steps: Sequence[Step | Steps]) -> int:
    """Run the steps, print the summary, and give the exit code."""
    outcomes: list[Outcome] = []
    for step in steps:
        started = time.monotonic()
        ended = step()
        found = ended if isinstance(ended, list) else [_after(ended, started)]
        outcomes += found
        for outcome in found:
            say(_line(outcome))
    say("\n== summary ==")
    for outcome in outcomes:
        say(_line(outcome))
    passed, failed, skipped = (sum(getattr(o, key) for o in outcomes) for key in ("passed", "failed", "skipped"))
    if passed + failed == 0:
        failed = 1
        say("✗ nothing ran")
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def _timed(step: Step) -> Outcome:
    started = time.monotonic()
    return _after(step(), started)


def _after(outcome: Outcome, started: float) -> Outcome:
    return replace(outcome, seconds=time.monotonic() - started)


def _line(outcome: Outcome) -> str:
    mark = "✗" if outcome.failed else "✓" if outcome.passed else "–"
    counts = f"{outcome.passed} ok, {outcome.failed} wrong, {outcome.skipped} left out"
    return f"{mark} {outcome.name:<13} {counts}  ({outcome.seconds:.0f} s) {outcome.note}".rstrip()


def main() -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.cli.test_all", description=__doc__)
    parser.add_argument("--only", choices=("checks", "pages", "tests"), help="one group of steps")
    only = parser.parse_args().only
    groups = {"checks": CHECKS, "pages": PAGES, "tests": TESTS}
    if only in {None, "tests"}:
        try:
            browser_setup.prepare()
        except SetUpFailed as problem:
            sys.stderr.write(f"✗ {problem}\n")
            return 1
    return run([step for name, steps in groups.items() if only in {None, name} for step in steps])


if __name__ == "__main__":
    sys.exit(main())
