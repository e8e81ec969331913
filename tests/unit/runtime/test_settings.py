"""The settings table."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import settings
from bot.runtime.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    """Nobody has to set anything."""
    assert settings.load({}) == Settings()


@pytest.mark.parametrize(
    ("name", "raw", "wanted"),
    [
        ("JIEZHU_PUBLIC_PORT", "eighty", "整数"),
        ("JIEZHU_TURN_TIMEOUT_S", "soon", "数字"),
        ("JIEZHU_DEMO", "maybe", "1 或 0"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(name: str, raw: str, wanted: str) -> None:
    """The person who set it learns which one and what it takes."""
    with pytest.raises(SettingError, match=name) as caught:
        settings.load({name: raw})

    assert wanted in caught.value.message


def test_settings_survive_the_way_through_the_environment() -> None:
    """A part started by the supervisor reads exactly what the supervisor read."""
    knobs = Settings(public_port=9000, demo=False, turn_timeout_s=2.5, redis_url="redis://store.example/0")

    assert settings.load(settings.as_environment(knobs)) == knobs


def test_a_relative_folder_means_the_same_to_every_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The parts run in the project's folder; the data must not land there when the caller stood elsewhere."""
    monkeypatch.chdir(tmp_path)

    knobs = settings.load({"JIEZHU_VAR_DIR": "data", "JIEZHU_MODEL_DIR": "~/models"})

    assert Path(knobs.var_dir) == tmp_path / "data"
    assert Path(knobs.model_dir) == Path.home() / "models"


@pytest.mark.parametrize(
    ("url", "spoken"),
    [
        ("postgresql://me@db.example/jiezhu", "postgresql+asyncpg://me@db.example/jiezhu"),
        ("sqlite:////data/x.db", "sqlite+aiosqlite:////data/x.db"),
        ("postgresql+psycopg://db.example/jiezhu", "postgresql+psycopg://db.example/jiezhu"),
    ],
)
def test_a_plain_database_address_is_spoken_asynchronously(url: str, spoken: str) -> None:
    """People write the address they know."""
    assert Settings(database_url=url).sql_url == spoken


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("redis://user:secret@store.example:6379/0", "redis://store.example:6379/0"),
        ("postgresql://db.example/jiezhu?password=secret", "postgresql://db.example/jiezhu"),
        ("", ""),
    ],
)
def test_a_password_in_an_address_is_never_printed(url: str, printed: str) -> None:
    """Doctor and settings show addresses of real servers."""
    assert settings.without_password(url) == printed
