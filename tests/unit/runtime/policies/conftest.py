"""The shop's rules in a folder of the test's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.runtime.policies import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shop's rules, to be spoilt."""
    return Path(shutil.copytree(load.FOLDER, tmp_path / "policies"))
