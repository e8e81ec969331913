"""What became of something asked of a shop or a carrier: the four answers, each a type of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.kernel.money import Fen


class Milestone(str, Enum):
    """What happens next, and can be promised with a time (playbook B3)."""

    APPROVAL = "approval"
    PICK_UP = "pick_up"
    GOODS_BACK = "goods_back"
    MONEY_BACK = "money_back"
    NEW_GOODS = "new_goods"
    SHIPPING = "shipping"
    ANSWER = "answer"
    INVOICE = "invoice"
    VALID_UNTIL = "valid_until"


class Refusal(str, Enum):
    """Why a shop or a carrier says no, for programs to branch on; the words are in :attr:`Refused.reason`."""

    NOT_FOUND = "not_found"
    NOT_OFFERED = "not_offered"
    NOTHING_PAID = "nothing_paid"
    NOT_SHIPPED_YET = "not_shipped_yet"
    ALREADY_SHIPPED = "already_shipped"
    NOT_ARRIVED_YET = "not_arrived_yet"
    ALREADY_ARRIVED = "already_arrived"
    ORDER_OVER = "order_over"
    ALREADY_REQUESTED = "already_requested"
    GOODS_FIRST = "goods_first"
    WINDOW_CLOSED = "window_closed"
    EVIDENCE_NEEDED = "evidence_needed"
    AMOUNT_TOO_HIGH = "amount_too_high"
    NO_SUCH_LINE = "no_such_line"
    NOT_ELIGIBLE = "not_eligible"
    BAD_DETAILS = "bad_details"
    OTHER = "other"


@dataclass(frozen=True)
class Expected:
    """A promise of the shop: this will have happened by then."""

    milestone: Milestone
    by: datetime


@dataclass(frozen=True)
class Accepted:
    """It is done, or on its way.

    Attributes:
        number: what to name it by when asking later.
        amount_fen: the money it is about, when it is about money.
    """

    number: str
    at: datetime
    expected: tuple[Expected, ...] = ()
    amount_fen: Fen | None = None

    def by(self, milestone: Milestone) -> datetime | None:
        """When that will have happened; None when the shop promises nothing about it."""
        return next((one.by for one in self.expected if one.milestone is milestone), None)


@dataclass(frozen=True)
class Refused:
    """Nothing was changed.

    Attributes:
        reason: the shop's words, Chinese, fit for the customer.
        number: the earlier request that stands in the way, when there is one.
    """

    code: Refusal
    reason: str
    number: str = ""


@dataclass(frozen=True)
class NeedsApproval:
    """It was written down and waits for a person on the shop's side.

    Attributes:
        approver: who decides, in the shop's words.
        answer_by: until when, if the shop says so.
    """

    number: str
    approver: str
    reason: str
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Unconfirmed:
    """It was sent and no answer came: it may have happened or not.

    Say so; never ask again under another key. Ask later what became of it, with the key.
    """

    key: str


Outcome = Accepted | Refused | NeedsApproval | Unconfirmed
"""Every answer to something asked; only :class:`Unconfirmed` is no last word."""
