"""What all actions share: who is asking, what was asked, how to answer, and what happens when something breaks."""

from __future__ import annotations

import asyncio
import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.responses import VARIABLES
from actions.services import Services
from bot.adapters.context_token import TurnContext, verify
from bot.commerce.cards import logistics_card, order_card
from bot.commerce.orders import Order
from bot.commerce.parcels import Parcel
from bot.kernel.clock import from_ms
from bot.kernel.errors import ShopUnavailable
from bot.kernel.patterns import order_numbers

log = logging.getLogger("jiezhu.actions")

Card = dict[str, Any]
HUMAN = "human"

ANSWER_WITHIN_S = 3.5
"""Seconds for a whole answer, several questions to the shop included: the hub gives a turn five."""


class Turn:
    """One call of an action: what came in, and the answer as it grows.

    Who is asking comes from the hub's signed context in the message's metadata and from nowhere else (protocol,
    section 5): a slot or an entity is a claim.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, services: Services) -> None:
        now_ms = services.clock.now_ms()
        metadata = tracker.latest_message.get("metadata") or {}
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._slots: dict[str, Any] = {}
        self.shop = services.shop
        self.carrier = services.carrier
        self.choices = services.choices
        self.now: datetime = from_ms(now_ms)
        self.context: TurnContext = verify(metadata.get("context"), services.context_key, now_ms)
        self.before = history.previous_turn(tracker.events or [])

    @property
    def customer_id(self) -> str | None:
        """The signed-in customer; None for a visitor."""
        return self.context.customer_id

    @property
    def intent(self) -> str:
        """What the message was understood as."""
        return (self._tracker.latest_message.get("intent") or {}).get("name") or ""

    @property
    def text(self) -> str:
        """The customer's words, or the payload of a button."""
        return self._tracker.latest_message.get("text") or ""

    @property
    def named(self) -> list[str]:
        """Order numbers the message names, as claims, in their one spelling."""
        claims = [str(claim) for claim in self._tracker.get_latest_entity_values("order_id")]
        return order_numbers(" ".join([*claims, self.text]))

    @property
    def tracking_numbers(self) -> set[str]:
        """Tracking numbers the message names, as claims."""
        return {str(claim).upper() for claim in self._tracker.get_latest_entity_values("tracking_no")}

    @property
    def missed(self) -> float:
        """Misunderstandings in a row before this turn."""
        return float(self._tracker.slots.get("misses") or 0)

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """What the message may mean: intents with their confidence, likeliest first."""
        entries = self._tracker.latest_message.get("intent_ranking") or []
        return [(str(entry.get("name")), float(entry.get("confidence") or 0.0)) for entry in entries]

    def slot(self, name: str) -> Any:
        """What the conversation remembers under a name, what this turn has learnt included."""
        return self._slots[name] if name in self._slots else self._tracker.slots.get(name)

    def remember(self, **slots: Any) -> None:
        """Set slots when the turn ends."""
        self._slots |= slots

    def say(
        self,
        response: str,
        facts: Mapping[str, str] | None = None,
        card: Card | None = None,
        intents: Sequence[str] = (),
    ) -> None:
        """Say a response of the domain, with those of the facts that it may use, and a button for each of the intents.

        Raises:
            KeyError: the response is not one an action says, or a fact it needs is not given.
        """
        words = {name: _spoken((facts or {})[name]) for name in VARIABLES[response]}
        buttons = [{"title": self.choices[intent], "payload": f"/{intent}"} for intent in intents]
        self._dispatcher.utter_message(response=response, json_message=card, buttons=buttons, **words)

    def offer_human(self) -> None:
        """Note that this answer offers a person: the next "好的" accepts."""
        self.remember(offer=HUMAN)

    def hand_off(self, reason: str) -> None:
        """Ask the hub for a person (protocol, section 4); the hub tells the customer."""
        self._dispatcher.utter_message(json_message={"kind": "handoff", "data": {"reason": reason}})

    def order_card(self, order: Order) -> Card:
        """The order as a card."""
        return {"kind": "order_card", "data": dict(order_card(order, self.now))}

    def parcel_card(self, parcel: Parcel) -> Card:
        """The parcel as a timeline."""
        return {"kind": "logistics_card", "data": dict(logistics_card(parcel, self.now))}

    def changes(self) -> list[dict[str, Any]]:
        """Slot events for what this turn changed."""
        old = self._tracker.slots
        return [SlotSet(name, value) for name, value in self._slots.items() if old.get(name) != value]


class SkillAction(Action, ABC):
    """An action of ours. A subclass has a ``title`` (its name in the domain) and says :meth:`answer`.

    An answer ends a row of misunderstandings and lets an older offer of a person lapse, unless it says otherwise.
    Whatever breaks, the customer gets a sentence, and the log gets no word of theirs.
    """

    title: ClassVar[str]

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        """See :class:`rasa_sdk.Action`."""
        return self.title

    @abstractmethod
    async def answer(self, turn: Turn) -> None:
        """Look things up and say them.

        Raises:
            ShopUnavailable: told to the customer by :meth:`run`, with the offer of a person.
        """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """See :class:`rasa_sdk.Action`."""
        del domain
        turn = Turn(dispatcher, tracker, self._services)
        try:
            turn.remember(misses=0.0, offer=None)
            await asyncio.wait_for(self.answer(turn), ANSWER_WITHIN_S)
        except (ShopUnavailable, asyncio.TimeoutError) as error:
            log.warning("shop.unavailable action=%s why=%s", self.title, _reason(error))
            turn = Turn(dispatcher, tracker, self._services)
            turn.say("utter_shop_unavailable")
            turn.offer_human()
        except Exception as error:
            log.error("action.failed action=%s %s", self.title, _whereabouts(error))
            turn = Turn(dispatcher, tracker, self._services)
            turn.say("utter_action_failed")
            turn.offer_human()
        return turn.changes()


def _spoken(value: str) -> str:
    # Rasa 3.6.21 takes "0[" in a filled-in sentence for one of its own placeholders left unfilled, and then shows
    # the customer the bare template (rasa/core/nlg/interpolator.py).
    return value.replace("0[", "0［")


def _reason(error: Exception) -> str:
    return str(error.fields.get("why", "")) if isinstance(error, ShopUnavailable) else type(error).__name__


def _whereabouts(error: Exception) -> str:
    """What broke and where, without the error's own words, which may quote the customer."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"error={type(error).__name__} at={places}"
