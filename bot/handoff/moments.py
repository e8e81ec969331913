"""A moment to come, as the service says it to a customer: short, concrete, on the shop's wall clock (playbook B3)."""

from __future__ import annotations

from bot.kernel.clock import from_ms, in_shop_zone, spoken_date


def spoken_moment(at_ms: int, now_ms: int) -> str:
    """``今天18:05``, ``明天09:30``, ``11月25日09:30``; whole minutes, upwards, so that it is never promised early."""
    at = in_shop_zone(from_ms(-(-at_ms // 60_000) * 60_000))
    days = (at.date() - in_shop_zone(from_ms(now_ms)).date()).days
    day = {0: "今天", 1: "明天"}.get(days) or spoken_date(at)
    return f"{day}{at:%H:%M}"
