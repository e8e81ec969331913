"""Keys and tokens: made on the first run, kept in ``var/secrets.json`` (mode 0600), or given by the environment."""

from __future__ import annotations

import fcntl
import json
import os
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from bot.kernel.errors import SettingError


@dataclass(frozen=True, repr=False)
class Secrets:
    """What must not be printed; ``repr`` hides it.

    Attributes:
        customer_token_key: shared with the shop's server, which signs its customers in.
        context_key: signs what the hub tells the actions about the customer of a turn.
        engine_token: bearer token of the engine's internal API.
        actions_token: bearer token of the action server.
        metrics_token: bearer token of every process's figures, where they are read from another machine.
    """

    customer_token_key: str
    context_key: str
    engine_token: str
    actions_token: str
    metrics_token: str = ""

    def __repr__(self) -> str:
        return "Secrets(…)"


_NAMES = tuple(knob.name for knob in fields(Secrets))


def load(var: Path, env: Mapping[str, str] | None = None) -> Secrets:
    """Read the secrets, making those that are missing.

    The environment (``JIEZHU_CUSTOMER_TOKEN_KEY`` and so on) wins over the file; when it has all of them, as in a
    container, no file is read or written.

    Raises:
        SettingError: the file cannot be read or written, or is not what this function writes.
    """
    env = os.environ if env is None else env
    path = var / "secrets.json"
    given = {name: env[f"JIEZHU_{name.upper()}"] for name in _NAMES if env.get(f"JIEZHU_{name.upper()}")}
    names = [name for name in _NAMES if name not in given]
    if not names:
        return Secrets(**given)
    try:
        kept = _read(path)
        if any(name not in kept for name in names):
            var.mkdir(parents=True, exist_ok=True)
            with open(var / "secrets.lock", "w", encoding="utf-8") as lock:
                # Two parts started at once must end with the same keys: the second finds what the first made.
                fcntl.flock(lock, fcntl.LOCK_EX)
                kept = _read(path)
                missing = [name for name in names if name not in kept]
                if missing:
                    kept |= {name: random.token_urlsafe(32) for name in missing}
                    write_private(path, json.dumps(kept, indent=2))
    except (OSError, ValueError) as error:
        raise SettingError(f"密钥文件 {path} 无法读写：{error}。请检查磁盘空间和权限，或删除它重新生成。") from error
    return Secrets(**given, **{name: kept[name] for name in names})


def demand_given(env: Mapping[str, str]) -> None:
    """See that no key is one this machine made up, where parts on several machines must have the same.

    Raises:
        SettingError: the environment lacks some; the message names them.
    """
    missing = [f"JIEZHU_{name.upper()}" for name in _NAMES if not env.get(f"JIEZHU_{name.upper()}")]
    if missing:
        raise SettingError(
            f"各部分分开部署时，密钥要由环境变量给出，现在缺少：{'、'.join(missing)}。（见 docs/scaling.md）"
        )


def write_private(path: Path, text: str) -> None:
    """Replace a file that only its owner may read, in one step: nobody ever reads half of it."""
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    aside.replace(path)


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    kept = json.loads(path.read_text("utf-8"))
    if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
        raise ValueError("not a table of keys")
    return {name: value for name, value in kept.items() if value}


def as_environment(secrets: Secrets) -> dict[str, str]:
    """The secrets as environment variables, for the processes that are started with them."""
    return {f"JIEZHU_{knob.name.upper()}": getattr(secrets, knob.name) for knob in fields(Secrets)}
