"""The port to carriers: where a parcel is, who signed for it, and what a carrier is asked to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.commerce.outcomes import Outcome
from bot.commerce.parcels import Parcel
from bot.commerce.reasons import Reason


class SignedHow(str, Enum):
    """In whose hands a parcel was left."""

    IN_PERSON = "in_person"
    BY_OTHERS = "by_others"
    AT_STATION = "at_station"


@dataclass(frozen=True)
class Signature:
    """The carrier's record of a delivery (playbook F2).

    Attributes:
        signer: in the carrier's words.
        place: where it was left, as far as the carrier says.
        proof: number of the carrier's own evidence (a photo, a signed sheet), empty when there is none.
    """

    signer: str
    at: datetime
    how: SignedHow
    place: str = ""
    proof: str = ""


class TraceAbout(str, Enum):
    """What a carrier is to look into."""

    DELAY = "delay"
    NOT_RECEIVED = "not_received"
    DAMAGED = "damaged"
    LOST = "lost"


class CarrierWish(str, Enum):
    """What a carrier is asked: when it comes, to hurry, to deliver once more, to ring before."""

    WHEN = "when"
    HURRY = "hurry"
    DELIVER_AGAIN = "deliver_again"
    CALL_FIRST = "call_first"


@dataclass(frozen=True)
class Inquiry:
    """An investigation or a question and, once it has come, the carrier's answer.

    Attributes:
        about: the code of the :class:`TraceAbout` or the :class:`CarrierWish`.
        answer: in the carrier's words, empty until there is one.
        late: whether the answer confirms that the parcel comes late (playbook B4).
        new_eta: the day it now comes, when the carrier says so.
    """

    number: str
    tracking_no: str
    about: str
    opened_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    answer: str = ""
    late: bool = False
    new_eta: date | None = None


@dataclass(frozen=True)
class OpenTrace:
    """Have the carrier investigate; while one is open, the same one is meant."""

    tracking_no: str
    about: TraceAbout
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class AskCarrier:
    """Ask the carrier something, or for something."""

    tracking_no: str
    wish: CarrierWish


@dataclass(frozen=True)
class InterceptParcel:
    """Stop a parcel on its way and have it brought back."""

    tracking_no: str
    reason: Reason = Reason.OTHER


CarrierRequest = OpenTrace | AskCarrier | InterceptParcel
"""Everything a carrier can be asked to do."""


class Carrier(Protocol):
    """The carriers behind one door, asked *as a customer*: a parcel of somebody else's is a parcel that does not exist.

    Every call raises :class:`bot.kernel.errors.ShopUnavailable` as those of :class:`bot.commerce.shop.Shop` do.
    """

    async def track(self, customer_id: str, tracking_no: str) -> Parcel | None:
        """Where the parcel is by the carrier's own word, or None when it is none of this customer's."""
        ...

    async def signature(self, customer_id: str, tracking_no: str) -> Signature | None:
        """The record of its delivery; None before that, and for a parcel that is not theirs."""
        ...

    async def inquiries(self, customer_id: str, tracking_no: str) -> list[Inquiry]:
        """What the carrier was asked about it, newest first."""
        ...

    async def carry_out(self, customer_id: str, request: CarrierRequest, *, key: str) -> Outcome:
        """See :meth:`bot.commerce.shop.ShopWriting.carry_out`."""
        ...

    async def outcome(self, customer_id: str, key: str) -> Outcome | None:
        """See :meth:`bot.commerce.shop.ShopWriting.outcome`."""
        ...

    async def ping(self) -> None:
        """Return when carriers can be asked."""
        ...

    async def close(self) -> None:
        """Let go of connections and threads; nothing is asked afterwards."""
        ...
