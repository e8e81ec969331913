"""Everything a customer names in one text: the only door into this room, together with masking.

Finders may claim the same words; the first of :data:`FINDERS` that does keeps them, and of one finder the longer claim,
then the one further left. So a number that has the form of something definite is never an amount, a date is never a
duration, and nothing is found twice. What each finder claims is documented in the finder.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.language.accounts import find_accounts
from bot.language.addresses import find_addresses
from bot.language.amounts import find_amounts
from bot.language.cards import find_cards
from bot.language.carriers import find_carriers
from bot.language.dates import find_dates
from bot.language.durations import find_durations
from bot.language.entity import Entity, Finder
from bot.language.order_numbers import find_order_numbers
from bot.language.phones import find_phones
from bot.language.products import find_products
from bot.language.quantities import find_quantities
from bot.language.reasons import find_reasons
from bot.language.shares import find_shares
from bot.language.tracking import find_tracking_numbers
from bot.language.view import View

DEFINITE: tuple[Finder, ...] = (
    find_accounts,
    find_order_numbers,
    find_tracking_numbers,
    find_cards,
    find_phones,
    find_addresses,
)
"""Numbers and names that stand for one thing; personal data is among these, masked by :mod:`bot.language.masking`."""

FINDERS: tuple[Finder, ...] = (
    *DEFINITE,
    find_products,
    find_dates,
    find_durations,
    find_shares,
    find_amounts,
    find_quantities,
    find_reasons,
    find_carriers,
)
"""All finders; earlier ones win."""


def find(text: str, now: datetime) -> tuple[Entity, ...]:
    """The entities of a text, in order, none overlapping another.

    Args:
        text: what the customer wrote, in any width and script; spans refer to it as it is given.
        now: the moment of writing (aware); 昨天 and 双十一 are counted from it, in the shop's time zone.
    """
    return claimed(View.of(text, now), FINDERS)


def claimed(view: View, finders: Sequence[Finder]) -> tuple[Entity, ...]:
    """What the finders find, each place given to the first that claims it."""
    taken = bytearray(len(view.raw))
    kept: list[Entity] = []
    for finder in finders:
        for one in sorted(finder(view), key=lambda found: (found.start - found.end, found.start)):
            if taken.find(1, one.start, one.end) < 0:
                taken[one.start : one.end] = b"\x01" * (one.end - one.start)
                kept.append(one)
    return tuple(sorted(kept, key=lambda found: found.start))
