"""One call of an action: who is asking, what was asked, what is known, and the answer as it grows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.heard import Heard, heard
from actions.promising import Promised, due_time, still_open
from actions.responses import VARIABLES
from actions.services import Services
from bot.adapters.context_token import TurnContext, verify
from bot.commerce.cards import logistics_card, order_card
from bot.commerce.orders import Order
from bot.commerce.parcels import Parcel
from bot.commerce.policies.due import spoken_within
from bot.kernel.clock import from_ms, to_ms
from bot.kernel.patterns import order_numbers

Card = dict[str, Any]
HUMAN = "human"

KEPT = ("reason", "phone", "email", "address")
"""Kinds of things that a later matter may need and a customer says only once."""


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
        self._followup: str | None = None
        self._aside = False
        self.looked_up: dict[str, Any] = {}
        self.in_form = False
        self.shop = services.shop
        self.carrier = services.carrier
        self.choices = services.choices
        self._wording = services.wording
        self.knowledge = services.knowledge
        self.now: datetime = from_ms(now_ms)
        self.context: TurnContext = verify(metadata.get("context"), services.context_key, now_ms)
        self.before = history.previous_turn(tracker.events or [])
        self.since = history.since_heard(tracker.events or [])
        self.heard: Heard = heard(tracker.latest_message)

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
    def in_hand(self) -> bool:
        """Whether a matter is being settled."""
        return self.slot("matter") is not None

    @property
    def settled(self) -> str:
        """What was settled last in this conversation, under a name of its own; empty when nothing was."""
        return history.settled(self._tracker.events or []) or str((self.slot("decision") or {}).get("handoff_id") or "")

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
        choices: Mapping[str, str] | None = None,
        payloads: Mapping[str, str] | None = None,
    ) -> None:
        """Say a response of the domain, with those of the facts that it may use, and buttons.

        Args:
            facts: what its sentence may name; more may be given.
            card: what is shown with it.
            intents: of each, a button with its title in ``data/choices.yml``.
            choices: title of a button, or its name in ``data/wording.yml``, to what it stands for, ``slot:value``
                (see :meth:`Heard.choice_of`).
            payloads: title of a button to all that it sends, ``/intent`` with or without entities.

        Raises:
            KeyError: the response is not one an action says, or a fact it needs is not given.
        """
        words = {name: _spoken((facts or {})[name]) for name in VARIABLES[response]}
        buttons = [{"title": self.title(title), "payload": _choice(value)} for title, value in (choices or {}).items()]
        buttons += [{"title": title, "payload": payload} for title, payload in (payloads or {}).items()]
        buttons += [{"title": self.choices[intent], "payload": f"/{intent}"} for intent in intents]
        self._dispatcher.utter_message(response=response, json_message=card, buttons=buttons, **words)

    def title(self, name: str) -> str:
        """The title of a button by its name in ``data/wording.yml``; what is no name is a title itself."""
        return self._wording.get(f"button.{name}", name)

    def word(self, name: str, **facts: object) -> str:
        """Small words of ``data/wording.yml``, for a response to name as a fact.

        Raises:
            KeyError: there are none of that name, or a fact they need is not given.
        """
        return self._wording[name].format(**facts)

    def offer_human(self) -> None:
        """Note that this answer offers a person: the next "好的" accepts."""
        self.remember(offer=HUMAN)

    def hand_off(self, reason: str) -> None:
        """Ask the hub for a person (protocol, section 4); the hub tells the customer."""
        self._dispatcher.utter_message(json_message={"kind": "handoff", "data": {"reason": reason}})

    def promise(self, code: str, *, order_id: str = "", ref: str = "", due: datetime | None = None) -> str:
        """Promise something of ``data/policies/promises.yml`` and have it recorded (playbook B4, F6).

        Args:
            ref: the number of the parcel or request it is about.
            due: when the shop said that it will have happened; without it, the rule's time counted from now, or the
                time named before when this was promised already.

        Returns:
            The time as the sentence must name it, e.g. ``今天18:30前``.

        Raises:
            SettingError: the shop makes no such promise today.
        """
        promised, made = Promised(code, order_id, ref), still_open(self.slot("promised"), self.now)
        by = due_time(promised, self.now, due, made)
        self._dispatcher.utter_message(json_message=promised.part(self.now, by))
        self.remember(promised=made | {promised.name: to_ms(by)})
        return spoken_within(self.now, by)

    def note(self, kind: str, **data: Any) -> None:
        """Have something kept in the log for staff: a rating or a remark (:mod:`bot.handoff.remarks`)."""
        self._dispatcher.utter_message(json_message={"kind": kind, "data": data})

    def order_card(self, order: Order) -> Card:
        """The order as a card."""
        return {"kind": "order_card", "data": dict(order_card(order, self.now))}

    def parcel_card(self, parcel: Parcel) -> Card:
        """The parcel as a timeline."""
        return {"kind": "logistics_card", "data": dict(logistics_card(parcel, self.now))}

    def earlier(self) -> list[Heard]:
        """What the customer said before this message, newest first, as far back as the engine tells."""
        return [heard(event) for event in reversed(history.earlier_messages(self._tracker.events or []))]

    def note_named(self) -> None:
        """Keep what this message names, so that nothing is asked for that was said once (playbook A5)."""
        named = {kind: self.heard.last(kind) for kind in KEPT if self.heard.last(kind) is not None}
        if named:
            self.remember(said={**(self.slot("said") or {}), **named})

    def said_before(self, kind: str) -> Any:
        """What the customer named last of a kind in this conversation, this message included; else None."""
        return self.heard.last(kind) or (self.slot("said") or {}).get(kind)

    def forget_said(self, kinds: Iterable[str]) -> None:
        """What was said for a matter that is over does not count for the next."""
        gone, said = set(kinds), self.slot("said") or {}
        self.remember(said={kind: value for kind, value in said.items() if kind not in gone} or None)

    def close_form(self) -> None:
        """The form that is being filled is over, with everything known or without."""
        self.remember(requested_slot=None, matter=None)

    def step_aside(self) -> None:
        """Leave this message to the rules; a form is asked again after them. Nothing said or remembered counts."""
        self._aside = True

    def go_on_with(self, action: str) -> None:
        """Have that action or form run next, whatever the rules say."""
        self._followup = action

    def changes(self) -> list[dict[str, Any]]:
        """Events for what this turn changed."""
        if self._aside:
            return []
        slots = [SlotSet(name, value) for name, value in self._slots.items() if self._is_news(name, value)]
        return [*slots, FollowupAction(self._followup)] if self._followup else slots

    def _is_news(self, name: str, value: Any) -> bool:
        # A form goes on only when a slot is set, if only to what it was; and it ends by being told so once more.
        # An offer made twice in a row is made anew: the answer to it looks for it in the turn before.
        offered_again = name == "offer" and value is not None
        return self.in_form or offered_again or self._tracker.slots.get(name) != value


def _choice(value: str) -> str:
    return "/choose" + json.dumps({"choice": value}, ensure_ascii=False)


def _spoken(value: str) -> str:
    # Rasa 3.6.21 takes "0[" in a filled-in sentence for one of its own placeholders left unfilled, and then shows
    # the customer the bare template (rasa/core/nlg/interpolator.py).
    return value.replace("0[", "0［")
