"""The bot's turns: one at a time per conversation, never lost, never shown after somebody else took over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.handoff import packing
from bot.handoff.control import Control, State
from bot.handoff.core import Background, Parts
from bot.handoff.escalation import priority_of_reason
from bot.handoff.events import BOT, Draft
from bot.handoff.lines import REASONS
from bot.handoff.ports import BotMessage, Commit, Turn, TurnAnswer, TurnRequest
from bot.kernel.errors import EngineUnavailable, StoreUnavailable
from bot.kernel.ids import new_id
from bot.kernel.reading import Reading

LEASE_SPARE_MS = 3_000
"""How much longer than the longest turn a worker may be silent before another takes its turns over."""


class TurnWorker:
    """Answers the waiting turns of the conversations this process is told of.

    The turns themselves are in the store. A lease makes one process the worker of a conversation; when it dies,
    the lease runs out and the sweep of any process goes on with the same ``turn_id``, for which the engine keeps
    its answer.
    """

    def __init__(self, parts: Parts, background: Background) -> None:
        self._parts = parts
        self._background = background
        self._me = new_id("w", parts.clock.now_ms())
        self._lease_ms = parts.times.turn + LEASE_SPARE_MS
        self._running: set[str] = set()
        self._again: set[str] = set()

    def kick(self, conversation: str) -> None:
        """See that this conversation's turns are worked on; cheap when they already are."""
        if conversation in self._running:
            self._again.add(conversation)
            return
        self._running.add(conversation)
        self._background.start(self._work(conversation))

    async def _work(self, conversation: str) -> None:
        try:
            while True:
                self._again.discard(conversation)
                await self._answer_all(conversation)
                if conversation not in self._again:
                    return
        except StoreUnavailable:
            # The turns are kept; the sweep comes back to them when the store does.
            return
        finally:
            self._running.discard(conversation)

    async def _answer_all(self, conversation: str) -> None:
        store = self._parts.store
        if not await store.lease(conversation, self._me, self._lease_ms):
            return
        try:
            while turn := await store.next_turn(conversation):
                await store.lease(conversation, self._me, self._lease_ms)
                await self._answer(conversation, turn)
        finally:
            await store.release(conversation, self._me)

    async def _answer(self, conversation: str, turn: Turn) -> None:
        control = await self._parts.store.control(conversation)
        if control.state is not State.BOT:
            return
        await self._parts.wakeups.ephemeral(conversation, {"t": "typing", "actor": "bot", "name": BOT.name})
        try:
            answer = await self._ask_engine(conversation, turn, control)
        except EngineUnavailable:
            await self._call_person(conversation, control, turn, "bot_failed")
            return
        await self._deliver(conversation, control, turn, answer)

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
        if not answer.messages:
            raise EngineUnavailable()
        return answer

    async def _deliver(self, conversation: str, control: Control, turn: Turn, answer: TurnAnswer) -> None:
        spoken, reason = _until_handoff(answer.messages)
        choices: dict[str, Mapping[str, str]] = {}
        drafts = [self._draft(message, choices) for message in spoken]
        if drafts:
            drafts[0] = replace(drafts[0], staff={"parse": dict(answer.parse), "empathy": turn.empathy})
        if reason:
            await self._call_person(conversation, control, turn, reason, drafts, choices)
            return
        # Written by the bot's turn and by nobody else, so the customer cannot take this id first.
        await self._parts.store.commit(
            conversation,
            Commit(
                expect=control,
                drafts=drafts,
                client_id=f"t:{turn.turn_id}",
                turn_done=turn.turn_id,
                choices=choices,
                instead=[_suppressed(draft) for draft in drafts],
            ),
        )

    async def _call_person(
        self,
        conversation: str,
        control: Control,
        turn: Turn,
        reason: str,
        drafts: Sequence[Draft] = (),
        choices: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        priority = priority_of_reason(reason, Reading(emotion=control.emotion))
        change = packing.request_change(self._parts, control, reason=reason, priority=priority, drafts=drafts)
        change = replace(
            change,
            client_id=f"t:{turn.turn_id}",
            choices=choices or {},
            instead=[_suppressed(draft) for draft in drafts],
        )
        done = await self._parts.store.commit(conversation, change)
        if done.control.state is State.PACKING:
            self._background.start(packing.pack(self._parts, conversation))

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


def _until_handoff(messages: Sequence[BotMessage]) -> tuple[list[BotMessage], str]:
    spoken: list[BotMessage] = []
    for message in messages:
        if message.kind == "handoff":
            reason = str(message.data.get("reason", ""))
            return spoken, reason if reason in REASONS else "asked"
        spoken.append(message)
    return spoken, ""


def _suppressed(draft: Draft) -> Draft:
    data = {"kind": draft.kind, "data": dict(draft.data), "why": "epoch"}
    return Draft(draft.actor, "suppressed", draft.text, data, "staff")
