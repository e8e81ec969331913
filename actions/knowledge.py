"""How skills quote the knowledge base: the answer with its source, choices when it is not sure, and nothing made up."""

from __future__ import annotations

import json

from actions.base import Turn
from bot.commerce.days import shop_day
from bot.knowledge.base import Asker, Found
from bot.runtime.knowledge.askers import ASKERS

CHOSEN = "knowledge"
"""What a button that stands for an entry is marked with (:meth:`actions.heard.Heard.choice_of`)."""


HUMAN = "/ask_human"


def chosen_entry(turn: Turn) -> Found | None:
    """The entry whose button was pressed."""
    key = turn.heard.choice_of(CHOSEN)
    return turn.knowledge.entry(key, shop_day(turn.now)) if key else None


def quoted_what_was_chosen(turn: Turn) -> bool:
    """Say the entry whose button was pressed; False when none was."""
    entry = chosen_entry(turn)
    if entry is not None:
        quote(turn, entry)
    return entry is not None


def known(turn: Turn, skill: str, question: str) -> Found | None:
    """What the base knows for a question of a skill; None when it does not know."""
    return turn.knowledge.find(question, shop_day(turn.now), _asker(skill)) if question else None


def quote(turn: Turn, found: Found) -> None:
    """Say an entry, with where it is from; its own buttons go with it."""
    links = {title: f"/{intent}" for title, intent in found.entry.buttons}
    facts = {"answer": found.text, "source": found.entry.source}
    if found.is_sure:
        turn.say("utter_knowledge", facts, payloads=links)
    else:
        others = [] if HUMAN in links.values() else ["ask_human"]
        turn.say("utter_knowledge_likely", facts, payloads=links, intents=others)
    if HUMAN in links.values() or not found.is_sure:
        turn.offer_human()


def offer_near(turn: Turn, skill: str, intent: str, question: str) -> bool:
    """Ask which of a few entries is meant; False when none is near enough to be worth it.

    Args:
        intent: what a button sends its choice with.
    """
    near = turn.knowledge.near(question, shop_day(turn.now), _asker(skill)) if question else ()
    if near:
        links = {entry.title: button(intent, f"{CHOSEN}:{entry.key}") for entry in near}
        turn.say("utter_knowledge_near", payloads=links, intents=["ask_human"])
        turn.offer_human()
    return bool(near)


def button(intent: str, choice: str) -> str:
    """What a button sends that answers the same question with a choice, ``kind:value``."""
    return f"/{intent}" + json.dumps({"choice": choice}, ensure_ascii=False)


def _asker(skill: str) -> Asker:
    return ASKERS.get(skill, Asker(skill))
