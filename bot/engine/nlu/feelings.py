"""The learned part of reading a feeling: what no list of words can hold."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.engine.nlu import linear_model, message_features, reading_features
from bot.engine.nlu.linear_model import Features, LinearModel

EMOTION = "emotion"
"""On a training message: the feeling it is an example of (``data/emotions``)."""

FEELING = "feeling"
"""On a message understood: ``{"name", "confidence", "angry"}``, the last being the probability of anger."""

NEUTRAL, ANGRY = "neutral", "angry"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FeelingClassifier(IntentClassifier, GraphComponent):
    """Says how a message feels, learned from ``data/emotions`` and from the calm examples of the intents.

    It only adds to the rules (:func:`bot.risk.learned.weigh`): anger without an angry word. The features are those of
    the intents, with what the rules read once more and in full weight. Without examples of feelings it says nothing.

    Settings: ``C`` and ``tol`` (:mod:`bot.engine.nlu.linear_model`), ``never_calm`` (intents whose examples are no
    examples of calm; of the others, those in which the rules see no feeling are).
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: LinearModel | None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        """See parent."""
        return [Featurizer]

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        unhappy = ("anger_vent", "threat_expose", "complain_service", "complain_delay", "complain_quality")
        more = ("complain_damaged", "complain_not_received")
        return {"C": 4.0, "max_iter": 1000, "tol": 1e-4, "never_calm": [*unhappy, *more]}

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa's cache sees this class only, not what it is made with."""
        return "\n".join(map(inspect.getsource, (linear_model, message_features, reading_features)))

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FeelingClassifier:
        """See parent."""
        return cls(config, model_storage, resource, None)

    @classmethod
    @override
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FeelingClassifier:
        """See parent; a folder without a model was trained without examples of feelings."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, linear_model.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example of a feeling and every calm example of an intent."""
        rows: list[Features] = []
        labels: list[str] = []
        for example in training_data.training_examples:
            emotion = example.get(EMOTION) or (NEUTRAL if self._is_calm(example) else None)
            features = self._features(example) if emotion else None
            if emotion and features is not None:
                rows.append(features)
                labels.append(emotion)
        if ANGRY in labels and NEUTRAL in labels:
            self._model = linear_model.fit(message_features.stack(rows), labels, self._config)
        with self._model_storage.write_to(self._resource) as folder:
            linear_model.save(self._model, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its feeling."""
        for message in messages:
            features = self._features(message) if self._model else None
            if self._model is None or features is None:
                continue
            chances = dict(zip(self._model.labels, self._model.probabilities(features)[0].tolist(), strict=True))
            name = max(chances, key=lambda label: chances[label])
            feeling = {"name": name, "confidence": round(chances[name], 4), "angry": round(chances[ANGRY], 4)}
            message.set(FEELING, feeling, add_to_output=True)
        return messages

    def _is_calm(self, example: Message) -> bool:
        intent, text = example.get(INTENT), example.get(TEXT)
        if not intent or not text or intent in self._config["never_calm"]:
            return False
        seen = reading_features.reading_of(text)
        return seen.emotion == NEUTRAL and not seen.signals and seen.score < 0.05

    def _features(self, message: Message) -> Features | None:
        text = message.get(TEXT)
        features = message_features.of(message) if text else None
        if features is None or not features.dense.shape[1]:
            return None
        reading = reading_features.reading_of(text)
        return Features(features.sparse, np.hstack([features.dense, reading_features.vector(reading)[np.newaxis, :]]))
