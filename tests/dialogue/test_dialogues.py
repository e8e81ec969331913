"""Every conversation of this folder, played on the real store, engine, actions and hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.dialogue_file import read
from support.dialogue_runner import play
from support.stack import Stack

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
async def test_the_conversation_goes_as_written(stack: Stack, path: Path) -> None:
    """The file's name says what it proves."""
    await play(stack, read(path))
