"""How long a waiting customer will wait: an honest range from real service times and people on duty (invariant 7).

**The formula.** Of ``s`` conversations that people are having, one ends every ``m / s`` on average, ``m`` being how
long one lasts from claim to resolve. A customer with ``ahead`` others before them is taken when
``k = ahead + 1 - free`` of them have ended, ``free`` being the places open now. So the wait is about ``k · m / s``,
plus the moment it takes to accept.

**The range.** Endings do not come evenly. With ``c²`` the squared coefficient of variation of the service times
(variance over mean squared; at least 1/2, since nobody knows how far the present ones are), the wait varies by
``c² / k`` of its own square, and the mean of ``n`` past times is itself only known to ``c² / n``. The range is from the
10 % to the 90 % quantile of the gamma distribution with that mean and variation (Wilson and Hilferty's approximation).
Single very long conversations would carry the mean away: times beyond the 95 % quantile count as that quantile.

The range is rounded outwards to steps people speak in, so rounding never promises more than the figures do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

LEAST_KNOWN = 5
"""Fewer past service times than this say nothing."""

ACCEPT_S = 30
"""Seconds until an agent with a place open has accepted, at the most when all goes well."""

_Z = 1.2816
"""The 90 % quantile of the normal distribution."""
_LEAST_VARIATION = 0.5
_LONG = 0.95
_STEPS = ((120, 30), (900, 60), (3600, 300), (math.inf, 1800))
"""Up to so many seconds, in steps of so many seconds."""


def estimate(
    ahead: int, durations_ms: Sequence[int], on_duty: int, capacity_free: int, *, serving: int = 0
) -> tuple[int, int] | None:
    """The wait in seconds, from … to …; None when too little is known or nobody is on duty.

    Args:
        ahead: customers before this one in the order of the queue.
        durations_ms: how long recent conversations lasted from claim to resolve.
        on_duty: people at work in the group.
        capacity_free: customers they could take at once.
        serving: conversations the group is having now. Left out, as many as there are people: each has at least one
            when nobody has a place open, so the estimate is then too long rather than too short.
    """
    if on_duty <= 0:
        return None
    endings = ahead + 1 - max(capacity_free, 0)
    if endings <= 0:
        return 0, ACCEPT_S
    if len(durations_ms) < LEAST_KNOWN:
        return None
    mean_s, variation = _service_time(durations_ms)
    wait_s = endings * mean_s / max(serving, on_duty, 1)
    spread = variation / endings + variation / len(durations_ms)
    low_s = wait_s * _quantile(spread, -_Z)
    high_s = wait_s * _quantile(spread, _Z) + ACCEPT_S
    return _down(low_s), _up(high_s)


def error(promised: tuple[int, int], real_ms: int) -> int:
    """How wrong a range was, in seconds: 0 within it, above 0 the wait was so much longer, below 0 so much shorter."""
    low_s, high_s = promised
    real_s = math.ceil(real_ms / 1000)
    return max(real_s - high_s, 0) + min(real_s - low_s, 0)


def _service_time(durations_ms: Sequence[int]) -> tuple[float, float]:
    """Mean in seconds, and squared coefficient of variation."""
    ordered = sorted(durations_ms)
    longest = ordered[math.ceil(_LONG * len(ordered)) - 1]
    kept = [max(1.0, min(each, longest) / 1000) for each in ordered]
    mean = sum(kept) / len(kept)
    variance = sum((each - mean) ** 2 for each in kept) / len(kept)
    return mean, max(variance / mean**2, _LEAST_VARIATION)


def _quantile(spread: float, z: float) -> float:
    """Quantile of a gamma distribution with mean 1 and the given variance, at a quantile of the normal one."""
    return max(0.0, 1 - spread / 9 + z * math.sqrt(spread / 9)) ** 3


def _step(seconds: float) -> int:
    return next(step for limit, step in _STEPS if seconds <= limit)


def _up(seconds: float) -> int:
    step = _step(seconds)
    return math.ceil(seconds / step) * step


def _down(seconds: float) -> int:
    step = _step(seconds)
    return math.floor(seconds / step) * step
