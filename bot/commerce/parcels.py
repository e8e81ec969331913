"""A parcel and its way; when it counts as late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.commerce.days import shop_day


class ParcelStatus(str, Enum):
    """Where a parcel is: handed over, on the road, at the pick-up point, signed for."""

    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    SIGNED = "signed"


@dataclass(frozen=True)
class TrackingStep:
    """One line of the courier, in the courier's words."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Parcel:
    """What the courier knows.

    Attributes:
        promised_on: the day the customer was told it would arrive, on the shop's calendar.
        steps: newest first.
        place: the pick-up point, once it is there, else empty.
        signer: who signed, in the courier's words, else empty.
        intercepted_at: when it was called back on its way.
    """

    order_id: str
    carrier: str
    tracking_no: str
    status: ParcelStatus
    shipped_at: datetime
    promised_on: date
    steps: tuple[TrackingStep, ...]
    place: str = ""
    signed_at: datetime | None = None
    signer: str = ""
    intercepted_at: datetime | None = None

    @property
    def on_its_way(self) -> bool:
        """Handed to the courier and not yet arrived."""
        return self.status in (ParcelStatus.SHIPPED, ParcelStatus.IN_TRANSIT)


def is_late(parcel: Parcel, now: datetime) -> bool:
    """Whether the promised day has passed on the shop's calendar and the parcel has not arrived."""
    return parcel.on_its_way and shop_day(now) > parcel.promised_on


def late_days(parcel: Parcel, now: datetime) -> int:
    """Whole days since the promised day; 0 for a parcel that is not late."""
    return (shop_day(now) - parcel.promised_on).days if is_late(parcel, now) else 0


def eta(parcel: Parcel, now: datetime) -> date | None:
    """The day to expect it; None once it has arrived, and when it is late: a day that passed is no expectation."""
    return parcel.promised_on if parcel.on_its_way and not is_late(parcel, now) else None
