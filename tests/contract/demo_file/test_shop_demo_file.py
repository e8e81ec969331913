"""The demo shop's file: made, kept, written anew, and never over somebody else's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.demo_file import NOW, TOMORROW

from bot.adapters.demo_shop_file import ensure_seeded
from bot.adapters.demo_shop_seed import VERSION
from bot.kernel.errors import SettingError


def test_a_missing_file_is_made_and_one_of_today_is_kept(tmp_path: Path) -> None:
    """Folders too; the second call of a day writes nothing."""
    file = tmp_path / "new" / "shop.db"

    assert ensure_seeded(file, NOW)
    written = file.stat().st_mtime_ns
    assert not ensure_seeded(file, NOW)
    assert written == file.stat().st_mtime_ns


def test_a_file_of_another_day_is_dated_anew_and_leaves_nothing_behind(path: Path) -> None:
    """In one transaction: the folder holds the shop, and nothing that was needed on the way."""
    before = path.read_bytes()

    assert ensure_seeded(path, TOMORROW)

    assert before != path.read_bytes()
    assert [path] == list(path.parent.iterdir())
    assert not ensure_seeded(path, TOMORROW)


def test_a_file_of_another_version_is_written_anew(path: Path) -> None:
    """A newer product brings its own demo shop."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE seed SET version = ?", (VERSION - 1,))
        db.commit()

    assert ensure_seeded(path, NOW)


def test_somebody_elses_database_is_never_overwritten(tmp_path: Path) -> None:
    """A path set wrongly costs a sentence, not a ledger."""
    ledger = tmp_path / "ledger.db"
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("CREATE TABLE complaints (id INTEGER)")
        db.commit()
    before = ledger.read_bytes()

    with pytest.raises(SettingError, match=r"ledger\.db"):
        ensure_seeded(ledger, NOW)

    assert before == ledger.read_bytes()


@pytest.mark.parametrize("content", [b"this is no database at all, only words", b"SQLite format 3\x00" + b"x" * 200])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """It may be anything, so it is not ours to replace."""
    file = tmp_path / "notes.txt"
    file.write_bytes(content)

    with pytest.raises(SettingError):
        ensure_seeded(file, NOW)

    assert content == file.read_bytes()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message says which file."""
    blocker = tmp_path / "file"
    blocker.touch()

    with pytest.raises(SettingError, match=r"shop\.db"):
        ensure_seeded(blocker / "shop.db", NOW)
