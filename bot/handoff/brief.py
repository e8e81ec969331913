"""The brief: what travels with a handoff so that the customer never repeats a word (design, section 3; D2, A4).

Built from the log and the shop, nothing made up; every line points at the ``seq`` of its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.handoff.control import Control
from bot.handoff.history import Event, by_customer
from bot.handoff.lines import Lines
from bot.handoff.mentioned import facts_given
from bot.handoff.people import CustomerProfile
from bot.kernel.patterns import order_numbers
from bot.kernel.reading import EMOTIONS, RISKS
from bot.kernel.text import plain

VERSION = 1
SHOWN_LINES = 3
SHORTEST_TELLING = 4
"""Characters below which a line (在吗, 你好) says nothing about the matter."""

DEMANDS = {
    "refund": "退款",
    "return": "退货",
    "exchange": "换货",
    "compensation": "赔偿",
    "apology": "道歉",
    "reship": "补发",
    "explanation": "要个说法",
    "cancel": "取消订单",
    "invoice": "开发票",
    "expedite": "催促加急",
}
RISK_KINDS = {
    "complaint": "投诉",
    "regulator": "监管部门",
    "media": "媒体",
    "social": "社交平台",
    "legal": "法律途径",
    "safety": "人身安全",
    "blackmail": "索要高额赔偿",
    "churn": "流失",
    "self_harm": "自伤",
}


@dataclass(frozen=True)
class BriefInput:
    """All a brief is made of. ``facts`` and ``earlier`` are empty when the shop or the archive did not answer.

    ``promised`` is every promise of the log (:func:`bot.handoff.promising.promises_made`), older matters' included.
    """

    control: Control
    profile: CustomerProfile
    events: Sequence[Event]
    made_at: int
    lines: Lines
    promised: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    earlier: Sequence[Mapping[str, Any]] = ()

    def with_facts(self, facts: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> BriefInput:
        """The same with what the shop and the archive know."""
        return replace(self, facts=facts, earlier=earlier)

    def order_ids(self) -> list[str]:
        """Orders this matter is about: shown on a card or named by the customer, newest mention first."""
        return list(dict.fromkeys(order for _, order in reversed(_mentions(self.events))))


def build_brief(given: BriefInput, *, complete: bool) -> dict[str, Any]:
    """The brief in its wire form (protocol, section 6)."""
    said = [event for event in given.events if by_customer(event)]
    readings = [(event["seq"], event["staff"]["reading"]) for event in said if "reading" in event["staff"]]
    orders = _orders(given)
    return {
        "v": VERSION,
        "handoff_id": given.control.handoff_id,
        "made_at": given.made_at,
        "complete": complete,
        "reason": _reason(given, said),
        "customer": _customer(given),
        "what": _what(said),
        "demands": _demands(readings),
        "orders": orders,
        "facts_given": facts_given(said),
        "tried": _tried(given.events),
        "emotion": _emotion(readings),
        "risk": _risk(readings),
        "promises": _promises(given),
        "attachments": _attachments(said),
        "suggestion": _suggestion(given, orders),
    }


def _reason(given: BriefInput, said: Sequence[Event]) -> dict[str, Any]:
    code = given.control.reason
    trigger = {"text": said[-1]["text"], "seq": said[-1]["seq"]} if said else None
    return {"code": code, "text": given.lines.say(f"reason.{code}"), "trigger": trigger}


def _customer(given: BriefInput) -> dict[str, Any]:
    known = given.facts.get("customer") or {}
    profile = given.profile
    return {
        "id": profile.customer_id,
        "name": profile.name or "访客",
        "level": known.get("level") or profile.level,
        "verified": profile.verified,
        "phone": known.get("phone") or profile.phone,
        "earlier": list(given.earlier),
    }


def _what(said: Sequence[Event]) -> list[dict[str, Any]]:
    """The customer's own words that say most: no free rewriting, so nothing can be wrong in it."""
    telling = [event for event in said if event["kind"] == "text" and len(event["text"]) >= SHORTEST_TELLING] or [
        event for event in said if event["kind"] == "text"
    ]
    chosen = sorted(telling, key=lambda event: (-min(len(event["text"]), 60), -event["seq"]))[:SHOWN_LINES]
    return [{"text": event["text"], "seq": [event["seq"]]} for event in sorted(chosen, key=lambda e: e["seq"])]


