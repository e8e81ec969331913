"""The states policies get are those Rasa would have worked out, at every place of a conversation."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.window import Window, WindowTracker

pytestmark = pytest.mark.engine

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, ask, inform]
entities: [order_id]
slots:
  seen: {type: bool, mappings: [{type: custom}]}
  topic: {type: categorical, values: [parcel, refund], mappings: [{type: custom}]}
  quiet: {type: text, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_greet: [{text: hi}]
actions: [action_tell]
forms:
  order_form: {required_slots: [quiet]}
"""
)
RULE_ONLY: list[dict[str, Any] | None] = [
    None,
    {"rule_only_slots": ["topic"], "rule_only_loops": ["order_form"]},
    {"rule_only_slots": [], "rule_only_loops": []},
]


def said(chance: random.Random) -> Event:
    """A message with an intent and perhaps an entity."""
    entities = [{"entity": "order_id", "value": "JZ1", "start": 0, "end": 3}] if chance.random() < 0.4 else []
    return UserUttered("JZ1", {"name": chance.choice(["greet", "ask", "inform"]), "confidence": 0.9}, entities)


def done(chance: random.Random) -> Event:
    """An action, some known from rules only."""
    name = chance.choice(["action_listen", "action_listen", "utter_greet", "action_tell", "order_form"])
    return ActionExecuted(name, hide_rule_turn=chance.random() < 0.4)


EVENTS: tuple[Callable[[random.Random], Event], ...] = (
    *(said,) * 6,
    *(done,) * 12,
    lambda chance: SlotSet("seen", chance.choice([True, False, None])),
    lambda chance: SlotSet("topic", chance.choice(["parcel", "refund", None])),
    lambda chance: SlotSet("quiet", "x"),
    lambda chance: BotUttered("hi"),
    lambda chance: ActiveLoop(chance.choice(["order_form", None])),
    lambda chance: LoopInterrupted(chance.random() < 0.5),
    lambda chance: ActionExecutionRejected("order_form"),
    lambda chance: FollowupAction(chance.choice(["action_tell", "action_listen"])),
    lambda chance: ActionReverted(),
    lambda chance: UserUtteranceReverted(),
    lambda chance: Restarted() if chance.random() < 0.2 else BotUttered("hi"),
)


def both(tracker: WindowTracker, **how: Any) -> tuple[Any, Any]:
    """Our states, and those of Rasa's own way through the same events."""
    return tracker.past_states(DOMAIN, **how), DialogueStateTracker.past_states(tracker, DOMAIN, **how)


@pytest.mark.parametrize("seed", range(60))
def test_states_are_rasas_own_after_every_event_of_any_conversation(seed: int) -> None:
    """Messages, actions, forms, slots, and things taken back, in any order."""
    chance = random.Random(seed)
    tracker = WindowTracker("c", DOMAIN.slots, Window())
    for _ in range(60):
        event = chance.choice(EVENTS)(chance)
        # How a message counts is settled once, at the first prediction after it.
        settled = isinstance(event, UserUttered) and chance.random() < 0.7
        tracker.update_with_events(
            [event, DefinePrevUserUtteredFeaturization(chance.random() < 0.5)] if settled else [event], DOMAIN
        )
        ours, rasas = both(tracker)
        assert ours == rasas
        for data in RULE_ONLY:
            ours, rasas = both(tracker, ignore_rule_only_turns=True, rule_only_data=data)
            assert ours == rasas


def test_a_caller_may_change_what_it_gets() -> None:
    """Rasa's featurizers take the text or the intent out of the last state."""
    tracker = WindowTracker("c", DOMAIN.slots, Window())
    for event in (ActionExecuted("action_listen"), said(random.Random(1)), SlotSet("seen", True)):
        tracker.update(event, DOMAIN)

    for state in tracker.past_states(DOMAIN):
        for part in state.values():
            part.clear()

    ours, rasas = both(tracker)
    assert ours == rasas
    assert ours[-1]["slots"] == {"seen": (1.0, 1.0)}
