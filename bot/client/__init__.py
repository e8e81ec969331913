"""The typed Python client of the hub: a customer's side (:class:`JiezhuClient`) and a desk's (:class:`DeskClient`).

Stands alone: of ours it needs ``bot.kernel``, of others ``httpx`` and ``websockets``. ``docs/connect-an-app.md`` shows
how to use it.
"""

from __future__ import annotations

from bot.client.customer import JiezhuClient
from bot.client.desk import DeskClient
from bot.client.pace import Pace
from bot.client.records import Ack, Actor, Control, Event, Happening, Problem, ReadMark, Sent, Typing
from bot.client.trouble import HubUnreachable

__all__ = [
    "Ack",
    "Actor",
    "Control",
    "DeskClient",
    "Event",
    "Happening",
    "HubUnreachable",
    "JiezhuClient",
    "Pace",
    "Problem",
    "ReadMark",
    "Sent",
    "Typing",
]
