"""What each member of staff serves and how much of it, in SQL: groups, skills, capacity.

A table of its own beside ``staff``: databases from before it go on working, and somebody without a row serves the
groups of their role with the capacity of the group.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import metadata
from bot.kernel.errors import BadInput
from bot.kernel.text import plain

MOST_GROUPS = 10
MOST_SKILLS = 20
SKILL_CHARS = 24
MOST_CAPACITY = 50
"""Customers at once that nobody can serve well any more; a larger number is a slip of the keyboard."""

_GROUP = re.compile(r"[a-z][a-z0-9_]{0,31}")

STAFF_PROFILE = Table(
    "staff_profile",
    metadata,
    Column("staff_id", String(40), ForeignKey("staff.id"), primary_key=True),
    Column("groups", Text, nullable=False),
    Column("skills", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)


@dataclass(frozen=True)
class StaffProfile:
    """What somebody serves; see :class:`bot.handoff.people.Agent` for what nothing means in each."""

    groups: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    capacity: int = 0


def profile_of(groups: Iterable[str] = (), skills: Iterable[str] = (), capacity: int = 0) -> StaffProfile:
    """A profile from what somebody typed; letters in one spelling, empty words left out.

    Raises:
        BadInput: a group is no code, a skill too long, there are too many of them, or the capacity is out of range.
    """
    codes = frozenset(spelled for group in groups if (spelled := _spelled(group)))
    words = frozenset(spelled for skill in skills if (spelled := _spelled(skill)))
    for code in sorted(codes):
        if not _GROUP.fullmatch(code):
            raise BadInput(f"组“{code}”写得不对：请写组的代码，小写英文字母开头，例如 service。")
    for word in sorted(words):
        if len(word) > SKILL_CHARS:
            raise BadInput(f"技能“{word[:SKILL_CHARS]}…”太长了，请写{SKILL_CHARS}个字以内。")
    if len(codes) > MOST_GROUPS or len(words) > MOST_SKILLS:
        raise BadInput(f"一个人最多{MOST_GROUPS}个组、{MOST_SKILLS}项技能。")
    if not 0 <= capacity <= MOST_CAPACITY:
        raise BadInput(f"同时接待的人数请写0到{MOST_CAPACITY}，0表示按组的默认值。")
    return StaffProfile(codes, words, capacity)


async def read(connection: AsyncConnection, staff_id: str) -> StaffProfile:
    """Somebody's profile; an empty one when none was ever written."""
    found = await connection.execute(select(STAFF_PROFILE).where(STAFF_PROFILE.c.staff_id == staff_id))
    row = found.mappings().first()
    return from_row(row) if row is not None else StaffProfile()


async def write(connection: AsyncConnection, staff_id: str, profile: StaffProfile, now_ms: int) -> None:
    """Replace somebody's profile, within the caller's transaction, which holds their row of ``staff``."""
    row = {
        "staff_id": staff_id,
        "groups": json.dumps(sorted(profile.groups)),
        "skills": json.dumps(sorted(profile.skills), ensure_ascii=False),
        "capacity": profile.capacity,
        "updated_at": now_ms,
    }
    await connection.execute(delete(STAFF_PROFILE).where(STAFF_PROFILE.c.staff_id == staff_id))
    await connection.execute(insert(STAFF_PROFILE).values(row))


def from_row(row: Mapping[Any, Any]) -> StaffProfile:
    """The profile in a row; an outer join that found none gives an empty one."""
    if row["capacity"] is None:
        return StaffProfile()
    return StaffProfile(frozenset(json.loads(row["groups"])), frozenset(json.loads(row["skills"])), row["capacity"])


def _spelled(word: str) -> str:
    return plain(word, limit=64).casefold()
