"""What can go wrong with one try, and what follows from it: another try, a mark against the shop, an open question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import httpx

MAX_PAUSE_S = 300.0
"""The longest pause a shop can ask for; what is longer is taken for a mistake."""


@dataclass
class Fault(Exception):
    """One try that brought no answer.

    Attributes:
        why: a word for the log and for ``ShopUnavailable``.
        again: whether another try may help.
        lost: whether the shop may have done what it was asked all the same.
        counts: whether it speaks against the shop being up.
        after_s: how long the shop wants to be left alone, when it says so.
    """

    why: str
    again: bool = False
    lost: bool = False
    counts: bool = True
    after_s: float | None = None


def of_transport(error: httpx.TransportError) -> Fault:
    """No whole answer came. A connection that never stood carried nothing to the shop."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Fault("connect", again=True)
    if isinstance(error, httpx.PoolTimeout):
        return Fault("busy", again=True, counts=False)
    if isinstance(error, httpx.UnsupportedProtocol):
        return Fault("address")
    if isinstance(error, httpx.TimeoutException):
        return Fault("timeout", lost=True)
    return Fault("reset", again=True, lost=True)


def of_status(status: int, problem: str, retry_after: str | None, now: datetime) -> Fault:
    """The shop, or something in front of it, answered with a status that is no answer.

    Args:
        problem: what the shop itself says it is, or empty.
    """
    why, after_s = f"http_{status}", pause_asked_for(retry_after, now)
    if status == 429:
        return Fault("rate_limited", again=True, counts=False, after_s=after_s)
    if status == 409:
        return Fault("in_progress", again=True, lost=True, counts=False)
    if status in (401, 403):
        return Fault("not_authorised", counts=False)
    if status >= 500:
        return Fault(why, again=True, lost=problem != "unavailable", after_s=after_s)
    return Fault(why, counts=status in (404, 410) or status < 400)


def pause_asked_for(retry_after: str | None, now: datetime) -> float | None:
    """Seconds of a ``Retry-After`` header, which holds seconds or a date; None without a usable one."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after), MAX_PAUSE_S)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=timezone.utc)
    return min(max((until - now).total_seconds(), 0.0), MAX_PAUSE_S)
