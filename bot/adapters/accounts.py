"""Accounts of staff, in SQL."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import BigInteger, Boolean, Column, RowMapping, String, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.passwords import Passwords
from bot.adapters.sql import ensure_tables, metadata, sql_errors
from bot.handoff.people import Agent
from bot.kernel.clock import Clock
from bot.kernel.errors import BadInput, NotSignedIn
from bot.kernel.ids import new_id
from bot.kernel.text import clean

Role = Literal["agent", "supervisor"]

PASSWORD_CHARS = (8, 128)
_USERNAME = re.compile(r"[\w.@-]{2,64}")
_ROLES: dict[str, Role] = {"agent": "agent", "supervisor": "supervisor"}

STAFF = Table(
    "staff",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", BigInteger, nullable=False),
)


@dataclass(frozen=True)
class Account:
    """A person who may sign in on the staff side; ``created_at`` in ms."""

    agent: Agent
    username: str
    password_hash: str
    active: bool
    created_at: int


class Accounts:
    """Finds accounts, makes them, and checks passwords. Every call raises StoreUnavailable when SQL is away."""

    def __init__(self, engine: AsyncEngine, *, clock: Clock, passwords: Passwords) -> None:
        self._engine = engine
        self._clock = clock
        self._passwords = passwords

    async def ensure_tables(self) -> None:
        """Create the table when it is missing."""
        await ensure_tables(self._engine)

    async def create(self, *, username: str, name: str, role: Role, password: str) -> Account:
        """Make an account.

        Raises:
            BadInput: the name is taken or not usable, or the password too short or too long.
        """
        username, name = spelled(username), clean(name, limit=64)
        shortest, longest = PASSWORD_CHARS
        if not _USERNAME.fullmatch(username):
            raise BadInput("用户名需要2到64个字符，只能用文字、数字和 . _ - @。")
        if not name or role not in _ROLES:
            raise BadInput("请填写姓名，角色写 agent 或 supervisor。")
        if not shortest <= len(password) <= longest:
            raise BadInput(f"密码需要{shortest}到{longest}个字符。")
        now = self._clock.now_ms()
        hashed = await self._passwords.hash(password)
        account = Account(Agent(new_id("a", now), name, role), username, hashed, True, now)
        row = {
            "id": account.agent.agent_id,
            "username": username,
            "name": name,
            "role": role,
            "password_hash": hashed,
            "active": True,
            "created_at": now,
        }
        with sql_errors():
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(insert(STAFF).values(row))
            except IntegrityError:
                raise BadInput(f"用户名 {username} 已经有人用了。") from None
        return account

    async def by_username(self, username: str) -> Account | None:
        """The account with that user name, in any case and width of letters."""
        return await self._one("username", spelled(username))

    async def by_id(self, agent_id: str) -> Account | None:
        """The account with that id."""
        return await self._one("id", agent_id)

    async def sign_in(self, username: str, password: str) -> Agent:
        """The person who has this name and password.

        Raises:
            NotSignedIn: they do not match, or the account is switched off; which, is not told. A name nobody
                has takes as long as a wrong password.
        """
        account = await self.by_username(username)
        right = await self._passwords.matches(password, account.password_hash if account else None)
        if account is None or not right or not account.active:
            raise NotSignedIn("用户名或密码不对，请重新输入。")
        return account.agent

    async def _one(self, column: str, value: str) -> Account | None:
        with sql_errors():
            async with self._engine.connect() as connection:
                found = await connection.execute(select(STAFF).where(STAFF.c[column] == value))
                row = found.mappings().first()
        return _account(row) if row is not None else None


def spelled(username: str) -> str:
    """The one spelling of a user name, as it is stored and compared."""
    return unicodedata.normalize("NFKC", clean(username, limit=64)).casefold()


def _account(row: RowMapping) -> Account:
    return Account(
        agent=Agent(row["id"], row["name"], _ROLES[row["role"]]),
        username=row["username"],
        password_hash=row["password_hash"],
        active=row["active"],
        created_at=row["created_at"],
    )
