"""Agents say what a customer's message really meant, so that designers can teach it (playbook I2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.handoff.bursts import joined
from bot.handoff.core import Parts, append_once
from bot.handoff.events import Draft, of_agent
from bot.handoff.history import Event
from bot.handoff.lessons import as_kept, likeliest
from bot.handoff.people import Agent
from bot.handoff.ports import Lesson
from bot.kernel.errors import BadInput

BEFORE, AFTER = 50, 500
"""Events looked at around a message: those of its burst before it, its answer and earlier labels after it."""


@dataclass(frozen=True)
class _Said:
    """What the bot took for one turn: all its messages, and what it understood (nothing: it was not asked)."""

    messages: Sequence[Event]
    parse: Mapping[str, Any]

    @property
    def seqs(self) -> list[int]:
        return [message["seq"] for message in self.messages]


class Labelling:
    """The staff's part in teaching the bot."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def intents(self) -> Mapping[str, str]:
        """Every intent a message can have, with its title."""
        return self._parts.intents

    async def label(self, conversation: str, *, agent: Agent, seq: int, intent: str) -> dict[str, Any]:
        """Say what a message means; gives the label's data (protocol, section 1). Saying the same again adds nothing.

        A message that was answered together with others is labelled with them: they are one question.

        Raises:
            BadInput: no such intent, or ``seq`` is not something the customer typed.
            StoreUnavailable: it could not be kept.
        """
        title = self._parts.intents.get(intent)
        if title is None:
            raise BadInput("没有这个意图，请刷新后重选。", field="intent")
        since = max(0, seq - 1 - BEFORE)
        events = await self._parts.store.events(conversation, since=since, limit=BEFORE + 1 + AFTER)
        said = _said(events, seq)
        label = {"seq": said.seqs, "intent": intent, "was": str(said.parse.get("intent") or "")}
        await self._parts.lessons.keep(_lesson(conversation, said, intent, agent))
        if _last_label(events, said.seqs) != intent:
            draft = Draft(of_agent(agent), "label", title, label, "staff")
            await append_once(self._parts, conversation, [draft], "")
        return label | {"title": title, "by": agent.name}


def _said(events: Sequence[Event], seq: int) -> _Said:
    typed = {
        event["seq"]: event for event in events if event["actor"]["kind"] == "customer" and event["kind"] == "text"
    }
    if seq not in typed:
        raise BadInput("只能标注客户打的字。", field="seq")
    for event in events:
        answered = event["staff"].get("answers") or []
        if seq in answered:
            return _Said([typed[one] for one in answered if one in typed], event["staff"].get("parse") or {})
    return _Said([typed[seq]], {})


def _lesson(conversation: str, said: _Said, intent: str, agent: Agent) -> Lesson:
    ranking = likeliest(said.parse)
    return Lesson(
        conversation=conversation,
        seq=said.seqs[0],
        at=said.messages[0]["at"],
        text=as_kept(joined([message["text"] for message in said.messages])),
        predicted=str(said.parse.get("intent") or ""),
        confidence=ranking[0][1] if ranking else 0.0,
        ranking=ranking,
        why="relabelled",
        label=intent,
        label_by=agent.agent_id,
    )


def _last_label(events: Sequence[Event], seqs: list[int]) -> str:
    labels = [event["data"] for event in events if event["kind"] == "label" and event["data"]["seq"] == seqs]
    return str(labels[-1]["intent"]) if labels else ""
