"""Staff accounts of the demo, made on the first run, their passwords kept where only the owner reads them."""

from __future__ import annotations

import json
import secrets as random
from dataclasses import dataclass
from pathlib import Path

from bot.adapters import sql
from bot.adapters.accounts import Accounts
from bot.adapters.passwords import Passwords
from bot.handoff.people import Role
from bot.kernel.clock import SystemClock
from bot.kernel.errors import SettingError
from bot.runtime.secrets import write_private
from bot.runtime.settings import Settings

FILE = "demo-logins.json"

_SYLLABLES = ("qing", "feng", "ming", "yue", "shan", "shui", "yun", "he", "lan", "tian", "xing", "hai", "song", "zhu")
_STAFF: tuple[tuple[str, str, Role], ...] = (
    ("xiaolin", "小林", "agent"),
    ("xiaozhou", "小周", "agent"),
    ("xiaochen", "小陈", "agent"),
    ("laozhou", "老周", "senior"),
    ("zhijian", "小许", "qa"),
    ("zhuguan", "周主管", "supervisor"),
)


@dataclass(frozen=True)
class DemoLogin:
    """One demo account as it is printed; ``password`` is empty when its file was deleted."""

    username: str
    name: str
    role: Role
    password: str


async def ensure(knobs: Settings) -> list[DemoLogin]:
    """Make the demo accounts that are missing and give all of them.

    Raises:
        SettingError: the file or the database cannot be used.
    """
    passwords = _kept(knobs.var)
    engine = sql.make_engine(knobs.sql_url)
    try:
        accounts = Accounts(engine, clock=SystemClock(), passwords=Passwords())
        await accounts.ensure_tables()
        known = {username: await accounts.by_username(username) for username, _, _ in _STAFF}
        fresh = {name: readable_password() for name, account in known.items() if not account and name not in passwords}
        if fresh:
            passwords |= fresh
            # Before the accounts: a crash in between must not leave an account nobody knows the password of.
            write_private(knobs.var / FILE, json.dumps(passwords, indent=2))
        for username, name, role in _STAFF:
            if known[username] is None:
                await accounts.create(username=username, name=name, role=role, password=passwords[username])
    finally:
        await engine.dispose()
    return [DemoLogin(username, name, role, passwords.get(username, "")) for username, name, role in _STAFF]


def readable_password() -> str:
    """A password that can be read out and typed: three syllables and five digits (about 28 bits; for demos)."""
    words = "-".join(random.choice(_SYLLABLES) for _ in range(3))
    return f"{words}-{random.randbelow(90000) + 10000}"


def _kept(var: Path) -> dict[str, str]:
    path = var / FILE
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {str(name): str(password) for name, password in kept.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise SettingError(f"{path} 读不出来：{error}。删除它会丢失演示密码；请修好它。") from error
