"""Payloads of buttons: ``/intent`` or ``/intent{"entity": "value"}``, issued by the bot and sent back by the hub."""

from __future__ import annotations

import json
import re
from typing import Any

from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.domain import Domain

from bot.kernel.errors import BadInput

_PAYLOAD = re.compile(r"/(?P<intent>[A-Za-z_][A-Za-z0-9_]*)(?P<entities>\{.*\})?", re.DOTALL)
_EXTRACTOR = "choice"


def parse_payload(payload: str, domain: Domain) -> dict[str, Any]:
    """What a pressed button means, as Rasa's parse data; nothing is guessed from its words.

    Raises:
        BadInput: not a payload, or an intent or entity the domain does not declare. ``/restart`` and the like,
            which every Rasa bot obeys, are not choices of ours.
    """
    match = _PAYLOAD.fullmatch(payload)
    if match is None or match["intent"] not in set(domain.intents) - set(DEFAULT_INTENTS):
        raise BadInput("这个选项已经不能用了，请直接用文字告诉我。")
    try:
        values = json.loads(match["entities"] or "{}")
    except ValueError as error:
        raise BadInput("这个选项的内容读不懂。") from error
    if not set(values) <= set(domain.entities):
        raise BadInput("这个选项的内容读不懂。")
    intent = {"name": match["intent"], "confidence": 1.0}
    where = {"start": 0, "end": 0, "extractor": _EXTRACTOR}
    entities = [{"entity": name, "value": value, **where} for name, value in values.items()]
    return {"text": payload, "intent": intent, "entities": entities, "intent_ranking": [intent]}
