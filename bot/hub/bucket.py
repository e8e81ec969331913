"""A limit that allows bursts."""

from __future__ import annotations

from bot.kernel.clock import Clock


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
    def full(self) -> bool:
        """Whether nothing was taken for so long that forgetting this bucket changes nothing."""
        self._refill()
        return self._tokens >= self._size

    def _refill(self) -> None:
        now = self._clock.now_ms()
        # A clock set back must not take tokens away.
        gained = max(0, now - self._at) / 1000 * self._per_s
        self._at = now
        self._tokens = min(float(self._size), self._tokens + gained)


class Buckets:
    """One bucket per conversation, forgotten once it is full again."""

    def __init__(self, size: int, per_s: float, clock: Clock, *, keep: int = 10_000) -> None:
        self._size = size
        self._per_s = per_s
        self._clock = clock
        self._keep = keep
        self._buckets: dict[str, Bucket] = {}

    def take(self, name: str) -> bool:
        """Take a token of that name's bucket; False when there is none."""
        if name not in self._buckets:
            if len(self._buckets) >= self._keep:
                self._buckets = {kept: bucket for kept, bucket in self._buckets.items() if not bucket.full}
            self._buckets[name] = Bucket(self._size, self._per_s, self._clock)
        return self._buckets[name].take()
