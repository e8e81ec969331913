"""The states policies look at, worked out once for each event.

For every policy and every prediction Rasa leads a new tracker through the whole conversation again (five times a turn).
Here one tracker is led along as the conversation grows, and what the states are made of is noted at each place. The
states are Rasa's own, made with its own functions; ``tests/engine/test_engine_states.py`` compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.constants import ACTIVE_LOOP, PREVIOUS_ACTION, SLOTS, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


@dataclass(frozen=True)
class _Moment:
    """What was so before an action, or at the end.

    Attributes:
        latest_message: the message itself, not what it said: a policy's prediction may still change how it counts.
        waiting: a follow-up action was waiting, or a form had just run: the turn stays as hidden as the one before.
        hidden: the action is known from rules only.
    """

    latest_message: UserUttered | None
    slots: dict[str, Any]
    action: dict[str, str] | None
    loop: dict[str, str | None]
    waiting: bool
    hidden: bool

    def state(self, domain: Domain) -> State:
        """The state, the caller's own to change."""
        parts = {
            USER: domain._get_user_sub_state(self),
            SLOTS: dict(self.slots),
            PREVIOUS_ACTION: dict(self.action) if self.action else None,
            ACTIVE_LOOP: dict(self.loop),
        }
        return domain._clean_state(parts)


class States:
    """Follows one tracker; see :meth:`DialogueStateTracker.past_states` for what it gives."""

    def __init__(self) -> None:
        self._led: DialogueStateTracker | None = None
        self._seen = 0
        self._applied: list[Event] = []
        self._moments: list[_Moment] = []
        self._now: list[_Moment] = []

    def all(self, tracker: DialogueStateTracker, domain: Domain) -> list[State]:
        """Every state up to now."""
        return [moment.state(domain) for moment in self._up_to_now(tracker, domain)]

    def without_rules(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: dict[str, Any] | None
    ) -> list[State]:
        """As :meth:`all`, without the turns, slots and forms that are known from rules only.

        The order of things is that of ``Domain.states_for_tracker_history`` (rasa 3.6.21).
        """
        states: list[State] = []
        last_action: dict[str, str] | None = None
        was_hidden = False
        for moment in self._up_to_now(tracker, domain):
            if not was_hidden:
                last_action = moment.action
            if not moment.waiting:
                was_hidden = moment.hidden
            if was_hidden:
                continue
            state = moment.state(domain)
            domain._remove_rule_only_features(state, rule_only_data)
            if states:
                domain._substitute_rule_only_user_input(state, states[-1])
            if last_action:
                state[PREVIOUS_ACTION] = dict(last_action)
            states.append(domain._clean_state(state))
        return states

    def _up_to_now(self, tracker: DialogueStateTracker, domain: Domain) -> Sequence[_Moment]:
        if self._led is None or self._seen != len(tracker.events):
            self._led = self._lead(tracker, domain)
            self._now = [*self._moments, _moment(self._led, domain, hidden=False)]
            self._seen = len(tracker.events)
        return self._now

    def _lead(self, tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
        """The tracker that is led along, where the conversation is now; the moments on the way are noted."""
        led, events, known = self._led, tracker.applied_events(), len(self._applied)
        if led is None or not _begins_with(events, self._applied):
            # Something was taken back, or this is the first time.
            led, self._moments, known = tracker.init_copy(), [], 0
        for event in events[known:]:
            if isinstance(event, ActionExecuted):
                self._moments.append(_moment(led, domain, hidden=event.hide_rule_turn))
            led.update(event)
        self._applied = events
        return led


def _begins_with(events: Sequence[Event], start: Sequence[Event]) -> bool:
    return len(events) >= len(start) and all(one is other for one, other in zip(start, events, strict=False))


def _moment(tracker: DialogueStateTracker, domain: Domain, *, hidden: bool) -> _Moment:
    return _Moment(
        latest_message=tracker.latest_message,
        slots=domain._get_slots_sub_state(tracker),
        action=domain._get_prev_action_sub_state(tracker),
        loop=domain._get_active_loop_sub_state(tracker),
        waiting=bool(tracker.followup_action) or tracker.latest_action_name == tracker.active_loop_name,
        hidden=hidden,
    )
