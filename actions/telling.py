"""Whether a message tells something or asks something, where people speak in their own words."""

from __future__ import annotations

from actions.base import Turn
from actions.heard import Heard
from bot.commerce.phrases import gives_up, is_a_question

SHORTEST = 2

_TALK = frozenset(
    {"greet", "thanks", "goodbye", "ask_bot", "ask_help", "ask_human", "affirm", "deny", "threat_expose", "anger_vent"}
)


def asks_us(heard: Heard) -> bool:
    """Whether it is a question to be answered by itself; "你们凭什么扣我的钱？" is not, it tells."""
    return heard.intent.startswith("ask_") and is_a_question(heard.text)


def tells(heard: Heard) -> bool:
    """Whether the customer's words tell something."""
    words = len(heard.text) >= SHORTEST and heard.intent not in _TALK
    return words and not asks_us(heard) and not gives_up(heard.text)


def says_no(heard: Heard) -> bool:
    """Whether it is a no to what was asked, and not a no to the whole matter (算了)."""
    return heard.intent == "deny" and not gives_up(heard.text)


def asked_now(turn: Turn) -> str:
    """The slot the customer was asked for last; empty when none was."""
    return str(turn.slot("requested_slot") or "")
