"""Presence of the staff in Redis or Valkey: leases in one sorted set, what is known of each person in a hash."""

from __future__ import annotations

import json
from typing import Any

from redis.asyncio import Redis

from bot.adapters import keys
from bot.adapters.redis_connect import answering
from bot.handoff.duty import Chosen
from bot.handoff.groups import Groups
from bot.handoff.people import Agent
from bot.handoff.routing.seat import Seat, Status
from bot.kernel.clock import Clock

RENEW = """
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
redis.call('SADD', KEYS[3], ARGV[1])
local was = redis.call('HGET', KEYS[2], 'status')
local status = (was == 'break' or was == 'away') and was or 'online'
redis.call('HSET', KEYS[2], 'card', ARGV[3], 'status', status)
if status ~= was then
  redis.call('HSET', KEYS[2], 'since', ARGV[4])
  redis.call('PUBLISH', ARGV[5], 'q team')
end
return status
"""

SETTLE = """
local lease = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not lease or tonumber(lease) > tonumber(ARGV[2]) then return end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], 'status', redis.call('HGET', KEYS[2], 'left') and 'offline' or 'lost', 'since', ARGV[2])
redis.call('HDEL', KEYS[2], 'left')
redis.call('PUBLISH', ARGV[3], 'q team')
"""

FORGET_AFTER_MS = 8 * 3_600_000
"""How long somebody who was lost stays on the team's list: about a shift."""


TOGETHER_MS = 5_000
"""Offers that lapse within this time of each other were missed once: five customers at a time are one absence."""


class RedisDuty:
    """The port :class:`bot.handoff.duty.Duty`. The lease's end is a time in the store: a restart lengthens none."""

    def __init__(self, redis: Redis, clock: Clock, groups: Groups) -> None:
        self._redis: Any = redis
        self._clock = clock
        self._groups = groups
        self._renew = redis.register_script(RENEW)
        self._settle = redis.register_script(SETTLE)

    async def seats(self) -> list[Seat]:
        """See the port."""
        now = self._clock.now_ms()
        with answering():
            names = sorted(await self._redis.smembers(keys.SEATS))
            async with self._redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hgetall(keys.seat(name))
                    pipe.zscore(keys.PRESENT, name)
                    pipe.scard(keys.agent(name))
                    pipe.scard(keys.asked(name))
                rows = await pipe.execute()
        found = []
        for name, kept, lease, held, asked in zip(names, rows[::4], rows[1::4], rows[2::4], rows[3::4], strict=True):
            here = lease is not None and float(lease) > now
            since = int(kept.get("since", 0))
            if here or (kept.get("status") == "lost" and now - since < FORGET_AFTER_MS) or lease is not None:
                found.append(self._seat(name, kept, here=here, active=held + asked))
        return found

    async def renew(self, agent: Agent, ttl_ms: int) -> Status:
        """See the port."""
        now = self._clock.now_ms()
        card = {
            "name": agent.name,
            "role": agent.role,
            "groups": sorted(agent.groups),
            "skills": sorted(agent.skills),
            "capacity": agent.capacity,
        }
        asked: list[Any] = [agent.agent_id, now + ttl_ms, json.dumps(card, ensure_ascii=False), now, keys.WAKE]
        with answering():
            status: Status = await self._renew([keys.PRESENT, keys.seat(agent.agent_id), keys.SEATS], asked)
        return status

    async def choose(self, agent_id: str, status: Chosen) -> None:
        """See the port."""
        with answering():
            since = self._clock.now_ms()
            await self._redis.hset(keys.seat(agent_id), mapping={"status": status, "since": since, "missed": 0})
            await self._redis.publish(keys.WAKE, "q team")

    async def missed(self, agent_id: str) -> int:
        """See the port."""
        now = self._clock.now_ms()
        with answering():
            count, last = await self._redis.hmget(keys.seat(agent_id), "missed", "missed_at")
            if now - int(last or 0) < TOGETHER_MS:
                return int(count or 0)
            await self._redis.hset(keys.seat(agent_id), mapping={"missed": int(count or 0) + 1, "missed_at": now})
        return int(count or 0) + 1

    async def answered(self, agent_id: str) -> None:
        """See the port."""
        with answering():
            await self._redis.hset(keys.seat(agent_id), "missed", 0)

    async def leave(self, agent_id: str) -> None:
        """See the port."""
        with answering():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.zadd(keys.PRESENT, {agent_id: 0}, xx=True)
                pipe.hset(keys.seat(agent_id), "left", 1)
                await pipe.execute()

    async def is_here(self, agent_id: str) -> bool:
        """See the port."""
        with answering():
            lease = await self._redis.zscore(keys.PRESENT, agent_id)
        return lease is not None and float(lease) > self._clock.now_ms()

    async def lost(self) -> list[str]:
        """See the port."""
        with answering():
            return list(await self._redis.zrangebyscore(keys.PRESENT, 0, self._clock.now_ms()))

    async def settled(self, agent_id: str) -> None:
        """See the port."""
        with answering():
            asked: list[Any] = [agent_id, self._clock.now_ms(), keys.WAKE]
            await self._settle([keys.PRESENT, keys.seat(agent_id)], asked)

    def _seat(self, name: str, kept: dict[str, str], *, here: bool, active: int) -> Seat:
        card = json.loads(kept.get("card", "{}"))
        groups = frozenset(card.get("groups", ()))
        return Seat(
            agent_id=name,
            name=card.get("name", ""),
            role=card.get("role", "agent"),
            groups=groups,
            skills=frozenset(card.get("skills", ())),
            status=kept.get("status", "online") if here else "lost",  # type: ignore[arg-type]
            active=active,
            capacity=card.get("capacity") or self._usual(groups),
            idle_since=max(int(kept.get("since", 0)), int(kept.get("idle", 0))),
        )

    def _usual(self, groups: frozenset[str]) -> int:
        return max((group.capacity for group in self._groups if group.code in groups), default=0)
