"""Calls nobody on a hunch: what would hand a customer over is checked against the rules that read feeling and risk."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

from bot.engine.nlu.reading_features import reading_of
from bot.kernel.reading import Reading


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class HandoffIntentGuard(IntentClassifier, GraphComponent):
    """Demotes an intent that ends in a handoff when nothing in the words speaks for it.

    A classifier must choose among the intents it knows, so a rare word can look like anger (量子纠缠 shares a character
    with 胡搅蛮缠). The rules of :mod:`bot.risk` see words, not resemblance. Where they see no feeling, no risk and no
    wish for a person, such an intent is believed only from a confidence of its own on; below it, its confidence
    is multiplied by ``doubt``, and the next intent or the fallback gets its turn. Anger without an angry word is
    rare, so it has to be all but certain; a wish for a person has more wordings than any list.

    Settings: ``believed_from`` (the intents that end in a handoff, each with that confidence), ``doubt``.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        return {
            "believed_from": {"anger_vent": 0.9, "threat_expose": 0.8, "ask_human": 0.6, "complain_service": 0.4},
            "doubt": 0.3,
        }

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HandoffIntentGuard:
        """See parent."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message whose likeliest intent would end in a handoff."""
        for message in messages:
            ranking = message.get("intent_ranking") or []
            if ranking and self._is_doubtful(ranking[0], message.get(TEXT) or ""):
                self._demote(message, ranking)
        return messages

    def _is_doubtful(self, best: dict[str, Any], text: str) -> bool:
        believed_from = self._config["believed_from"].get(best["name"], 0.0)
        return bool(best["confidence"] < believed_from) and _is_calm(reading_of(text))

    def _demote(self, message: Message, ranking: list[dict[str, Any]]) -> None:
        best, *others = ranking
        demoted = {**best, "confidence": best["confidence"] * self._config["doubt"]}
        ranking = sorted([demoted, *others], key=lambda entry: -entry["confidence"])
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)


def _is_calm(reading: Reading) -> bool:
    return (
        reading.emotion == "neutral"
        and reading.risk == "none"
        and not reading.wants_human
        and not reading.signals
        and reading.score < 0.05
    )
