"""Compares what the clients noted with what the store kept. Pure; every complaint is a sentence that names its place.

What counts is defined by the guarantees of the design (section 2, invariants 1, 2, 5, 7, 10): see :class:`Verdict`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.runtime.drill.testimony import Customer, Kept, Said, Witnesses

ANSWERED_WITHIN_MS = 60_000
"""A message in the bot's hands must have the bot's answer or a person called by then, whatever died meanwhile."""

_WITH_DUE_TIME = frozenset({"packing", "queued", "offered", "human", "transferring", "orphaned", "parked", "returning"})
_IN_A_GROUP = frozenset({"packing", "queued", "offered", "parked"})
_WITH_AN_AGENT = frozenset({"human", "transferring", "orphaned", "returning"})
_STATES = _WITH_DUE_TIME | {"bot", "closed"}


@dataclass(frozen=True)
class Verdict:
    """What a drill cost.

    Attributes:
        acknowledged: messages of customers and agents that were acknowledged.
        lost: acknowledged, and not in the log at that place with those words; a hole in a log; a visible event a
            client was never shown; a customer's message that neither the bot answered nor a person was called for.
        doubled: one client message twice in a log, or acknowledged with two places; one event shown to a client
            twice; one message answered twice by the bot.
        double_claims: handoffs that two agents were told they had won.
        bot_over_human: lines of the bot that a customer can see, between the request for a person and the return.
        orphaned: conversations whose record has no owner, no due time, or nobody who will look at it.
    """

    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    double_claims: tuple[str, ...]
    bot_over_human: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether it cost nothing."""
        return not (self.lost or self.doubled or self.double_claims or self.bot_over_human or self.orphaned)


def judge(heard: Witnesses, now_ms: int) -> Verdict:
    """The verdict on one drill; ``now_ms`` is when the store was read."""
    acknowledged = sum(bool(said.seqs) for _, _, said in _messages(heard))
    return Verdict(
        acknowledged=acknowledged,
        lost=tuple(_lost(heard, now_ms)),
        doubled=tuple(_doubled(heard)),
        double_claims=tuple(_double_claims(heard)),
        bot_over_human=tuple(_bot_over_human(heard)),
        orphaned=tuple(_orphaned(heard)),
    )


def _messages(heard: Witnesses) -> Iterator[tuple[str, str, Said]]:
    """Every message with its conversation and the kind of its sender."""
    for customer in heard.customers:
        for said in customer.said.values():
            yield customer.conversation, "customer", said
    for agent in heard.agents:
        for (conversation, _), said in agent.said.items():
            yield conversation, "agent", said


def _lost(heard: Witnesses, now_ms: int) -> Iterator[str]:
    for conversation, sender, said in _messages(heard):
        if said.seqs and not _is_kept(heard.kept.get(conversation), sender, said):
            yield f"{conversation}: {sender} {said.client_id} was acknowledged as {said.seqs[0]} and is not there"
    for conversation, kept in heard.kept.items():
        seqs = [event.seq for event in kept.log]
        if seqs != list(range(1, len(seqs) + 1)) or len(seqs) != kept.record.last_seq:
            yield f"{conversation}: the log has holes: {len(seqs)} events, last_seq {kept.record.last_seq}"
        yield from _unanswered(conversation, kept, now_ms)
    for customer in heard.customers:
        yield from _never_shown(customer, heard.kept.get(customer.conversation))


def _is_kept(kept: Kept | None, sender: str, said: Said) -> bool:
    if kept is None or not 1 <= said.seqs[0] <= len(kept.log):
        return False
    event = kept.log[said.seqs[0] - 1]
    if said.kind == "leave":
        # The customer says nothing by it: the place is that of what followed.
        return event.seq == said.seqs[0]
    return event.actor == sender and event.client_id == said.client_id and event.text == said.text


