"""Rasa's message processor, with the four things about a turn that must be otherwise here."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker
from typing_extensions import override

from bot.engine.errors import ActionFailed


class TurnProcessor(MessageProcessor):
    """Takes a turn without writing it: who calls commits tracker and answer together.

    An action that breaks fails the turn (Rasa logs it and goes on in silence); the signed context stays out of the
    slots (Rasa copies the first message's metadata into one); events carry no model id (it would be in each of them).
    """

    async def take(self, message: UserMessage, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """Understand a message in the conversation it belongs to, and run what follows, up to the next listening.

        Raises:
            ActionFailed: an action could not be run.
        """
        await self.hear(message, tracker)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        return tracker

    async def hear(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """Let the conversation know what was said, and do nothing about it."""
        await self._update_tracker_session(tracker, message.output_channel)
        await self._handle_message_with_tracker(message, tracker)

    @override
    async def get_tracker(self, conversation_id: str) -> DialogueStateTracker:
        """See parent."""
        return await self.tracker_store.get_or_create_tracker(conversation_id, append_action_listen=False)

    @override
    async def _update_tracker_session(
        self, tracker: DialogueStateTracker, output_channel: OutputChannel, metadata: dict[str, Any] | None = None
    ) -> None:
        await super()._update_tracker_session(tracker, output_channel, None)

    @override
    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """See parent, which warns designers; ours are told when they train. (It also compares the whole domain.)"""

    @override
    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _Watched(action)
        goes_on = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise ActionFailed(action=action.name()) from watched.failure
        return bool(goes_on)


class _Watched(Action):
    """An action whose failure is remembered; a rejection is an answer, not a failure."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        name: str = self._action.name()
        return name

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            events: list[Event] = await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self.failure = error
            raise
        return events

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)
