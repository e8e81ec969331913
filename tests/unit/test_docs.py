"""What the pages say is so: every path exists, every command can be run, the settings page is the settings table."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.main import app
from bot.cli.settings_table import PAGE, as_markdown
from bot.runtime import handoff_page

ROOT = Path(__file__).parents[2]

MADE_AT_RUN_TIME = ("var/", ".venv", "models/")
"""Folders that are made on a machine."""

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
_PATH = re.compile(r"\.?[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)*/?")
_SUFFIX = re.compile(r"\w\.(?:py|yml|yaml|md|txt|in|toml|lua|html|vue|ts|json)$")
_FOREIGN = re.compile(r"/(?:work|tmp|root|home)/|pypi\.|npmjs|registry\.|mirrors?\.", re.IGNORECASE)


def pages() -> list[Path]:
    """Every page people read."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/**/*.md"), *ROOT.glob("tests/**/*.md")]
    return sorted(path for path in found if "node_modules" not in path.parts)


def named_paths(page: Path) -> Iterator[str]:
    """Paths a page names: relative links, and code that is nothing but a path."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    yield from (link for link in _LINK.findall(_CODE.sub("", text)) if "://" not in link)
    for code in _CODE.findall(text):
        is_path = bool(_PATH.fullmatch(code)) and ("/" in code or bool(_SUFFIX.search(code)))
        if is_path and not code.startswith(MADE_AT_RUN_TIME):
            yield code


@functools.cache
def all_paths() -> frozenset[str]:
    """Every file and folder of the project, with a slash in front."""
    made = {
        "node_modules",
        "var",
        "models",
        ".git",
        ".venv",
        ".venv-engine",
        ".venv-stock",
        ".venv-tools",
        ".venv-node",
    }
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made]
        found |= {f"/{(Path(folder) / name).relative_to(ROOT)}" for name in [*folders, *files]}
    return frozenset(found)


def exists(page: Path, name: str) -> bool:
    """Whether the path is there, seen from the project's folder, from the page, or from the room it speaks of."""
    if any((folder / name).exists() for folder in (ROOT, page.parent)):
        return True
    return any(path.endswith(f"/{name.rstrip('/')}") for path in all_paths())


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_a_page_names_exists(page: Path) -> None:
    """Nobody looks for a file that was moved."""
    assert [name for name in named_paths(page) if not exists(page, name)] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_machine_or_a_package_index(page: Path) -> None:
    """Where it was written and where packages came from is nobody's business."""
    assert _FOREIGN.findall(page.read_text("utf-8")) == []


def test_the_settings_page_is_the_settings_table() -> None:
    """`make settings` writes it."""
    assert PAGE.read_text("utf-8") == as_markdown()


def test_the_handoff_page_is_the_transition_table() -> None:
    """`jiezhu handoff --markdown` writes it."""
    assert handoff_page.PAGE.read_text("utf-8") == handoff_page.as_markdown()


def test_every_command_a_page_names_can_be_run() -> None:
    """`jiezhu …` and `make …`."""
    commands = {str(command.name) for command in (*app.registered_commands, *app.registered_groups)}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    text = "\n".join(code for page in pages() for code in _CODE.findall(page.read_text("utf-8")))

    assert set(re.findall(r"^(?:\S*/)?jiezhu ([a-z][a-z-]*)", text, flags=re.MULTILINE)) <= commands
    assert set(re.findall(r"^make ([a-z-]+)", text, flags=re.MULTILINE)) <= targets


def test_every_decision_is_listed() -> None:
    """The list of decisions leaves none out."""
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")

    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in listed] == []


@pytest.mark.parametrize("name", ["app", "dev", "engine", "engine-dev", "stock", "tools", "node"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    """The same packages everywhere, from wherever the installer looks."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")

    pins = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?==\S+) .*\\\n +--hash=sha256:", text, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-zA-Z]", text, flags=re.MULTILINE))
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []
