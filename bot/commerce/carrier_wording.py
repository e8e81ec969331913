"""What carriers say, spoken the way a chat speaks it: the variables of the responses in ``domain/``."""

from __future__ import annotations

from datetime import datetime

from bot.commerce.carrier import Inquiry, Signature
from bot.commerce.days import shop_day, spoken_day
from bot.kernel.clock import in_shop_zone, spoken_time


def signature_words(signature: Signature) -> dict[str, str]:
    """Who signed, when, where and by what proof; a fact the carrier has not got is an empty string."""
    return {
        "signed_at": spoken_time(signature.at),
        "signer": signature.signer,
        "place": signature.place or signature.signer,
        "proof": f"（底单{signature.proof}）" if signature.proof else "",
    }


def inquiry_words(inquiry: Inquiry, now: datetime) -> dict[str, str]:
    """What a carrier was asked and what it answered; empty strings for what is not known yet."""
    return {
        "number": inquiry.number,
        "asked_at": spoken_moment(inquiry.opened_at, now),
        "answered_at": spoken_moment(inquiry.answered_at, now) if inquiry.answered_at else "",
        "answer": inquiry.answer.rstrip("。"),
        "new_eta": spoken_day(inquiry.new_eta) if inquiry.new_eta else "",
    }


def spoken_moment(at: datetime, now: datetime) -> str:
    """A moment that passed, short: ``今天10:05``, and with its date when it was on another day."""
    return f"今天{in_shop_zone(at):%H:%M}" if shop_day(at) == shop_day(now) else spoken_time(at)
