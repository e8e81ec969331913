"""Agents who are signed in, for measurements and drills: nobody types a password for them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters import redis_connect, sql
from bot.adapters.accounts import Accounts
from bot.adapters.passwords import Passwords
from bot.adapters.sessions import Sessions
from bot.kernel.clock import SystemClock
from bot.kernel.ids import new_id
from bot.runtime.settings import Settings

_SESSION_S = 6 * 3600


@dataclass(frozen=True)
class Staff:
    """A member of staff who is signed in: id, name, and the cookie of the session."""

    agent_id: str
    name: str
    cookie: str


async def signed_in(knobs: Settings, count: int) -> list[Staff]:
    """So many agents with accounts and open sessions in this installation.

    Raises:
        StoreUnavailable: the store or the database is away.
    """
    clock = SystemClock()
    redis, database = redis_connect.connect(knobs.store_url), sql.make_engine(knobs.sql_url)
    try:
        accounts = Accounts(database, clock=clock, passwords=Passwords())
        await accounts.ensure_tables()
        sessions = Sessions(redis, "staff", ttl_s=_SESSION_S)
        found = []
        for number in range(count):
            name, word = f"客服{number + 1}", new_id("p", clock.now_ms())
            account = await accounts.create(
                username=new_id("u", clock.now_ms()), name=name, role="agent", password=word
            )
            token = await sessions.open({"agent_id": account.agent.agent_id})
            found.append(Staff(account.agent.agent_id, name, f"jiezhu_staff={token}"))
        return found
    finally:
        await database.dispose()
        await redis.aclose()
