"""What was asked of the demo shop under which key, and what became of it: how asking twice changes nothing twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.adapters import demo_shop_tables as t
from bot.adapters import outcome_json
from bot.adapters.demo_shop_records import ms
from bot.commerce.carrier import CarrierRequest
from bot.commerce.days import shop_day
from bot.commerce.outcomes import Accepted
from bot.commerce.requests import ShopRequest
from bot.kernel.errors import BadInput

Request = ShopRequest | CarrierRequest


def earlier_outcome(db: Connection, customer_id: str, key: str, request: Request | None) -> outcome_json.Decided | None:
    """What became of a key before, or None.

    Args:
        request: what is asked now; None to look only.

    Raises:
        BadInput: the key stood for something else.
    """
    theirs = (t.requests.c.customer_id == customer_id) & (t.requests.c.key == key)
    row = db.execute(select(t.requests).where(theirs)).first()
    if row is None:
        return None
    if request is not None and row.wish != _digest(request):
        raise BadInput(why="key_reused")
    return outcome_json.from_json(row.outcome)


def granted_before(db: Connection, request: Request, about: str) -> str:
    """The number under which the same kind of thing was granted for this order or parcel, or empty."""
    same = (t.requests.c.kind == type(request).__name__) & (t.requests.c.about == about) & (t.requests.c.number != "")
    row = db.execute(select(t.requests.c.number).where(same).order_by(t.requests.c.at.desc())).first()
    return str(row.number) if row else ""


def remember(
    db: Connection,
    customer_id: str,
    key: str,
    request: Request,
    about: str,
    outcome: outcome_json.Decided,
    now: datetime,
) -> None:
    """Keep what was decided, so that the key gives the same again."""
    row = {
        "customer_id": customer_id,
        "key": key,
        "wish": _digest(request),
        "kind": type(request).__name__,
        "about": about,
        "at": ms(now),
        "outcome": outcome_json.to_json(outcome),
        "number": outcome.number if isinstance(outcome, Accepted) else "",
    }
    db.execute(insert(t.requests).values(row))


def _digest(request: Request) -> str:
    wish = json.dumps([type(request).__name__, asdict(request)], default=str, sort_keys=True)
    return hashlib.sha256(wish.encode()).hexdigest()


def new_number(db: Connection, prefix: str, now: datetime) -> str:
    """What a new case is called: its kind, the day, and a count; too short to be taken for an order."""
    count = db.execute(select(func.count()).select_from(t.requests)).scalar_one()
    return f"{prefix}{shop_day(now):%y%m%d}{count + 1:04d}"
