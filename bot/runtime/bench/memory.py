"""Resident memory of a process and of all it started, as the kernel counts it (Linux)."""

from __future__ import annotations

from pathlib import Path

from bot.kernel.errors import SettingError

_PROC = Path("/proc")


def tree(pid: int, proc: Path = _PROC) -> list[int]:
    """The process and its descendants.

    Raises:
        SettingError: this machine has no /proc.
    """
    if not proc.is_dir():
        raise SettingError("量内存需要 Linux 的 /proc，这台机器上没有。")
    children: dict[int, list[int]] = {}
    for folder in proc.iterdir():
        if folder.name.isdigit():
            parent = _parent(folder)
            if parent is not None:
                children.setdefault(parent, []).append(int(folder.name))
    found, open_ends = [], [pid]
    while open_ends:
        found.append(open_ends.pop())
        open_ends += children.get(found[-1], [])
    return found


def rss_mb(pid: int, proc: Path = _PROC) -> float:
    """Megabytes (1024² bytes) the tree has in memory; pages two processes share count twice.

    Raises:
        SettingError: this machine has no /proc.
    """
    return sum(_rss_kb(proc / str(one)) for one in tree(pid, proc)) / 1024


def _parent(folder: Path) -> int | None:
    try:
        # "pid (name) state parent …"; a name may hold spaces and brackets.
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _rss_kb(folder: Path) -> int:
    try:
        lines = (folder / "status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
