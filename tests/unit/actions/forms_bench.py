"""What the tests of forms have in common: two orders, and messages before, inside and about a matter of theirs."""

from __future__ import annotations

from typing import Any

from action_bench import entity, heard, shop_of
from rasa_sdk import Tracker
from support.shop_samples import MemoryShop, an_order

PILLOW, PAN = "JZ251120000001", "JZ251120000002"
OPENED = [{"event": "user"}, {"event": "active_loop", "name": "cancel_form"}]
HEARING = [{"event": "user"}]
BACK = [{"event": "user"}, {"event": "action_execution_rejected", "name": "cancel_form"}]


def two_orders() -> MemoryShop:
    """A pillow and a pan, paid and not sent."""
    return shop_of(an_order(number=PILLOW, title="慢回弹记忆枕"), an_order(number=PAN, title="不粘平底锅"))


def opening(text: str, **more: Any) -> Tracker:
    """The message that opens the matter."""
    return heard("cancel_order", text, events=OPENED, **more)


def inside(
    text: str, intent: str = "inform_order", *, asks: str = "confirmed", confidence: float = 0.9, **slots: Any
) -> Tracker:
    """A message while the matter is open and ``asks`` was asked for."""
    known = {"matter": "cancel_order", "requested_slot": asks, **slots}
    return heard(intent, text, events=HEARING, slots=known, confidence=confidence)


def pressed(choice: str, *, asks: str, **slots: Any) -> Tracker:
    """A button while the matter is open."""
    known = {"matter": "cancel_order", "requested_slot": asks, **slots}
    return heard("choose", "", events=HEARING, slots=known, entities=[entity("choice", choice)])