def _unanswered(conversation: str, kept: Kept, now_ms: int) -> Iterator[str]:
    waiting: dict[int, int] = {}
    state = "bot"
    for event in kept.log:
        if event.kind == "control" and event.to_state:
            state = event.to_state
            if state != "bot":
                yield from _late(conversation, waiting, event.at)
                waiting.clear()
        elif event.actor == "customer" and state == "bot":
            waiting[event.seq] = event.at
        elif event.actor == "bot" and event.answers:
            answered = {seq: waiting.pop(seq) for seq in event.answers if seq in waiting}
            yield from _late(conversation, answered, event.at)
    for seq, at in waiting.items():
        if now_ms - at > ANSWERED_WITHIN_MS or not kept.record.turns:
            yield f"{conversation}: message {seq} was never answered"


def _late(conversation: str, waited: dict[int, int], at: int) -> Iterator[str]:
    for seq, since in waited.items():
        if at - since > ANSWERED_WITHIN_MS:
            yield f"{conversation}: message {seq} waited {(at - since) / 1000:.0f} s"


def _never_shown(customer: Customer, kept: Kept | None) -> Iterator[str]:
    shown = {event.seq for event in customer.shown}
    for event in kept.log if kept is not None else ():
        if event.visible and event.seq not in shown:
            yield f"{customer.conversation}: {customer.name} was never shown {event.seq} ({event.actor} {event.kind})"


def _doubled(heard: Witnesses) -> Iterator[str]:
    for conversation, sender, said in _messages(heard):
        if len(set(said.seqs)) > 1:
            yield f"{conversation}: {sender} {said.client_id} was acknowledged as {sorted(set(said.seqs))}"
    for conversation, kept in heard.kept.items():
        sent = Counter((event.actor, event.actor_id, event.client_id) for event in kept.log if event.client_id)
        for (actor, _, client_id), times in sent.items():
            if times > 1:
                yield f"{conversation}: {actor} {client_id} is in the log {times} times"
        answered = Counter(seq for event in kept.log if event.actor == "bot" for seq in event.answers)
        for seq, times in answered.items():
            if times > 1:
                yield f"{conversation}: message {seq} was answered {times} times"
    for customer in heard.customers:
        yield from _shown_twice(customer.conversation, customer.name, customer.shown)
    for agent in heard.agents:
        for conversation, shown in agent.shown.items():
            yield from _shown_twice(conversation, agent.agent_id, shown)


def _shown_twice(conversation: str, who: str, shown: Iterable[object]) -> Iterator[str]:
    listed = list(shown)
    for name in ("seq", "event_id"):
        for what, times in Counter(getattr(event, name) for event in listed).items():
            if times > 1:
                yield f"{conversation}: {who} was shown {name} {what} {times} times"


def _double_claims(heard: Witnesses) -> Iterator[str]:
    winners: dict[tuple[str, str, int], set[str]] = {}
    for agent in heard.agents:
        for claim in agent.claims:
            winners.setdefault((claim.conversation, claim.handoff_id, claim.epoch), set()).add(claim.agent_id)
    for (conversation, handoff_id, epoch), agents in winners.items():
        if len(agents) > 1:
            yield f"{conversation}: {handoff_id} (epoch {epoch}) was given to {sorted(agents)}"


def _bot_over_human(heard: Witnesses) -> Iterator[str]:
    for conversation, kept in heard.kept.items():
        state = "bot"
        for event in kept.log:
            if event.kind == "control" and event.to_state:
                state = event.to_state
            elif event.actor == "bot" and event.visible and state != "bot":
                yield f"{conversation}: the bot said {event.seq} while the state was {state}"


def _orphaned(heard: Witnesses) -> Iterator[str]:
    for conversation, kept in heard.kept.items():
        record = kept.record
        if record.state not in _STATES:
            yield f"{conversation}: nobody knows the state {record.state!r}"
        if record.state in _WITH_DUE_TIME and not (record.due_at > 0 and record.watched):
            yield f"{conversation}: {record.state} without a due time that somebody looks at"
        if record.state in _IN_A_GROUP and not record.group:
            yield f"{conversation}: {record.state} without a group"
        if record.state in _WITH_AN_AGENT and not record.agent_id:
            yield f"{conversation}: {record.state} without an agent"
