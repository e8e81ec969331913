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


def test_without_engines_named_the_hub_asks_the_one_beside_it() -> None:
    """One machine needs no addresses."""
    assert Settings().engines == ("http://127.0.0.1:8605",)
    assert not Settings().spread_out


def test_engines_are_named_by_their_addresses_each_once() -> None:
    """However people write lists."""
    knobs = settings.load({"ENGINE_URLS": " http://one:8605/, http://two:8605,,http://one:8605"})

    assert knobs.engines == ("http://one:8605", "http://two:8605")


def test_the_action_server_of_another_machine_is_asked_for_its_health_there() -> None:
    """The hub's check and the engine's calls go to the same place."""
    knobs = settings.load({"JIEZHU_ACTIONS_URL": "http://actions:8606/webhook"})

    assert knobs.actions_url == "http://actions:8606/webhook"
    assert knobs.actions_health_url == "http://actions:8606/health"


@pytest.mark.parametrize(
    ("env", "spread"),
    [
        ({"JIEZHU_ENGINE_HOST": "0.0.0.0"}, True),
        ({"JIEZHU_ACTIONS_HOST": "::"}, True),
        ({"JIEZHU_ACTIONS_URL": "http://actions:8606/webhook"}, True),
        ({"ENGINE_URLS": "http://one:8605"}, True),
        ({"JIEZHU_ENGINE_HOST": "::1", "JIEZHU_ACTIONS_HOST": "localhost"}, False),
        ({"JIEZHU_PUBLIC_HOST": "0.0.0.0"}, False),
    ],
)
def test_parts_that_meet_over_a_network_are_known(env: dict[str, str], spread: bool) -> None:
    """They must not make up keys of their own; customers coming in over the network change nothing about that."""
    assert settings.load(env).spread_out is spread


def test_pictures_may_lie_where_all_hubs_find_them(tmp_path: Path) -> None:
    """Otherwise they are in the data folder."""
    assert settings.load({"JIEZHU_EVIDENCE_DIR": str(tmp_path)}).evidence_folder == tmp_path
    assert Settings(var_dir="/data").evidence_folder == Path("/data/evidence")
