"""A burst of messages that ask different things: where the whole is not understood, what of it is understood best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.kernel.text import for_engine

MOST_PARTS = 8
"""How many messages are read one by one, newest last: a burst may not cost a turn's time many times over."""

_NOT_UNDERSTOOD = (None, "nlu_fallback")
_FOREIGN = "out_of_scope"


async def parse_burst(processor: MessageProcessor, text: str, parts: Sequence[str]) -> dict[str, Any]:
    """Rasa's parse data of a text that was joined from several messages.

    Three questions in one text can outvote each other until none is left (7 of 100 on unrelated questions of real
    customers; the surest of the parts was right in all of those). Then the surest part says what is wanted, while
    numbers, words and feeling stay those of the whole.
    """
    whole = await _parse(processor, text)
    if _intent(whole) not in _NOT_UNDERSTOOD:
        return whole
    alone = [await _parse(processor, part) for part in parts[-MOST_PARTS:]]
    clear = [parsed for parsed in alone if _intent(parsed) not in _NOT_UNDERSTOOD]
    if not clear:
        return whole
    best = max(clear, key=lambda parsed: (_intent(parsed) != _FOREIGN, parsed["intent"]["confidence"]))
    return {**whole, "intent": best["intent"], "intent_ranking": best["intent_ranking"]}


async def _parse(processor: MessageProcessor, text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = await processor.parse_message(UserMessage(for_engine(text)))
    return parsed


def _intent(parsed: dict[str, Any]) -> Any:
    return (parsed.get("intent") or {}).get("name")
