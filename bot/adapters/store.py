"""The live state of all conversations in Redis or Valkey. One Lua script is the only writer of a conversation."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from bot.adapters import keys, turn_json
from bot.adapters.commit_call import CommitCall
from bot.adapters.redis_connect import ConfirmedScript, answering
from bot.handoff.control import Control, from_hash
from bot.handoff.events import stored
from bot.handoff.history import RECENT, customer_lines
from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Commit, Committed, Place, Turn, Waiting
from bot.kernel.clock import Clock

_TOUCHED = (keys.control, keys.log, keys.clients, keys.turns, keys.choices)
_SHARED = [keys.DUE, keys.BUSY, keys.UNFILED, keys.LIVE]

COMMIT = (Path(__file__).parent / "lua" / "commit.lua").read_text("utf-8")

SERVED_KEPT = 200

NO_LINE = "none"
"""Name of a line nobody stands in."""

LEASE = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if redis.call('ZSCORE', KEYS[2], ARGV[3]) then redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3]) end
return 1
"""

RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
if redis.call('ZSCORE', KEYS[2], ARGV[2]) then redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2]) end
"""


class RedisConversationStore:
    """The port :class:`bot.handoff.store_port.ConversationStore` on Redis 7 / Valkey 8 and newer.

    Args:
        replicas: how many replicas must have a change before it counts as made.
        own_ear: the channel on which only this process listens, while it surely hears the wake-ups; else empty.
    """

    def __init__(
        self, redis: Redis, clock: Clock, *, replicas: int = 0, own_ear: Callable[[], str] = lambda: ""
    ) -> None:
        # The client's own types mix bytes, text and None; ours decodes every answer to text.
        self._redis: Any = redis
        self._clock = clock
        self._own_ear = own_ear
        self._commit = ConfirmedScript(redis, COMMIT, replicas=replicas)
        self._lease = redis.register_script(LEASE)
        self._release = redis.register_script(RELEASE)

    async def conversation_of(self, customer_id: str, fresh: str) -> str:
        """See the port. Two first visits at once end in the same conversation."""
        with answering():
            key = keys.customer(customer_id)
            await self._redis.set(key, fresh, nx=True)
            return str(await self._redis.get(key))

    async def merge_begins(self, visitor: str, into: str) -> None:
        """See the port."""
        with answering():
            await self._redis.hset(keys.MERGES, visitor, into)
            await self._redis.set(keys.merging(into), visitor)

    async def merge_ended(self, visitor: str, into: str) -> None:
        """See the port."""
        with answering():
            if await self._redis.get(keys.merging(into)) == visitor:
                await self._redis.delete(keys.merging(into))
            await self._redis.hdel(keys.MERGES, visitor)

    async def merging_into(self, conversation: str) -> str:
        """See the port."""
        with answering():
            return str(await self._redis.get(keys.merging(conversation)) or "")

    async def merges(self) -> list[tuple[str, str]]:
        """See the port."""
        with answering():
            return list((await self._redis.hgetall(keys.MERGES)).items())

    async def keep_profile(self, conversation: str, profile: CustomerProfile) -> None:
        """See the port."""
        with answering():
            await self._redis.set(keys.profile(conversation), json.dumps(profile.as_dict(), ensure_ascii=False))

    async def profile(self, conversation: str) -> CustomerProfile:
        """See the port; a conversation nobody introduced is an anonymous visitor's."""
        with answering():
            kept = await self._redis.get(keys.profile(conversation))
        return CustomerProfile(**json.loads(kept)) if kept else CustomerProfile()

    async def control(self, conversation: str) -> Control:
        """See the port."""
        with answering():
            return from_hash(await self._redis.hgetall(keys.control(conversation)))

    async def control_now(self, conversation: str) -> Control:
        """See the port; this store knows no other."""
        return await self.control(conversation)

    async def commit(self, conversation: str, change: Commit) -> Committed:
        """See the port."""
        call = CommitCall(conversation, change, self._clock.now_ms())
        arguments = call.arguments(keys.WAKE, keys.PREFIX, self._own_ear())
        with answering():
            answer = await self._commit(_touched(conversation), arguments)
        return call.result(*answer)

    async def events(self, conversation: str, *, since: int, limit: int = 1000) -> list[dict[str, Any]]:
        """See the port."""
        with answering():
            rows = await self._redis.xrange(keys.log(conversation), min=f"({since}-0", max="+", count=limit)
        return [_event(row) for row in rows]

    async def tail(self, conversation: str, count: int) -> list[dict[str, Any]]:
        """See the port."""
        with answering():
            rows = await self._redis.xrevrange(keys.log(conversation), count=count)
        return [_event(row) for row in reversed(rows)]

    async def customer_lines(self, conversation: str, most: int) -> list[str]:
        """See the port."""
        return customer_lines(await self.tail(conversation, RECENT), most)

    async def seen_client_id(self, conversation: str, client_id: str) -> int:
        """See the port."""
        with answering():
            return int(await self._redis.hget(keys.clients(conversation), client_id) or 0)

    async def choice(self, conversation: str, choice_id: str) -> dict[str, str] | None:
        """See the port."""
        with answering():
            kept = await self._redis.hget(keys.choices(conversation), choice_id)
        return json.loads(kept) if kept else None

    async def turns(self, conversation: str) -> list[Turn]:
        """See the port."""
        with answering():
            return [turn_json.read(kept) for kept in await self._redis.lrange(keys.turns(conversation), 0, -1)]

    async def line(self, line: str, limit: int = 200) -> list[Waiting]:
        """See the port."""
        with answering():
            names = await self._redis.zrange(keys.line(line), 0, limit - 1)
        return await self._waiting(names)

    async def length(self, line: str) -> int:
        """See the port."""
        with answering():
            return int(await self._redis.zcard(keys.line(line)))

    async def position(self, conversation: str) -> int | None:
        """See the port."""
        return (await self.positions([conversation]))[0]

    async def positions(self, conversations: Sequence[str]) -> list[int | None]:
        """See the port."""
        with answering():
            async with self._redis.pipeline(transaction=False) as pipe:
                for name in conversations:
                    pipe.hget(keys.control(name), "line")
                lines = await pipe.execute()
            async with self._redis.pipeline(transaction=False) as pipe:
                for name, line in zip(conversations, lines, strict=True):
                    pipe.zrank(keys.line(line or NO_LINE), name)
                return list(await pipe.execute())

    async def ahead_of(self, place: Place) -> int:
        """See the port."""
        with answering():
            return int(await self._redis.zcount(keys.line(place.line), "-inf", f"({place.score}"))

    async def of_agent(self, agent_id: str) -> list[Waiting]:
        """See the port."""
        return await self._waiting(await self.names_of_agent(agent_id))

    async def names_of_agent(self, agent_id: str) -> list[str]:
        """See the port."""
        with answering():
            return sorted(await self._redis.smembers(keys.agent(agent_id)))

    async def asked_of(self, agent_id: str) -> list[Waiting]:
        """See the port."""
        with answering():
            names = await self._redis.smembers(keys.asked(agent_id))
        return await self._waiting(sorted(names))

    async def loads(self, agent_ids: Sequence[str]) -> list[int]:
        """See the port."""
        with answering():
            async with self._redis.pipeline(transaction=False) as pipe:
                for agent_id in agent_ids:
                    pipe.scard(keys.agent(agent_id))
                    pipe.scard(keys.asked(agent_id))
                counts = await pipe.execute()
        return [held + asked for held, asked in zip(counts[::2], counts[1::2], strict=True)]

    async def live(self, limit: int = 200) -> list[Waiting]:
        """See the port."""
        with answering():
            names = await self._redis.zrange(keys.LIVE, 0, limit - 1)
        return await self._waiting(names)

    async def note_served(self, group: str, duration_ms: int) -> None:
        """See the port."""
        with answering():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.lpush(keys.served(group), duration_ms)
                pipe.ltrim(keys.served(group), 0, SERVED_KEPT - 1)
                await pipe.execute()

    async def served(self, group: str) -> list[int]:
        """See the port."""
        with answering():
            return [int(kept) for kept in await self._redis.lrange(keys.served(group), 0, -1)]

    async def due(self, now_ms: int, limit: int = 50) -> list[str]:
        """See the port."""
        with answering():
            return list(await self._redis.zrangebyscore(keys.DUE, 0, now_ms, start=0, num=limit))

    async def with_turns(self, now_ms: int, limit: int = 50) -> list[str]:
        """See the port."""
        with answering():
            return list(await self._redis.zrangebyscore(keys.BUSY, 0, now_ms, start=0, num=limit))

    async def lease(self, conversation: str, owner: str, ttl_ms: int) -> bool:
        """See the port. While the lease is held the sweep leaves the conversation alone."""
        until = self._clock.now_ms() + ttl_ms
        with answering():
            won = await self._lease([keys.lease(conversation), keys.BUSY], [owner, ttl_ms, conversation, until])
        return bool(won)

    async def release(self, conversation: str, owner: str) -> None:
        """See the port."""
        with answering():
            await self._release([keys.lease(conversation), keys.BUSY], [owner, conversation, self._clock.now_ms()])

    async def unfiled(self, limit: int) -> list[tuple[str, int]]:
        """See the port."""
        with answering():
            names = await self._redis.zrange(keys.UNFILED, 0, limit - 1)
        return [(conversation, int(seq)) for conversation, _, seq in (name.partition(" ") for name in names)]

    async def filed(self, conversation: str, seq: int) -> None:
        """See the port."""
        with answering():
            await self._redis.zrem(keys.UNFILED, f"{conversation} {seq}")

    async def read_to(self, conversation: str, side: str, seq: int) -> None:
        """See the port; a mark never moves back."""
        with answering():
            if seq > int(await self._redis.hget(keys.reads(conversation), side) or 0):
                await self._redis.hset(keys.reads(conversation), side, seq)

    async def reads(self, conversation: str) -> dict[str, int]:
        """See the port."""
        with answering():
            kept = await self._redis.hgetall(keys.reads(conversation))
        return {"customer": int(kept.get("customer", 0)), "agent": int(kept.get("agent", 0))}

    async def _waiting(self, names: list[str]) -> list[Waiting]:
        with answering():
            async with self._redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hgetall(keys.control(name))
                    pipe.get(keys.profile(name))
                rows = await pipe.execute()
        found = []
        for name, kept, profile in zip(names, rows[::2], rows[1::2], strict=True):
            person = CustomerProfile(**json.loads(profile)) if profile else CustomerProfile()
            found.append(Waiting(name, from_hash(kept), person))
        return found


@lru_cache(maxsize=4096)
def _touched(conversation: str) -> list[str]:
    """The keys of the script, as it takes them."""
    return [*(name(conversation) for name in _TOUCHED), *_SHARED]


def _event(row: tuple[str, dict[str, str]]) -> dict[str, Any]:
    stream_id, kept = row
    return stored(int(stream_id.split("-")[0]), int(kept["p"]), kept["e"])
