"""The same data for both engines: copied, hashed, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.runtime.bench import memory, sources


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a split domain."""
    files = {
        "domain.yml": "a",
        "domain/order.yml": "b",
        "data/nlu/order.yml": "c",
        "data/rules/order.yml": "d",
        "data/labels.yml": "e",
    }
    for name, text in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def test_the_copy_for_stock_has_the_hashes_of_the_project(project: Path, tmp_path: Path) -> None:
    """Its domain lies in one folder there, under the project's names here."""
    copied = sources.copy_for_stock(tmp_path / "copy", project)

    assert copied == sources.data(project)
    assert (tmp_path / "copy" / "domain" / "domain.yml").read_text("utf-8") == "a"
    assert (tmp_path / "copy" / "data" / "nlu" / "order.yml").is_file()


def test_a_file_that_is_gone_is_gone_from_the_copy(project: Path, tmp_path: Path) -> None:
    """Examples a designer took out must not stay in the baseline."""
    sources.copy_for_stock(tmp_path / "copy", project)
    (project / "data" / "nlu" / "order.yml").unlink()

    sources.copy_for_stock(tmp_path / "copy", project)

    assert not (tmp_path / "copy" / "data" / "nlu" / "order.yml").exists()


def test_a_changed_a_new_and_a_lost_file_are_differences(project: Path) -> None:
    """By name, sorted."""
    before = sources.data(project)
    (project / "domain.yml").write_text("changed", encoding="utf-8")
    (project / "data" / "nlu" / "more.yml").write_text("new", encoding="utf-8")
    (project / "data" / "rules" / "order.yml").unlink()

    assert sources.differences(before, sources.data(project)) == [
        "data/nlu/more.yml",
        "data/rules/order.yml",
        "domain.yml",
    ]


def test_only_what_both_engines_learn_from_has_to_be_the_same() -> None:
    """Stock Rasa knows no examples of feelings, and no rules of a shop."""
    shared = [
        "domain.yml",
        "domain/order_status.yml",
        "data/nlu/order_status.yml",
        "data/rules/x.yml",
        "data/stories/x.yml",
    ]

    assert [name for name in shared if not sources.is_shared(name)] == []
    assert not any(sources.is_shared(name) for name in ("data/emotions/angry.yml", "data/policies/refunds.yml"))


def test_memory_is_that_of_a_process_and_all_it_started(tmp_path: Path) -> None:
    """And of nobody else."""
    for pid, parent, kb in ((10, 1, 1024), (11, 10, 2048), (12, 11, 4096), (13, 1, 9999)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a (b) c) S {parent} 0 0", encoding="utf-8")
        (folder / "status").write_text(f"Name:\tx\nVmRSS:\t{kb} kB\n", encoding="utf-8")

    assert memory.rss_mb(10, tmp_path) == 1 + 2 + 4
