"""How the demo shop's parcels travel: carriers, tracking numbers, and the lines their couriers write."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.adapters.demo_shop_catalogue import WAREHOUSE
from bot.commerce.days import moment
from bot.commerce.parcels import TrackingStep

Destination = tuple[str, str, str]
"""City, district, and the courier's hub there."""


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


# No carrier here gives 12 bare digits: that is the form of the shop's own order numbers.
CARRIERS: dict[str, Callable[[random.Random], str]] = {
    "顺丰速运": lambda rng: f"SF1{_digits(rng, 12)}",
    "中通快递": lambda rng: f"78{_digits(rng, 12)}",
    "圆通速递": lambda rng: f"YT{rng.randrange(2, 9)}{_digits(rng, 12)}",
    "韵达快递": lambda rng: f"46{_digits(rng, 13)}",
    "京东快递": lambda rng: f"JDV00{_digits(rng, 10)}",
    "极兔速递": lambda rng: f"JT5{_digits(rng, 12)}",
    "EMS": lambda rng: f"EB{_digits(rng, 9)}CN",
}


def picked_up(day: date, carrier: str) -> list[TrackingStep]:
    """Handed over in the evening of a day, oldest first."""
    city, hub = WAREHOUSE
    return [
        TrackingStep(moment(day, 17, 36), f"【{city}】商家已交运，等待{carrier}揽收"),
        TrackingStep(moment(day, 19, 12), f"【{city}】{carrier}已揽收"),
        TrackingStep(moment(day, 22, 47), f"【{city}】快件已到达{hub}"),
    ]


def on_the_road(day: date, last: date, carrier: str, to: Destination) -> list[TrackingStep]:
    """From the pick-up on ``day`` to somewhere between here and there on ``last``, oldest first."""
    steps = picked_up(day, carrier)
    if last > day:
        steps.append(TrackingStep(moment(day + timedelta(days=1), 4, 20), _left(WAREHOUSE[0], WAREHOUSE[1], to[2])))
    if last > day + timedelta(days=1):
        steps.append(TrackingStep(moment(last, 15, 8), f"【{to[0]}】快件已到达{to[2]}"))
    return steps


def held_up(day: date, last: date, carrier: str, to: Destination) -> list[TrackingStep]:
    """A parcel that stands still half-way, last heard of on ``last``; oldest first."""
    city, hub = "合肥市", "合肥肥东转运中心"
    return [
        *picked_up(day, carrier),
        TrackingStep(moment(day + timedelta(days=1), 4, 20), _left(WAREHOUSE[0], WAREHOUSE[1], hub)),
        TrackingStep(moment(day + timedelta(days=1), 13, 55), f"【{city}】快件已到达{hub}"),
        TrackingStep(moment(last, 9, 26), f"【{city}】运力紧张，快件暂存{hub}，等待发往{to[2]}"),
    ]


def arrived(day: date, last: date, carrier: str, to: Destination) -> list[TrackingStep]:
    """All the way to the courier's last round in the morning of ``last``, oldest first."""
    return [
        *on_the_road(day, last - timedelta(days=1), carrier, to),
        TrackingStep(moment(last, 6, 31), f"【{to[0]}】快件已到达{to[1]}营业部"),
        TrackingStep(moment(last, 8, 15), f"【{to[0]}】快件正在派送中，{to[1]}营业部的快递员会联系您"),
    ]


def at_station(last: date, to: Destination, place: str) -> TrackingStep:
    """Put down at a pick-up point around noon."""
    return TrackingStep(moment(last, 12, 4), f"【{to[0]}】快件已到{place}，请凭取件码领取")


def signed(at: datetime, to: Destination, signer: str) -> TrackingStep:
    """Signed for."""
    return TrackingStep(at, f"【{to[0]}】快件已签收，签收人：{signer}")


def _left(city: str, hub: str, next_hub: str) -> str:
    return f"【{city}】快件已从{hub}发出，下一站{next_hub}"
