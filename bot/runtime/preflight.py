"""What is checked before anything starts, so that an unfit machine gets one clear sentence instead of a traceback."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError
from bot.runtime import health, programs
from bot.runtime.settings import Settings

NEEDED_FREE_BYTES = 200_000_000
"""Room for a model (about 30 MB), the log and its rewriting; below this the store would soon refuse to write."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def check(knobs: Settings) -> None:
    """Look at environments, data folder, disk, ports and the given store, in this order.

    Raises:
        SettingError: the first thing that is not fit; the message says what to do.
    """
    programs.engine_python()
    check_folder(knobs.var)
    check_ports(knobs)
    if knobs.redis_url:
        health.store_info(knobs.redis_url)


def check_folder(var: Path) -> None:
    """The data folder can be written and has room."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(var).free
    except OSError as error:
        raise SettingError(
            f"数据文件夹 {var} 写不进去：{error.strerror or error}。请检查磁盘和权限(JIEZHU_VAR_DIR)。"
        ) from error
    if free < NEEDED_FREE_BYTES:
        raise SettingError(
            f"磁盘空间不够：{var} 所在磁盘只剩 {free / 1e6:.0f} MB，至少需要 {NEEDED_FREE_BYTES / 1e6:.0f} MB。"
        )


def check_yaml(root: Path) -> None:
    """Every YAML file can be read; the message names file and line.

    The trainer says it better, but it looks only at what a model is made from, and only when that changed.

    Raises:
        SettingError: a file is missing or broken.
    """
    files = [root / name for name in ("config.yml", "domain.yml", "endpoints.yml")]
    files += sorted([*root.glob("domain/**/*.yml"), *root.glob("data/**/*.yml")])
    for path in files:
        try:
            yaml.load(path.read_bytes(), _LOADER)  # noqa: S506 - a safe loader, in C where there is one
        except FileNotFoundError as error:
            raise SettingError(f"缺少文件 {path.relative_to(root)}。") from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            where = f" 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
            raise SettingError(f"{path.relative_to(root)}{where} 不是正确的 YAML:{error.problem}。") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise SettingError(f"{path.relative_to(root)} 不是正确的 YAML:{error}。") from error


def check_ports(knobs: Settings, *, part: str = "") -> None:
    """Every port (of one part, or of all) is free, and no two parts ask for the same one."""
    seen: dict[int, str] = {}
    for owner, host, port, variable in programs.ports(knobs):
        if part not in {"", owner}:
            continue
        if port in seen:
            raise SettingError(f"{seen[port]} 和 {variable} 都设成了端口 {port}，请改掉其中一个。", port=port)
        seen[port] = variable
        try:
            listening = socket.create_server((host, port))
        except (OSError, OverflowError) as error:
            taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            why = "已经被别的程序占用" if taken else f"用不了：{getattr(error, 'strerror', None) or error}"
            raise SettingError(
                f"端口 {port}（{host}）{why}。请停掉占用它的程序，或设置 {variable}=别的端口。"
                f" / Port {port} is not free: stop what uses it or set {variable}.",
                port=port,
            ) from error
        listening.close()


@contextlib.contextmanager
def only_run(var: Path) -> Iterator[None]:
    """Hold the lock of this data folder; it goes with the process, however that ends.

    Raises:
        SettingError: another ``jiezhu run`` holds it; the message gives its process id.
    """
    with open(var / "run.lock", "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise SettingError(
                f"数据文件夹 {var} 已经有一个 jiezhu run 在用（进程 {holder}）。"
                f"请先停掉它，或用 JIEZHU_VAR_DIR 换一个文件夹。"
                f" / Another `jiezhu run` (process {holder}) uses this data folder."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
