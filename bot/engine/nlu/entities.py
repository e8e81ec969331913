"""What a message names, as entities of Rasa."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

from bot.kernel.clock import Clock, SystemClock, from_ms
from bot.language import Entity, find


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NamedThingsExtractor(GraphComponent, EntityExtractorMixin):
    """Every entity of :mod:`bot.language`, under the name of its kind; days are counted from the time of reading.

    The value is that of the kind (docs/understanding.md), but ``tracking_no`` is the bare number, with the code of the
    carrier beside it under ``carrier``.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NamedThingsExtractor:
        """See parent."""
        return cls(SystemClock())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message that has a text names."""
        now = from_ms(self._clock.now_ms())
        for message in messages:
            found = [_as_rasa_knows_it(one) for one in find(message.get(TEXT) or "", now)]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages


def _as_rasa_knows_it(found: Entity) -> dict[str, Any]:
    value = found.value if isinstance(found.value, str) else dict(found.value)
    beside: dict[str, Any] = {}
    if found.kind == "tracking_no" and isinstance(value, dict):
        beside, value = {"carrier": value["carrier"]}, value["number"]
    return {"entity": found.kind, "value": value, "start": found.start, "end": found.end, **beside}
