"""Order and tracking numbers inside running text."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

from bot.kernel.patterns import ORDER_NUMBER

_TRACKING = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?:SF|YT|ZTO|STO|JD[A-Z]{0,3}|JT|YD|DPK|EMS)[0-9]{10,15}"  # carrier's letters and digits
    r"|[A-Z]{2}[0-9]{9}CN"  # EMS and the post
    r"|[0-9]{13}|[0-9]{14}|[0-9]{15}"  # Yunda, ZTO, STO and YTO without letters
    r")(?![0-9A-Za-z])",
    re.IGNORECASE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OrderNumberExtractor(GraphComponent, EntityExtractorMixin):
    """Entities ``order_id`` (the shop's one spelling: ``JZ`` and 12 digits) and ``tracking_no`` (upper case)."""

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OrderNumberExtractor:
        """See parent."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the numbers found in each message that has a text."""
        for message in messages:
            found = _numbers(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages


def _numbers(text: str) -> list[dict[str, Any]]:
    orders = [_entity("order_id", match, f"JZ{match[1]}") for match in ORDER_NUMBER.finditer(text)]
    parcels = [_entity("tracking_no", match, match[0].upper()) for match in _TRACKING.finditer(text)]
    return sorted(orders + parcels, key=lambda entity: entity["start"])


def _entity(kind: str, match: re.Match[str], value: str) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": match.start(), "end": match.end()}
