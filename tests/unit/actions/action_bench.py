"""Runs one action as the engine would: a message with a signed context in, responses and slots out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from support.shop_samples import LIN, NOW, SHEN, MemoryCarrier, MemoryShop, now_ms

from actions.base import SkillAction
from actions.services import Services
from bot.adapters.context_token import TurnContext, sign
from bot.commerce.orders import Order
from bot.kernel.clock import FixedClock
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.vocabulary import Vocabulary
from bot.runtime import wording

CHOICES = {"ask_logistics": "查物流", "request_refund": "申请退款", "ask_human": "转人工", "ask_invoice": "开发票"}
CHOICES |= {"change_address": "改收货信息", "request_return": "退货、换货", "ask_price": "问优惠和价保"}
KEY = "a key for tests that is long enough for HS256"


@dataclass(frozen=True)
class Answer:
    """What an action did: its messages as the engine gets them, the slots it set, and what it has run next."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    next_action: str = ""

    @property
    def said(self) -> list[str]:
        """Names of the responses, in order."""
        return [message["response"] for message in self.messages if message["response"]]

    @property
    def buttons(self) -> list[str]:
        """Titles of the buttons the action itself adds, in order."""
        return [button["title"] for message in self.messages for button in message["buttons"]]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Payloads, in order."""
        return [message["custom"] for message in self.messages if message["custom"]]

    @property
    def handoff(self) -> str | None:
        """The reason of the handoff asked for, if any."""
        return next((card["data"]["reason"] for card in self.cards if card["kind"] == "handoff"), None)


def shop_of(*orders: Order) -> MemoryShop:
    """A shop with Lin, Shen and these orders."""
    return MemoryShop([LIN, SHEN], orders)


NOTHING_KNOWN = KnowledgeBase((), lambda _day: {}, Vocabulary())


def services_of(shop: MemoryShop, knowledge: KnowledgeBase = NOTHING_KNOWN) -> Services:
    """The outside of the actions, standing still at the moment of the samples."""
    carrier = MemoryCarrier(shop)
    return Services(
        shop=shop,
        carrier=carrier,
        clock=FixedClock(NOW),
        context_key=KEY,
        choices=CHOICES,
        knowledge=knowledge,
        wording=wording.load(),
    )


def context_of(customer_id: str | None) -> str:
    """The signed context of a customer, or of a visitor."""
    context = TurnContext(customer_id, "某某", customer_id is not None, "c_1", "t_1")
    return sign(context, KEY, now_ms())


def entity(name: str, value: str) -> dict[str, Any]:
    """An entity as the pipeline reports it."""
    return {"entity": name, "value": value, "start": 0, "end": len(value)}


def a_turn(*events: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a conversation whose turn before this one held ``events``."""
    return [{"event": "user"}, *events, {"event": "action", "name": "action_listen"}, {"event": "user"}]


def heard(
    intent: str,
    text: str = "",
    *,
    customer: str | None = "u1001",
    context: str | None = None,
    slots: dict[str, Any] | None = None,
    entities: list[dict[str, Any]] | None = None,
    events: list[dict[str, Any]] | None = None,
    ranking: dict[str, float] | None = None,
    confidence: float = 0.9,
) -> Tracker:
    """A conversation whose latest message is this one, signed for ``customer`` unless ``context`` says otherwise."""
    token = context_of(customer) if context is None else context
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [{"name": name, "confidence": sure} for name, sure in (ranking or {intent: 0.9}).items()],
        "entities": entities or [],
        "metadata": {"context": token} if token else {},
    }
    empty = {"order_id": None, "topic": None, "misses": 0.0, "offer": None, "decision": None}
    return Tracker("c_1", empty | (slots or {}), message, events or [], False, None, {}, "action_listen")


async def run(
    action: type[SkillAction], shop: MemoryShop, tracker: Tracker, services: Services | None = None
) -> Answer:
    """The action's answer."""
    dispatcher = CollectingDispatcher()
    events = await action(services or services_of(shop)).run(dispatcher, tracker, {})
    assert all(event["event"] in {"slot", "followup"} for event in events)
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    followups = [event["name"] for event in events if event["event"] == "followup"]
    return Answer(dispatcher.messages, slots, "".join(followups))
