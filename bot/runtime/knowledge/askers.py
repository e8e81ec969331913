"""Which topics a skill is at home in: the same words mean another thing to another skill."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.base import Asker

ASKERS: Mapping[str, Asker] = {
    "product_question": Asker("product_question", frozenset({"products", "aftersales"})),
    "payment": Asker("payment", frozenset({"payment"})),
    "account_member": Asker("account_member", frozenset({"membership"})),
}
"""Skill to how it asks; other topics are looked through as well, and have to fit better."""
