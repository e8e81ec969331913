"""The bot's turns: one at a time per conversation, never lost, never shown after somebody else took over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from msgspec.structs import replace

from bot.handoff import packing
from bot.handoff.bursts import Burst, next_burst
from bot.handoff.control import Control, State
from bot.handoff.core import Background, Parts
from bot.handoff.dispatch import Dispatch
from bot.handoff.escalation import priority_of_reason
from bot.handoff.events import BOT, Draft
from bot.handoff.lessons import keep_quietly, lesson_of_turn
from bot.handoff.lines import REASONS
from bot.handoff.ports import BotMessage, TurnAnswer, TurnRequest
from bot.handoff.promising import PROMISE, promises_in
from bot.handoff.remarks import REMARKS, remarks_in
from bot.handoff.standing import outlook_for
from bot.handoff.store_port import Commit, Committed, Taking, Turn
from bot.kernel.errors import EngineUnavailable, StoreUnavailable
from bot.kernel.ids import new_id
from bot.kernel.reading import Reading
from bot.kernel.trace import tracing

log = logging.getLogger("jiezhu.handoff")

Outcome = Literal["answered", "handed", "suppressed", "failed"]
"""How a turn ended: said, a person called by the bot, kept back because somebody else had taken over, no answer."""

UNSAID = frozenset({PROMISE, *REMARKS})
"""Parts of an answer that are for the log, not for the customer."""

LEASE_SPARE_MS = 3_000
"""How much longer than the longest turn a worker may be silent before another takes its turns over."""


class TurnWorker:
    """Answers the waiting turns of the conversations this process is told of.

    Messages sent in a row are one turn (:mod:`bot.handoff.bursts`). The turns themselves are in the store. While a
    burst may still grow, every process that knows of it waits by itself; then a lease makes one process the worker
    of the conversation. When a process dies, the sweep of any other goes on: with what waits, and with a turn that
    was started under the same ``turn_id``, for which the engine keeps its answer.
    """

    def __init__(self, parts: Parts, background: Background, dispatch: Dispatch) -> None:
        self._parts = parts
        self._background = background
        self._dispatch = dispatch
        self._me = new_id("w", parts.clock.now_ms())
        self._lease_ms = parts.times.turn + LEASE_SPARE_MS
        self._running: dict[str, asyncio.Event] = {}

    def kick(self, conversation: str) -> None:
        """See that this conversation's turns are worked on, and looked at anew; cheap when they already are."""
        if nudge := self._running.get(conversation):
            nudge.set()
            return
        self._running[conversation] = nudge = asyncio.Event()
        self._background.start(self._work(conversation, nudge))

    async def _work(self, conversation: str, nudge: asyncio.Event) -> None:
        announced = ""
        try:
            while True:
                nudge.clear()
                burst = await self._answer_due(conversation)
                if burst is None:
                    if not nudge.is_set():
                        return
                    continue
                if burst.turn.turn_id != announced:
                    announced = burst.turn.turn_id
                    await self._show_typing(conversation)
                # No lease is held meanwhile: a button pressed at another process is answered there at once.
                await _wait(nudge, burst.due_at - self._parts.clock.now_ms())
        except StoreUnavailable:
            # The turns are kept; the sweep comes back to them when the store does.
            return
        finally:
            del self._running[conversation]

    async def _answer_due(self, conversation: str) -> Burst | None:
        """Answer all that is due; gives the burst that waits for more, if one does."""
        burst = await self._next(conversation)
        if burst is None or not self._is_due(burst):
            return burst
        store = self._parts.store
        if not await store.lease(conversation, self._me, self._lease_ms):
            return None
        try:
            while (burst := await self._next(conversation)) and self._is_due(burst):
                await store.lease(conversation, self._me, self._lease_ms)
                if not await self._answer(conversation, burst):
                    return None
        finally:
            await store.release(conversation, self._me)
        return burst

    async def _next(self, conversation: str) -> Burst | None:
        times = self._parts.times
        waiting = await self._parts.store.turns(conversation)
        return next_burst(waiting, gap=times.burst_gap, ceiling=times.burst_ceiling)

    def _is_due(self, burst: Burst) -> bool:
        return burst.due_at <= self._parts.clock.now_ms()

    async def _answer(self, conversation: str, burst: Burst) -> bool:
        """Answer a turn; False when the bot has nothing to say here any more."""
        control = await self._parts.store.control(conversation)
        if control.state is not State.BOT:
            return False
        with tracing(burst.turn.turn_id, conversation):
            started = self._parts.clock.now_ms()
            if await self._started(conversation, control, burst):
                self._note(burst.turn, await self._take(conversation, control, burst.turn), started)
        return True

    async def _take(self, conversation: str, control: Control, turn: Turn) -> Outcome:
        await self._show_typing(conversation)
        try:
            answer = await self._ask_engine(conversation, turn, control)
        except EngineUnavailable:
            await self._call_person(conversation, control, turn, "bot_failed")
            return "failed"
        outcome = await self._deliver(conversation, control, turn, answer)
        if lesson := lesson_of_turn(conversation, turn, answer):
            self._background.start(keep_quietly(self._parts, lesson))
        return outcome

    def _note(self, turn: Turn, outcome: Outcome, started: int) -> None:
        now, meter = self._parts.clock.now_ms(), self._parts.meter
        meter.observe("jiezhu_turn_seconds", (now - started) / 1000, outcome=outcome)
        meter.observe("jiezhu_answer_wait_seconds", (now - turn.at) / 1000, outcome=outcome)
        fields = {"outcome": outcome, "ms": now - started, "answers": list(turn.seqs or (turn.seq,))}
        log.info("turn.ended", extra={"fields": fields})

    async def _started(self, conversation: str, control: Control, burst: Burst) -> bool:
        """Fix in the store what the turn consists of; False when more has come, or a person was called, meanwhile."""
        if burst.fixed:
            return True
        taking = Taking(burst.seen, burst.count, burst.turn)
        done = await self._parts.store.commit(conversation, Commit(expect=control, taking=taking))
        return done.outcome == "done"

    async def _show_typing(self, conversation: str) -> None:
        await self._parts.wakeups.ephemeral(conversation, {"t": "typing", "actor": "bot", "name": BOT.name})

    async def _ask_engine(self, conversation: str, turn: Turn, control: Control) -> TurnAnswer:
        profile = await self._parts.store.profile(conversation)
        context = self._parts.sign_context(
            profile=profile, conversation=conversation, turn_id=turn.turn_id, emotion=turn.emotion
        )
        try:
            async with asyncio.timeout(self._parts.times.turn / 1000):
                answer = await self._parts.engine.turn(TurnRequest(conversation, turn, control.epoch, context))
        except TimeoutError as error:
            raise EngineUnavailable() from error
        if all(message.kind in UNSAID for message in answer.messages):
            raise EngineUnavailable()
        return answer

    async def _deliver(self, conversation: str, control: Control, turn: Turn, answer: TurnAnswer) -> Outcome:
        spoken, promised, reason = _until_handoff(answer.messages)
        choices: dict[str, Mapping[str, str]] = {}
        drafts = [self._draft(message, choices) for message in spoken]
        behind = _behind(turn, answer)
        if drafts:
            drafts[0] = replace(drafts[0], staff=behind)
            # In the step that shows the words: without them nothing was promised.
            drafts += promised
        if reason:
            done = await self._call_person(
                conversation, control, turn, reason, drafts, choices, behind={} if drafts else behind
            )
            return "suppressed" if done.outcome == "stale" else "handed"
        # Written by the bot's turn and by nobody else, so the customer cannot take this id first.
        done = await self._parts.store.commit(
            conversation,
            Commit(
                expect=control,
                drafts=drafts,
                client_id=f"t:{turn.turn_id}",
                turn_done=turn.turn_id,
                choices=choices,
                instead=_suppressed(drafts),
            ),
        )
        return "suppressed" if done.outcome == "stale" else "answered"

    async def _call_person(
        self,
        conversation: str,
        control: Control,
        turn: Turn,
        reason: str,
        drafts: Sequence[Draft] = (),
        choices: Mapping[str, Mapping[str, str]] | None = None,
        behind: Mapping[str, Any] | None = None,
    ) -> Committed:
        priority = priority_of_reason(reason, Reading(emotion=control.emotion))
        found = await outlook_for(self._parts, reason)
        change = packing.request_change(
            self._parts, control, reason=reason, priority=priority, found=found, drafts=drafts, behind=behind
        )
        change = replace(
            change,
            client_id=f"t:{turn.turn_id}",
            choices=choices or {},
            instead=_suppressed(drafts),
        )
        done = await self._parts.store.commit(conversation, change)
        if done.control.state is State.PACKING:
            self._dispatch.pack(conversation)
        return done

    def _draft(self, message: BotMessage, choices: dict[str, Mapping[str, str]]) -> Draft:
        return Draft(BOT, message.kind, message.text, self._with_ids(message.data, choices))

    def _with_ids(self, data: Mapping[str, Any], choices: dict[str, Mapping[str, str]]) -> dict[str, Any]:
        """The data with every payload replaced by an opaque id that only the hub can resolve."""

        def issue(button: Mapping[str, str]) -> dict[str, str]:
            choice_id = new_id("b", self._parts.clock.now_ms())
            choices[choice_id] = {"payload": button["payload"], "title": button["title"]}
            return {"id": choice_id, "title": button["title"]}

        shown = dict(data)
        if "buttons" in shown:
            shown["buttons"] = [issue(button) for button in shown["buttons"]]
        if "orders" in shown:
            shown["orders"] = [
                {**order, "choice": issue(order["choice"])} if "choice" in order else order for order in shown["orders"]
            ]
        return shown


