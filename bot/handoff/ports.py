"""What the conversation service needs from outside. Adapters implement these; tests have their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.handoff.people import CustomerProfile
from bot.handoff.store_port import Turn
from bot.kernel.reading import Reading


@dataclass(frozen=True)
class TurnRequest:
    """What the engine gets (protocol, section 4)."""

    conversation: str
    turn: Turn
    epoch: int
    context: str


@dataclass(frozen=True)
class BotMessage:
    """One message of the bot; buttons still carry payloads."""

    kind: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class TurnAnswer:
    """What the engine answered; ``parse`` is what it understood, kept for staff."""

    messages: Sequence[BotMessage]
    parse: Mapping[str, Any]


class Engine(Protocol):
    """The dialogue engine. Every call raises EngineUnavailable when it is down, slow or wrong."""

    async def turn(self, request: TurnRequest) -> TurnAnswer: ...

    async def append(self, conversation: str, outcome: Mapping[str, Any]) -> None:
        """Tell the engine what a person decided, before it gets the next message (invariant 12)."""
        ...


class CaseFacts(Protocol):
    """What the shop knows that belongs in a brief."""

    async def gather(self, customer_id: str, order_ids: Sequence[str]) -> Mapping[str, Any]:
        """``{customer, orders: [{card, parcel, refund}]}``; raises ShopUnavailable."""
        ...


@dataclass(frozen=True)
class Case:
    """One handoff that ended, as the archive keeps it."""

    handoff_id: str
    conversation: str
    customer_id: str
    reason: str
    agent_id: str
    agent_name: str
    result: str
    note: str
    queued_at: int
    claimed_at: int
    resolved_at: int
    brief: Mapping[str, Any]


class CaseArchive(Protocol):
    """Handoffs that ended, for good."""

    async def record(self, case: Case) -> None:
        """Keep a case; the same handoff again replaces it."""
        ...

    async def earlier(self, customer_id: str, limit: int = 3) -> list[dict[str, Any]]:
        """A customer's earlier cases, newest first: ``{at, reason, result, note}``."""
        ...


class Reader(Protocol):
    """Reads one message; ``earlier`` are the customer's messages before it, oldest first."""

    def __call__(self, text: str, earlier: Sequence[str] = ()) -> Reading: ...


class ContextSigner(Protocol):
    """Signs what the actions may believe about the customer of a turn (protocol, section 5)."""

    def __call__(self, *, profile: CustomerProfile, conversation: str, turn_id: str, emotion: str) -> str: ...


@dataclass(frozen=True)
class Lesson:
    """A customer message that designers can learn from (playbook I2). Personal data in ``text`` is masked.

    Attributes:
        seq: the place of the (first) message in its conversation's log; together they name the lesson.
        at: when the customer wrote it (ms).
        predicted: the intent the engine answered by, or empty when it was never asked.
        confidence: of the likeliest intent; ``ranking`` has the likeliest ones, best first.
        why: ``missed``: not understood or taken for nothing of ours; ``unsure``: answered, but barely;
            ``relabelled``: an agent said what it means.
        label: the intent the agent ``label_by`` gave it; both empty when nobody did.
    """

    conversation: str
    seq: int
    at: int
    text: str
    predicted: str
    confidence: float
    ranking: Sequence[tuple[str, float]]
    why: Literal["missed", "unsure", "relabelled"]
    label: str = ""
    label_by: str = ""


class Lessons(Protocol):
    """What designers learn from, for as long as the installation keeps it."""

    async def keep(self, lesson: Lesson) -> None:
        """Keep it; of the same message again, the newer counts, but never in place of what an agent said.

        Raises:
            StoreUnavailable: it could not be kept.
        """
        ...

    async def since(self, at_ms: int) -> list[Lesson]:
        """Lessons of messages written from then on, newest first.

        Raises:
            StoreUnavailable: they cannot be read.
        """
        ...
