"""Several engines: each conversation has one of its own for as long as that one lives (docs/scaling.md).

Which one is told by rendezvous hashing: every hub ranks the engines for a conversation by a hash of both names, so all
hubs agree without talking, and when an engine goes only its own conversations move. What an engine knows of a
conversation is in the store, answers to turns included, so any engine can go on, and one that is asked a second time
for a turn gives the first answer. Order within a conversation is kept by the hubs (one worker at a time holds its
lease) and by the store, which refuses a turn of an engine that did not see the one before.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from bot.adapters.engine_http import EngineGone
from bot.adapters.shop_http.breaker import Breaker, State
from bot.handoff.ports import Engine, TurnAnswer, TurnRequest
from bot.kernel.clock import Clock
from bot.kernel.errors import EngineUnavailable

REST_MS = 3_000
"""How long an engine that was gone is left alone; then it is asked for its health, not for a customer's turn."""

DOUBT_S = 1.5
"""An engine that has not answered by then is asked whether it is still there: one that hangs must not cost the
customer the whole time of the turn."""

Answer = TypeVar("Answer")


class OneEngine(Engine, Protocol):
    """One of the engines. Its calls raise EngineGone when another one may be asked instead."""

    async def health(self) -> bool:
        """Whether it is ready, told within a second or so."""
        ...

    async def close(self) -> None: ...


Ask = Callable[[OneEngine], Awaitable[Answer]]


def ranked(conversation: str, names: Sequence[str]) -> list[str]:
    """The names in the order in which they may have the conversation."""

    def weight(name: str) -> bytes:
        return hashlib.sha256(f"{name}\n{conversation}".encode()).digest()

    return sorted(names, key=weight, reverse=True)


class Shard:
    """One engine, and whether it is worth asking."""

    def __init__(self, url: str, engine: OneEngine, clock: Clock) -> None:
        self.url = url
        self.engine = engine
        self.breaker = Breaker(clock, failures=1, open_for_ms=REST_MS)

    @property
    def rested(self) -> bool:
        """Whether it was gone, and may be back."""
        return self.breaker.state is State.HALF_OPEN


class EngineShards:
    """The port :class:`bot.handoff.ports.Engine` over several engines.

    Args:
        doubt_s: seconds without an answer after which an engine is asked for its health.
    """

    def __init__(self, engines: Mapping[str, OneEngine], clock: Clock, *, doubt_s: float = DOUBT_S) -> None:
        self._shards = {url: Shard(url, engine, clock) for url, engine in engines.items()}
        self._doubt_s = doubt_s
        self._looking: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Let go of the connections."""
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)
        for shard in self._shards.values():
            await shard.engine.close()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """See the port. The next engine is asked the same ``turn_id``, so nothing is answered twice."""
        return await self._ask(request.conversation, lambda engine: engine.turn(request))

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        """See the port."""
        await self._ask(conversation, lambda engine: engine.append(conversation, outcome))

    async def health(self) -> bool:
        """Whether at least one engine says it is ready."""
        return any(await asyncio.gather(*(shard.engine.health() for shard in self._shards.values())))

    async def _ask(self, conversation: str, ask: Ask[Answer]) -> Answer:
        gone = EngineUnavailable()
        for shard in self._order(conversation):
            try:
                return await self._ask_one(shard, ask)
            except EngineGone as error:
                gone = error
        raise gone

    def _order(self, conversation: str) -> list[Shard]:
        """Those that are well first, each part in the conversation's own order.

        The others come last all the same: when none is well, trying is better than not.
        """
        shards = [self._shards[url] for url in ranked(conversation, list(self._shards))]
        for shard in shards:
            if shard.rested and shard.breaker.admit():
                self._look_at(shard)
        return sorted(shards, key=lambda shard: shard.breaker.state is not State.CLOSED)

    async def _ask_one(self, shard: Shard, ask: Ask[Answer]) -> Answer:
        call = asyncio.ensure_future(ask(shard.engine))
        try:
            # With no other engine to ask, a doubt would only cut the time short that the turn is allowed.
            await asyncio.wait({call}, timeout=self._doubt_s if len(self._shards) > 1 else None)
            if not call.done() and not await shard.engine.health():
                raise EngineGone()
            answer = await call
        except EngineGone:
            shard.breaker.failed()
            raise
        finally:
            # The engine goes on with a turn that it was asked; the store takes only one result.
            call.cancel()
        shard.breaker.succeeded()
        return answer

    def _look_at(self, shard: Shard) -> None:
        async def look() -> None:
            well = False
            try:
                well = await shard.engine.health()
            finally:
                shard.breaker.succeeded() if well else shard.breaker.failed()

        task = asyncio.create_task(look())
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)
