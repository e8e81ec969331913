"""The intents' Chinese names for the desk: the choices' words, and ``data/intents.yml`` for all that is no choice."""

from __future__ import annotations

from collections.abc import Mapping

from bot.runtime import choices
from bot.runtime.settings import ROOT

INTENTS = ROOT / "data" / "intents.yml"


def load() -> Mapping[str, str]:
    """Name by intent, what customers can choose first.

    Raises:
        SettingError: a file is missing or not as it should be.
    """
    return {**choices.load(), **choices.load(INTENTS)}
