"""Reads what the store has of a drill's conversations, from the store itself and not through the hub."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from redis.asyncio import Redis

from bot.adapters import keys
from bot.runtime.drill.testimony import Kept, Logged, Record


async def read(redis: Redis, conversations: Iterable[str]) -> dict[str, Kept]:
    """Log and record of each conversation.

    Raises:
        redis.exceptions.RedisError: the store does not answer.
    """
    return {name: await _kept(redis, name) for name in conversations}


async def turns_left(redis: Redis, conversations: Iterable[str]) -> int:
    """How many messages the bot still owes an answer."""
    asking: Any = redis
    return sum([int(await asking.llen(keys.turns(name))) for name in conversations])


async def _kept(redis: Redis, name: str) -> Kept:
    # In one step: the sweep may append at any moment, and a log read before its record would seem to lack something.
    async with redis.pipeline(transaction=True) as pipe:
        pipe.xrange(keys.log(name))
        pipe.hgetall(keys.control(name))
        pipe.zscore(keys.DUE, name)
        pipe.llen(keys.turns(name))
        rows, control, due, turns = await pipe.execute()
    record = Record(
        state=control.get("state", "bot"),
        due_at=int(control.get("due_at", 0)),
        group=control.get("group", ""),
        agent_id=control.get("agent_id", ""),
        last_seq=int(control.get("last_seq", 0)),
        watched=due is not None,
        turns=int(turns),
    )
    return Kept(tuple(_logged(row_id, row) for row_id, row in rows), record)


def _logged(row_id: str, row: dict[str, str]) -> Logged:
    event = json.loads(row["e"])
    answers = event.get("staff", {}).get("answers", ())
    return Logged(
        seq=int(row_id.partition("-")[0]),
        event_id=event["id"],
        at=event["at"],
        actor=event["actor"]["kind"],
        actor_id=event["actor"]["id"],
        kind=event["kind"],
        text=event["text"],
        client_id=event["client_id"],
        visible=event["visibility"] == "all",
        to_state=event["data"].get("to", "") if event["kind"] == "control" else "",
        answers=tuple(answers) if event["kind"] != "suppressed" else (),
    )
