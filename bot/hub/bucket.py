"""Limits that allow bursts: of one connection, of one process, and of all hubs together."""

from __future__ import annotations

from typing import Protocol

from bot.kernel.clock import Clock


class Ledger(Protocol):
    """Where all hub processes count together."""

    async def take(self, name: str, *, size: int, per_s: float, tokens: int) -> bool:
        """Take tokens of a bucket that holds ``size`` and gains ``per_s`` a second; False when there are too few.

        Never raises and never takes long: when it cannot tell, it says yes.
        """
        ...


class Bucket:
    """Holds ``size`` tokens and gets ``per_s`` new ones a second; each thing done takes one."""

    def __init__(self, size: int, per_s: float, clock: Clock) -> None:
        self._size = size
        self._per_s = per_s
        self._clock = clock
        self._tokens = float(size)
        self._at = clock.now_ms()

    def take(self) -> bool:
        """Take one token; False when there is none."""
        self._refill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    @property
    def held(self) -> float:
        """Tokens it held when it was last looked at."""
        return self._tokens

    @property
    def full(self) -> bool:
        """Whether nothing was taken for so long that forgetting this bucket changes nothing."""
        self._refill()
        return self._tokens >= self._size

    def _refill(self) -> None:
        now = self._clock.now_ms()
        # A clock set back must not take tokens away.
        if now > self._at:
            self._tokens = min(float(self._size), self._tokens + (now - self._at) / 1000 * self._per_s)
        self._at = now


class SharedBuckets:
    """One bucket per name, the same for every hub process that shares the ledger.

    Each process has buckets of its own and asks the ledger only for those that are half empty, telling it what was
    taken since it was last asked. So an ordinary customer costs the store nothing, and somebody who floods several
    hubs gets no more than half a burst from each beyond what all of them allow together.

    Args:
        kind: what is counted; buckets of another kind are others.
        keep: names remembered; beyond it those whose bucket is full again are forgotten.
    """

    def __init__(self, ledger: Ledger, kind: str, size: int, per_s: float, clock: Clock, *, keep: int = 10_000) -> None:
        self._ledger = ledger
        self._kind = kind
        self._size = size
        self._per_s = per_s
        self._clock = clock
        self._keep = keep
        self._buckets: dict[str, Bucket] = {}
        self._untold: dict[str, int] = {}

    async def may(self, name: str) -> bool:
        """Take a token of that name's bucket; False when there is none, here or with all hubs together."""
        bucket = self._bucket(name)
        if not bucket.take():
            return False
        self._untold[name] = self._untold.get(name, 0) + 1
        if bucket.held >= self._size / 2:
            return True
        tokens = min(self._untold.pop(name), self._size)
        return await self._ledger.take(f"{self._kind}:{name}", size=self._size, per_s=self._per_s, tokens=tokens)

    def _bucket(self, name: str) -> Bucket:
        found = self._buckets.get(name)
        if found is None:
            if len(self._buckets) >= self._keep:
                self._buckets = {kept: bucket for kept, bucket in self._buckets.items() if not bucket.full}
                self._untold = {kept: count for kept, count in self._untold.items() if kept in self._buckets}
            found = self._buckets[name] = Bucket(self._size, self._per_s, self._clock)
        return found
