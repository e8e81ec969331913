"""What is checked before anything starts."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from support.live_store import free_port

from bot.kernel.errors import SettingError
from bot.runtime import preflight
from bot.runtime.settings import Settings


def on_free_ports(**changes: int) -> Settings:
    """Settings that collide with nobody, but for the changes."""
    names = ("public_port", "staff_port", "engine_port", "actions_port", "store_port")
    ports = {name: free_port() for name in names} | changes
    return Settings(**ports)  # type: ignore[arg-type]


def test_a_busy_port_is_named_with_the_setting_that_moves_it() -> None:
    """The commonest trouble at start gets the most useful sentence."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(SettingError, match=f"端口 {port}") as caught:
            preflight.check_ports(on_free_ports(engine_port=port))

    assert "JIEZHU_ENGINE_PORT" in caught.value.message


def test_two_parts_on_one_port_are_refused() -> None:
    """Both would be free when looked at one by one."""
    port = free_port()

    with pytest.raises(SettingError, match="JIEZHU_PUBLIC_PORT 和 JIEZHU_STAFF_PORT"):
        preflight.check_ports(on_free_ports(public_port=port, staff_port=port))


def test_a_port_out_of_range_is_one_sentence() -> None:
    """A typing mistake is no traceback."""
    with pytest.raises(SettingError, match="JIEZHU_STAFF_PORT"):
        preflight.check_ports(on_free_ports(staff_port=86010))


def test_with_a_real_store_the_embedded_ones_port_does_not_matter() -> None:
    """Nothing of ours will listen there."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        knobs = on_free_ports(store_port=busy.getsockname()[1])
        preflight.check_ports(Settings(**{**vars(knobs), "redis_url": "redis://store.example/0"}))


def test_a_full_disk_is_told_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store would refuse to write in the middle of a conversation."""
    monkeypatch.setattr(preflight, "NEEDED_FREE_BYTES", 10**18)

    with pytest.raises(SettingError, match="磁盘空间不够"):
        preflight.check_folder(tmp_path)


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be, the same as no permission."""
    (tmp_path / "var").write_text("a file", encoding="utf-8")

    with pytest.raises(SettingError, match="JIEZHU_VAR_DIR"):
        preflight.check_folder(tmp_path / "var")


def designers_room(folder: Path, **files: str) -> Path:
    """A folder with the files that must be there, and more."""
    for name in ("config.yml", "domain.yml", "endpoints.yml"):
        (folder / name).write_text("version: '3.1'\n", encoding="utf-8")
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yml", ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_broken_yaml_is_told_with_file_and_line(tmp_path: Path) -> None:
    """Designers see where to look."""
    room = designers_room(tmp_path, data__nlu__refund_yml="nlu:\n- intent: a\n  examples: |\n    - x\n - broken\n")

    with pytest.raises(SettingError, match=r"data/nlu/refund\.yml 第 5 行"):
        preflight.check_yaml(room)


def test_a_missing_file_of_the_designers_is_named(tmp_path: Path) -> None:
    """A clone without its domain says so."""
    (designers_room(tmp_path) / "domain.yml").unlink()

    with pytest.raises(SettingError, match=r"缺少文件 domain\.yml"):
        preflight.check_yaml(tmp_path)


def test_only_one_run_at_a_time_uses_a_data_folder(tmp_path: Path) -> None:
    """Two supervisors on one store would destroy it; the second is told who holds it."""
    with (
        preflight.only_run(tmp_path),
        pytest.raises(SettingError, match=str(os.getpid())),
        preflight.only_run(tmp_path),
    ):
        raise AssertionError("the second run got in")


def test_the_folder_is_free_again_after_a_run(tmp_path: Path) -> None:
    """The lock goes with its holder."""
    with preflight.only_run(tmp_path):
        pass

    with preflight.only_run(tmp_path):
        held = (tmp_path / "run.lock").read_text("utf-8")

    assert held == str(os.getpid())


def test_a_store_that_is_away_is_told_with_its_address_but_not_its_password() -> None:
    """A wrong REDIS_URL is one sentence."""
    port = free_port()

    with pytest.raises(SettingError, match=f"127.0.0.1:{port}") as caught:
        preflight.health.store_info(f"redis://:hush@127.0.0.1:{port}/0")

    assert "hush" not in caught.value.message
