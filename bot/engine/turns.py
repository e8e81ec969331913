"""The engine's service: take a turn, append what a person decided, forget, parse."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import answer
from bot.engine.answer import TurnChannel
from bot.engine.burst import parse_burst
from bot.engine.choices import parse_payload
from bot.engine.empathy import opened_with_empathy
from bot.engine.errors import Draining, NoAnswer
from bot.engine.metrics import EngineMetrics
from bot.engine.processor import TurnProcessor
from bot.engine.queues import ConversationQueues
from bot.engine.tracker_store import WindowTrackerStore
from bot.kernel.errors import Stale
from bot.kernel.text import for_engine, plain
from bot.risk import read
from bot.risk.learned import weigh

_LOG = logging.getLogger(__name__)
_CLEARED_ON_RETURN = {"misses": 0.0, "offer": None, "topic": None, "matter": None, "parked": None, "confirmed": None}
"""What the bot was in the middle of is over when a person has dealt with it."""

_CALLS_A_PERSON = {"custom": {"kind": "handoff", "data": {"reason": "anger"}}}
"""Instead of the answer: who is angry is not lectured by a machine (playbook C2, D1)."""


@dataclass(frozen=True)
class Turn:
    """A turn as the hub asks for it (protocol, section 4): ``text`` or ``payload`` with the title pressed.

    ``parts``: the messages the text was joined from, if there were several.
    """

    conversation: str
    turn_id: str
    text: str
    payload: str | None
    context: str
    empathy: str | None
    parts: tuple[str, ...] = ()


class Turns:
    """Runs turns on a loaded model, each in a task of its own that no dropped connection can cancel."""

    def __init__(
        self, processor: TurnProcessor, store: WindowTrackerStore, metrics: EngineMetrics | None = None
    ) -> None:
        self._metrics = metrics or EngineMetrics()
        self._processor = processor
        self._store = store
        self._queues = ConversationQueues()
        self._running: dict[tuple[str, str], asyncio.Task[dict[str, Any]]] = {}
        self._draining = False

    async def take(self, turn: Turn) -> dict[str, Any]:
        """The answer to a turn; the same ``turn_id`` again, even while it runs, gets the same answer.

        Raises:
            BadInput: the payload is not one of ours.
            EngineUnavailable: an action failed, nothing was said, or the engine is stopping.
            StoreUnavailable: the conversation cannot be read or written.
            Stale: another engine took another turn of the conversation meanwhile.
        """
        key = (turn.conversation, turn.turn_id)
        task = self._running.get(key)
        if task is None:
            if self._draining:
                raise Draining
            task = asyncio.create_task(self._measured(turn))
            self._running[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    async def append(self, conversation: str, outcome: dict[str, Any]) -> None:
        """Let the bot know what a person decided, and stand ready for the next message."""
        async with self._queues.turn_of(conversation):
            tracker = await self._processor.fetch_tracker_with_initial_session(conversation, TurnChannel())
            slots = {"decision": outcome, **_CLEARED_ON_RETURN}
            known = tracker.slots
            events: list[Event] = [SlotSet(name, value) for name, value in slots.items() if name in known]
            if tracker.active_loop_name:
                events += [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
            if tracker.latest_action_name != ACTION_LISTEN_NAME:
                events.append(ActionExecuted(ACTION_LISTEN_NAME))
            tracker.update_with_events(events, self._processor.domain)
            await self._store.commit(tracker)

    async def reset(self, conversation: str) -> None:
        """Forget a conversation."""
        async with self._queues.turn_of(conversation):
            await self._store.forget(conversation)

    async def parse(self, text: str) -> dict[str, Any]:
        """What a message would be understood as; nothing is kept."""
        return answer.parse(await self._processor.parse_message(UserMessage(for_engine(text))))

    @property
    def draining(self) -> bool:
        """Whether the engine is stopping and takes no new turns."""
        return self._draining

    async def drain(self, timeout_s: float) -> int:
        """Take no new turns and wait for those that run; returns how many did not finish in time."""
        self._draining = True
        if not self._running:
            return 0
        _, unfinished = await asyncio.wait(set(self._running.values()), timeout=timeout_s)
        return len(unfinished)

    async def _measured(self, turn: Turn) -> dict[str, Any]:
        start = time.perf_counter()
        with self._metrics.turn():
            result = await self._take(turn)
        fields = {"ms": round((time.perf_counter() - start) * 1000), "intent": result["parse"].get("intent")}
        _LOG.info("turn.done", extra={"fields": fields})
        return result

    async def _take(self, turn: Turn) -> dict[str, Any]:
        async with self._queues.turn_of(turn.conversation):
            stored, tracker = await self._store.open_turn(turn.conversation, turn.turn_id)
            if stored is not None:
                return dict(stored)
            understood, channel = await self._understood(turn), TurnChannel()
            message = _message(turn, understood, channel)
            if _angry(turn.text, understood):
                # Before any action runs: what an action does for a customer who is already with a person is too much.
                await self._processor.hear(message, tracker)
                channel.said.append(_CALLS_A_PERSON)
            else:
                tracker = await self._processor.take(message, tracker)
            result = await self._result(turn, channel, tracker)
            return await self._kept(turn, tracker, result)

    async def _kept(self, turn: Turn, tracker: DialogueStateTracker, result: dict[str, Any]) -> dict[str, Any]:
        """The answer that counts: ours, or that of another engine which was asked the same turn and was faster."""
        try:
            await self._store.commit(tracker, turn_id=turn.turn_id, answer=result)
        except Stale:
            stored, _ = await self._store.open_turn(turn.conversation, turn.turn_id)
            if stored is None:
                raise
            return dict(stored)
        return result

    async def _understood(self, turn: Turn) -> dict[str, Any]:
        """Rasa's parse data of what the customer wrote or pressed."""
        if turn.payload is not None:
            return parse_payload(turn.payload, self._processor.domain)
        if len(turn.parts) > 1:
            return await parse_burst(self._processor, turn.text, turn.parts)
        return dict(await self._processor.parse_message(UserMessage(for_engine(turn.text))))

    async def _result(self, turn: Turn, channel: TurnChannel, tracker: DialogueStateTracker) -> dict[str, Any]:
        said = answer.messages(channel.said)
        if not said:
            raise NoAnswer(intent=tracker.latest_message.intent.get("name") if tracker.latest_message else None)
        if turn.empathy:
            said = await opened_with_empathy(said, turn.empathy, tracker, self._processor.nlg)
        parsed = answer.parse(tracker.latest_message.parse_data) if tracker.latest_message else {}
        if tracker.get_slot(REQUESTED_SLOT):
            parsed["asks"] = tracker.get_slot(REQUESTED_SLOT)
        return {"messages": said, "parse": parsed, "events": len(tracker.events)}

    def _finished(self, key: tuple[str, str], task: asyncio.Task[dict[str, Any]]) -> None:
        del self._running[key]
        # The connection that asked may be gone: look at the error, so that asyncio does not print it with its words.
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOG.warning("turn_failed", exc_info=error)


def _message(turn: Turn, understood: dict[str, Any], channel: TurnChannel) -> UserMessage:
    return UserMessage(
        text=for_engine(turn.text),
        output_channel=channel,
        sender_id=turn.conversation,
        parse_data=understood,
        input_channel=TurnChannel.name(),
        message_id=turn.turn_id,
        metadata={"context": turn.context},
    )


def _angry(text: str, understood: dict[str, Any]) -> bool:
    """Whether the learned part finds a customer angry whom the rules of the hub let pass to the bot."""
    feeling, seen = understood.get("feeling"), plain(text)
    return bool(feeling) and weigh(read(seen), seen, feeling["angry"]).emotion == "angry"
