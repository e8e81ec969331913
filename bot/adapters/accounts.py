"""Accounts of staff, in SQL."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, RowMapping, Select, String, Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters import staff_profiles
from bot.adapters.passwords import Passwords
from bot.adapters.sql import ensure_tables, metadata, sql_errors, writing
from bot.adapters.staff_profiles import STAFF_PROFILE, StaffProfile, profile_of
from bot.handoff.people import ROLE_TITLES, Agent, Role
from bot.kernel.clock import Clock
from bot.kernel.errors import BadInput, NotFound, NotSignedIn
from bot.kernel.ids import new_id
from bot.kernel.text import clean

PASSWORD_CHARS = (8, 128)
_USERNAME = re.compile(r"[\w.@-]{2,64}")
_ROLES: dict[str, Role] = {role: role for role in ROLE_TITLES}

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


@dataclass(frozen=True)
class Change:
    """What is to be different about an account; None leaves a thing as it is.

    Attributes:
        groups: all the groups from now on; empty for those of the role.
        skills: all the skills from now on.
        active: False keeps them out at once, also where they are signed in.
    """

    name: str | None = None
    role: str | None = None
    groups: Sequence[str] | None = None
    skills: Sequence[str] | None = None
    capacity: int | None = None
    active: bool | None = None


class Accounts:
    """Finds accounts, makes them, and checks passwords. Every call raises StoreUnavailable when SQL is away."""

    def __init__(self, engine: AsyncEngine, *, clock: Clock, passwords: Passwords) -> None:
        self._engine = engine
        self._clock = clock
        self._passwords = passwords

    async def ensure_tables(self) -> None:
        """Create the table when it is missing."""
        await ensure_tables(self._engine)

    async def create(
        self,
        *,
        username: str,
        name: str,
        role: Role,
        password: str,
        groups: Sequence[str] = (),
        skills: Sequence[str] = (),
        capacity: int = 0,
    ) -> Account:
        """Make an account.

        Raises:
            BadInput: the name is taken, or something is not usable.
        """
        username, name, role = spelled(username), _name(name), _role(role)
        profile = profile_of(groups, skills, capacity)
        shortest, longest = PASSWORD_CHARS
        if not _USERNAME.fullmatch(username):
            raise BadInput("用户名需要2到64个字符，只能用文字、数字和 . _ - @。")
        if not shortest <= len(password) <= longest:
            raise BadInput(f"密码需要{shortest}到{longest}个字符。")
        now = self._clock.now_ms()
        hashed = await self._passwords.hash(password)
        agent = Agent(new_id("a", now), name, role, profile.groups, profile.skills, profile.capacity)
        account = Account(agent, username, hashed, True, now)
        row = {
            "id": agent.agent_id,
            "username": username,
            "name": name,
            "role": role,
            "password_hash": hashed,
            "active": True,
            "created_at": now,
        }
        with sql_errors():
            try:
                async with writing(self._engine) as connection:
                    await connection.execute(insert(STAFF).values(row))
                    await staff_profiles.write(connection, agent.agent_id, profile, now)
            except IntegrityError:
                raise BadInput(f"用户名 {username} 已经有人用了。") from None
        return account

    async def change(self, username: str, change: Change) -> Account:
        """Change some of an account and give all of it; it counts from the person's next call.

        Raises:
            NotFound: nobody has that name.
            BadInput: something is not usable; nothing was changed then.
        """
        wanted = {
            "name": None if change.name is None else _name(change.name),
            "role": None if change.role is None else _role(change.role),
            "active": change.active,
        }
        values: dict[Any, Any] = {column: value for column, value in wanted.items() if value is not None}
        mine = STAFF.c.username == spelled(username)
        with sql_errors():
            async with writing(self._engine) as connection:
                # Also when there is nothing to write: it holds the row, so that of two changes of one profile
                # neither overwrites what the other wrote.
                touched = await connection.execute(update(STAFF).where(mine).values(values or {"name": STAFF.c.name}))
                if not touched.rowcount:
                    raise NotFound(f"没有用户名是 {spelled(username)} 的账号。")
                staff_id = str((await connection.execute(select(STAFF.c.id).where(mine))).scalar_one())
                profile = _changed(await staff_profiles.read(connection, staff_id), change)
                await staff_profiles.write(connection, staff_id, profile, self._clock.now_ms())
                row = (await connection.execute(_everything().where(mine))).mappings().one()
        return _account(row)

    async def everybody(self) -> list[Account]:
        """All accounts, the oldest first."""
        with sql_errors():
            async with self._engine.connect() as connection:
                rows = await connection.execute(_everything().order_by(STAFF.c.created_at, STAFF.c.id))
                return [_account(row) for row in rows.mappings()]

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
                found = await connection.execute(_everything().where(STAFF.c[column] == value))
                row = found.mappings().first()
        return _account(row) if row is not None else None


def spelled(username: str) -> str:
    """The one spelling of a user name, as it is stored and compared."""
    return unicodedata.normalize("NFKC", clean(username, limit=64)).casefold()


def _name(name: str) -> str:
    cleaned = clean(name, limit=64)
    if not cleaned:
        raise BadInput("请填写姓名。")
    return cleaned


def _role(role: str) -> Role:
    known = _ROLES.get(role)
    if known is None:
        raise BadInput(
            f"角色请从这些里选一个：{'、'.join(f'{code}（{title}）' for code, title in ROLE_TITLES.items())}。"
        )
    return known


def _changed(profile: StaffProfile, change: Change) -> StaffProfile:
    return profile_of(
        profile.groups if change.groups is None else change.groups,
        profile.skills if change.skills is None else change.skills,
        profile.capacity if change.capacity is None else change.capacity,
    )


def _everything() -> Select[Any]:
    profile = (STAFF_PROFILE.c.groups, STAFF_PROFILE.c.skills, STAFF_PROFILE.c.capacity)
    return select(STAFF, *profile).outerjoin(STAFF_PROFILE, STAFF_PROFILE.c.staff_id == STAFF.c.id)


def _account(row: RowMapping) -> Account:
    profile = staff_profiles.from_row(row)
    agent = Agent(row["id"], row["name"], _ROLES[row["role"]], profile.groups, profile.skills, profile.capacity)
    return Account(agent, row["username"], row["password_hash"], row["active"], row["created_at"])
