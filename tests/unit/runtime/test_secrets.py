"""Keys and tokens of an installation."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import secrets

ROOT = Path(__file__).parents[3]


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    """A restart must not sign everybody out."""
    first = secrets.load(tmp_path, {})

    assert secrets.load(tmp_path, {}) == first
    assert len({first.customer_token_key, first.context_key, first.engine_token, first.actions_token}) == 4


def test_only_the_owner_may_read_the_secrets(tmp_path: Path) -> None:
    """The file is made with mode 0600, not changed to it afterwards."""
    secrets.load(tmp_path, {})

    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_parts_started_at_once_on_a_fresh_folder_get_the_same_secrets(tmp_path: Path) -> None:
    """Otherwise the hub would sign what the actions refuse."""
    script = (
        "import sys; from pathlib import Path; from bot.runtime import secrets; s = secrets.load(Path(sys.argv[1]), {})"
    )
    script += "; sys.stdout.write(s.engine_token)"
    command = [sys.executable, "-c", script, str(tmp_path / "var")]

    starting = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    tokens = {process.communicate(timeout=60)[0] for process in starting}

    assert tokens == {secrets.load(tmp_path / "var", {}).engine_token}


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A shop that keeps its keys in a vault passes them in."""
    kept = secrets.load(tmp_path, {})

    given = secrets.load(tmp_path, {"JIEZHU_CUSTOMER_TOKEN_KEY": "from the vault"})

    assert given.customer_token_key == "from the vault"
    assert given.engine_token == kept.engine_token
    assert secrets.load(tmp_path, secrets.as_environment(given)) == given


def test_a_missing_key_is_added_without_changing_the_others(tmp_path: Path) -> None:
    """An upgrade that needs a new key keeps the old ones valid."""
    (tmp_path / "secrets.json").write_text(json.dumps({"customer_token_key": "old"}), encoding="utf-8")

    assert secrets.load(tmp_path, {}).customer_token_key == "old"


@pytest.mark.parametrize("content", ["{", "[]", '{"engine_token": 7}'])
def test_a_broken_secrets_file_is_one_sentence_and_is_left_alone(tmp_path: Path, content: str) -> None:
    """Silently making new keys would sign everybody out and hide the damage."""
    path = tmp_path / "secrets.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingError, match=r"secrets\.json"):
        secrets.load(tmp_path, {})

    assert path.read_text("utf-8") == content


def test_secrets_do_not_show_in_a_traceback(tmp_path: Path) -> None:
    """Printing the object shows nothing."""
    made = secrets.load(tmp_path, {})

    assert made.engine_token not in repr(made)


def test_with_all_keys_given_no_file_is_read_or_written(tmp_path: Path) -> None:
    """A container has no place to keep one, and needs none."""
    given = secrets.as_environment(secrets.load(tmp_path / "vault", {}))

    secrets.load(tmp_path / "container", given)

    assert not (tmp_path / "container").exists()


def test_parts_on_several_machines_must_be_given_their_keys(tmp_path: Path) -> None:
    """A key that one of them made up opens nothing at the others."""
    given = secrets.as_environment(secrets.load(tmp_path, {}))
    secrets.demand_given(given)

    with pytest.raises(SettingError, match="JIEZHU_ENGINE_TOKEN"):
        secrets.demand_given(given | {"JIEZHU_ENGINE_TOKEN": ""})
