"""The order of the queue (invariant 7): priority class, then time queued, with ageing.

A class is worth a head start. A customer's place is the time they were queued minus the head start, so the
place never has to be computed again, and whoever has waited longer than the head start comes first all the same.
"""

from __future__ import annotations

from bot.handoff.control import Priority

HEAD_START_S: dict[Priority, int] = {Priority.URGENT: 3600, Priority.HIGH: 900, Priority.NORMAL: 0}
"""Seconds of waiting that each class is worth."""

LEVEL_HEAD_START_S: dict[str, int] = {
    "普通": 0,
    "银卡": 60,
    "金卡": 120,
    "PLUS": 120,
    "VIP": 120,
    "铂金": 180,
    "白金": 180,
    "钻石": 240,
    "黑金": 240,
    "黑钻": 240,
}
"""Seconds a membership is worth, by the shop's word without its 会员; a word that is not here is worth nothing."""

EMOTION_HEAD_START_S: dict[str, int] = {"neutral": 0, "worried": 70, "dissatisfied": 140, "angry": 210}
"""Seconds that worse feelings are worth."""

LONGEST_HEAD_START_S = (
    max(HEAD_START_S.values()) + max(LEVEL_HEAD_START_S.values()) + max(EMOTION_HEAD_START_S.values())
)
"""Whoever has waited this much longer than another comes first, whatever the two are; but see ``FRONT_MS``."""

FRONT_MS = 10_000_000_000_000
"""What being queued again after a lost agent is worth: more than any time since 1970, until the year 2286."""

DEFAULT_GROUP = "service"
"""The group of every handoff that no rule sends elsewhere."""


def score(priority: Priority, queued_at: int, *, level: str = "", emotion: str = "", front: bool = False) -> int:
    """Sort key of a waiting customer; the smallest is served first.

    Membership and feeling count within a class: together they are worth at most 450 s, half of the 900 s between
    the nearest two classes, so that no card lifts a calm question above a threat that came at the same time.

    ``front`` comes before everybody who is not, of whatever class: they were being served when they lost their
    agent. (A key that never changes cannot do less: before every customer of the same class, however long they have
    waited, is also before the more urgent whom those would come before.) Among themselves they stand as usual.

    The result is an integer below 2**53 in size: a sorted set keeps it exactly.

    Args:
        queued_at: when the customer first asked (ms); the same after a requeue or a transfer.
        level: the membership as the shop calls it, e.g. ``金卡会员``.
        emotion: a level of :data:`bot.kernel.reading.EMOTIONS`.
    """
    head_start = HEAD_START_S[priority] + _level_s(level) + EMOTION_HEAD_START_S.get(emotion, 0)
    return queued_at - head_start * 1000 - (FRONT_MS if front else 0)


def more_urgent(one: Priority, other: Priority) -> Priority:
    """The more urgent of two classes."""
    ranked = list(Priority)
    return min(one, other, key=ranked.index)


def _level_s(level: str) -> int:
    return LEVEL_HEAD_START_S.get(level.strip().upper().removesuffix("会员"), 0)