def _demands(readings: Sequence[tuple[int, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    found: dict[str, list[int]] = {}
    for seq, reading in readings:
        for code in reading["demands"]:
            if code in DEMANDS:
                found.setdefault(code, []).append(seq)
    return [{"code": code, "text": DEMANDS[code], "seq": seqs} for code, seqs in found.items()]


def _mentions(events: Sequence[Event]) -> list[tuple[int, str]]:
    found = []
    for event in events:
        if by_customer(event):
            found += [(event["seq"], order) for order in order_numbers(plain(event["text"]))]
        elif event["actor"]["kind"] == "bot" and event["kind"] in {"order_card", "logistics_card"}:
            found.append((event["seq"], event["data"]["order_id"]))
    return found


def _orders(given: BriefInput) -> list[dict[str, Any]]:
    mentions = _mentions(given.events)
    return [
        dict(entry) | {"seq": [seq for seq, order in mentions if order == entry["card"]["order_id"]]}
        for entry in given.facts.get("orders", ())
    ]


def _tried(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What the bot looked up and what came of it."""
    found = []
    for event in events:
        if event["actor"]["kind"] != "bot":
            continue
        if event["kind"] == "order_card":
            found.append({"text": "查订单", "outcome": event["data"]["status_text"], "seq": [event["seq"]]})
        elif event["kind"] == "logistics_card":
            found.append({"text": "查物流", "outcome": _parcel_words(event["data"]), "seq": [event["seq"]]})
        elif event["kind"] == "text":
            found.append({"text": "答复", "outcome": event["text"][:40], "seq": [event["seq"]]})
    return found[-5:]


def _parcel_words(card: Mapping[str, Any]) -> str:
    return f"{card['status_text']}，已延误{card['late_days']}天" if card.get("late") else str(card["status_text"])


def _emotion(readings: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[str, Any]:
    curve = [(seq, str(reading["emotion"])) for seq, reading in readings] or [(0, "neutral")]
    worst = max(curve, key=lambda point: EMOTIONS.index(point[1]))
    named = {"first": curve[0], "worst": worst, "last": curve[-1]}
    return {name: {"level": level, "seq": seq} for name, (seq, level) in named.items()} | {
        "curve": [[seq, level] for seq, level in curve]
    }


def _risk(readings: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[str, Any]:
    flags: dict[str, dict[str, Any]] = {}
    level = "none"
    for seq, reading in readings:
        level = max(level, reading["risk"], key=RISKS.index)
        words = {item["rule"].split(".")[-1]: item["words"] for item in reading["evidence"]}
        for kind in reading["kinds"]:
            said = words.get(kind, "")
            text = f"{RISK_KINDS.get(kind, kind)}：“{said}”" if said else RISK_KINDS.get(kind, kind)
            flags[kind] = {"kind": kind, "text": text, "seq": seq}
    return {"level": level, "flags": list(flags.values())}


def _promises(given: BriefInput) -> list[dict[str, Any]]:
    """What was promised in this matter, and what is still owed from an older one."""
    since = given.events[0]["seq"] if given.events else 0
    owed = [dict(promise) for promise in given.promised if promise["seq"] >= since or not promise["kept_at"]]
    decided = [
        {"text": event["data"]["result_text"], "by": event["actor"]["name"], "seq": event["seq"]}
        for event in given.events
        if event["kind"] == "resolution"
    ]
    return [*owed, *decided]


def _attachments(said: Sequence[Event]) -> list[dict[str, Any]]:
    """The pictures the customer sent (playbook D2), oldest first."""
    return [
        {"evidence": event["data"]["evidence"], "seq": event["seq"], "at": event["at"]}
        # A picture sent before signing in belongs to the visitor's conversation.
        | {name: event["data"][name] for name in ("conversation",) if name in event["data"]}
        for event in said
        if event["kind"] == "image"
    ]


def _suggestion(given: BriefInput, orders: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """A first line that shows the agent knows, and the rule that applies; the words are in the reply library."""
    cards = [order["card"] for order in orders]
    late = next((card for card in cards if card.get("late")), None)
    disputed = next((card for card in cards if card["status"] == "disputed"), None)
    named = late or disputed or (cards[0] if cards else None)
    key = "late" if late else "disputed" if disputed else given.control.reason
    words = given.lines.suggestions
    first = words.get(f"first_line.{key}") or words["first_line.default"]
    title = named["title"] if named else "您的问题"
    if named is None:
        # A title is quoted; what stands in for one is no title.
        first = first.replace("“{title}”", "{title}")
    policy = words.get(f"policy.{key}") or words["policy.default"]
    # Written for a name in front: of somebody who has none nothing is left, not even the comma behind it.
    return {"first_line": first.format(name=given.profile.name, title=title).lstrip("，、 "), "policy": policy}
