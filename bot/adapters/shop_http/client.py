"""One question to a merchant's system, put as often as it helps and never longer than the shop has."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx
from pydantic import ValidationError

from bot.adapters.shop_http.breaker import Breaker
from bot.adapters.shop_http.faults import Fault, of_status, of_transport
from bot.adapters.shop_http.problem import problem_of
from bot.commerce.shop import ANSWER_WITHIN_S
from bot.kernel.clock import Clock, from_ms

MAX_BYTES = 1_000_000
"""The largest answer that is read."""

MAX_TRIES = 3
_FIRST_PAUSE_S = 0.1
_CONNECT_WITHIN_S = 1.0

_PROBLEMS = {404: "not_found", 422: "key_reused", 501: "not_offered"}

log = logging.getLogger("jiezhu.shop")

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Call:
    """One operation of docs/shop-api.yaml.

    Attributes:
        operation: its ``operationId``: what a log may name, since paths hold personal data.
        key: of a write, its idempotency key. Every operation may be asked again: a read changes nothing, and a write
            with its key changes nothing the second time.
    """

    operation: str
    method: str
    path: str
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    key: str = ""


@dataclass(frozen=True)
class Reply(Generic[Answer]):
    """The shop's answer, or the problem it names instead: ``not_found``, ``not_offered`` or ``key_reused``."""

    answer: Answer | None
    problem: str = ""


class NoAnswer(Exception):
    """No try brought an answer; ``lost``: the shop may have done what it was asked."""

    def __init__(self, why: str, *, lost: bool) -> None:
        super().__init__(why)
        self.why, self.lost = why, lost


class ShopClient:
    """The connections to one merchant's system, and what is known about how it is."""

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._within_s = answer_within_s
        self._pause = pause
        self._chance = chance
        self._breaker = Breaker(clock)
        self._not_before_ms = 0
        self._http = httpx.AsyncClient(
            base_url=url,
            # Not compressed, so that the bytes counted are the bytes there are.
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(answer_within_s, connect=min(_CONNECT_WITHIN_S, answer_within_s)),
            limits=httpx.Limits(max_connections=32, keepalive_expiry=30),
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def ask(self, call: Call, read: Callable[[bytes], Answer]) -> Reply[Answer]:
        """The answer, after up to :data:`MAX_TRIES` tries within the time a shop has.

        Args:
            read: makes the answer of a body; a ValueError says that it is none.

        Raises:
            NoAnswer: there is none.
        """
        deadline = asyncio.get_running_loop().time() + self._within_s
        lost, tries = False, 0
        while True:
            tries += 1
            try:
                return await self._try(call, read, deadline)
            except Fault as fault:
                lost = lost or fault.lost
                wait_s = self._wait(fault, tries)
                if wait_s is None or asyncio.get_running_loop().time() + wait_s >= deadline:
                    log.warning("shop.no_answer operation=%s why=%s tries=%d", call.operation, fault.why, tries)
                    raise NoAnswer(fault.why, lost=lost) from fault
            await self._pause(wait_s)

    def _wait(self, fault: Fault, tries: int) -> float | None:
        """Seconds until another try, or None when there is none."""
        if not fault.again or tries >= MAX_TRIES:
            return None
        if fault.after_s is not None:
            return fault.after_s
        # Full jitter: many who failed together do not come back together.
        return float(_FIRST_PAUSE_S * 2 ** (tries - 1) * self._chance())

    async def _try(self, call: Call, read: Callable[[bytes], Answer], deadline: float) -> Reply[Answer]:
        if (early_ms := self._not_before_ms - self._clock.now_ms()) > 0:
            raise Fault("rate_limited", again=True, counts=False, after_s=early_ms / 1000)
        if not self._breaker.admit():
            raise Fault("circuit_open", counts=False)
        try:
            reply = await self._once(call, read, deadline)
        except Fault as fault:
            if fault.counts:
                self._breaker.failed()
            else:
                self._breaker.gave_up()
            if fault.after_s is not None:
                self._not_before_ms = self._clock.now_ms() + int(fault.after_s * 1000)
            raise
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.succeeded()
        return reply

    async def _once(self, call: Call, read: Callable[[bytes], Answer], deadline: float) -> Reply[Answer]:
        try:
            async with asyncio.timeout_at(deadline):
                status, headers, body = await self._exchange(call)
        except TimeoutError as error:
            raise Fault("timeout", lost=True) from error
        except httpx.TransportError as error:
            raise of_transport(error) from error
        if not 200 <= status < 300:
            problem = problem_of(body)
            # The 404 of a proxy does not say that there is no such order.
            if problem and problem == _PROBLEMS.get(status):
                return Reply(None, problem)
            raise of_status(status, problem, headers.get("retry-after"), from_ms(self._clock.now_ms()))
        try:
            return Reply(read(body))
        except ValueError as error:
            log.warning("shop.malformed operation=%s at=%s", call.operation, _where(error))
            raise Fault("malformed", lost=True) from error

    async def _exchange(self, call: Call) -> tuple[int, httpx.Headers, bytes]:
        headers = {"Idempotency-Key": call.key} if call.key else {}
        async with self._http.stream(
            call.method, call.path, params=call.query or None, json=call.body, headers=headers
        ) as response:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise Fault("compressed", lost=True)
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise Fault("too_large", lost=True)
            return response.status_code, response.headers, bytes(body)


def _where(error: ValueError) -> str:
    """Which fields were wrong and how, without what stood in them."""
    if not isinstance(error, ValidationError):
        return type(error).__name__
    found = [f"{'.'.join(map(str, one['loc']))}:{one['type']}" for one in error.errors(include_input=False)[:5]]
    return " ".join(found)