def _behind(turn: Turn, answer: TurnAnswer) -> dict[str, Any]:
    """What staff may know about an answer: what was understood, and which messages it is for."""
    return {"parse": dict(answer.parse), "empathy": turn.empathy, "answers": list(turn.seqs or (turn.seq,))}


async def _wait(nudge: asyncio.Event, ms: int) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(ms / 1000):
            await nudge.wait()


def _until_handoff(messages: Sequence[BotMessage]) -> tuple[list[BotMessage], list[Draft], str]:
    """What is said and what is promised or noted before a person is called for, and why one is."""
    end = next((place for place, message in enumerate(messages) if message.kind == "handoff"), len(messages))
    spoken = [message for message in messages[:end] if message.kind not in UNSAID]
    promised = promises_in(messages[:end]) + remarks_in(messages[:end])
    if end == len(messages):
        return spoken, promised, ""
    reason = str(messages[end].data.get("reason", ""))
    return spoken, promised, reason if reason in REASONS else "asked"


def _suppressed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts as staff may see what the customer never saw; what was to be promised is not promised."""
    return [
        Draft(draft.actor, "suppressed", draft.text, _kept_back(draft), "staff")
        for draft in drafts
        if draft.kind not in UNSAID
    ]


def _kept_back(draft: Draft) -> dict[str, Any]:
    return {"kind": draft.kind, "data": dict(draft.data), "why": "epoch"}
