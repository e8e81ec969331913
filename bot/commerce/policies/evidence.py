"""What is asked for before a claim is decided (playbook F1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commerce.policies.rule import Rule


class Evidence(str, Enum):
    """Kinds of evidence."""

    PHOTO = "photo"
    LABEL_PHOTO = "label_photo"
    PACKAGE_PHOTO = "package_photo"
    VIDEO = "video"
    SCREENSHOT = "screenshot"


@dataclass(frozen=True, kw_only=True)
class EvidenceRule(Rule):
    """How a kind of evidence is asked for: its ``name`` in a list, and the polite sentence ``ask``."""

    name: str
    ask: str
