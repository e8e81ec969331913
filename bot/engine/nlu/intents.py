"""The intent classifier."""

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
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.engine.nlu import linear_model, message_features
from bot.engine.nlu.linear_model import Features, LinearModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Logistic regression over all sentence features, sparse and dense side by side.

    Settings: ``C`` (less: simpler model), ``dense_scale`` (weight of the dense features against the sparse ones),
    ``max_iter``, ``tol``, ``ranking_length``. A message without features has the intent ``None`` with confidence 0:
    a guess from how frequent the intents are would be a guess about nothing.
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
        return {"C": 16.0, "dense_scale": 1.0, "max_iter": 1000, "tol": 5e-5, "ranking_length": 10}

    @staticmethod
    @override
    def required_packages() -> list[str]:
        """See parent."""
        return ["scipy", "numpy"]

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa's cache sees this class only, not the mathematics beside it."""
        return "\n".join(map(inspect.getsource, (linear_model, message_features)))

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
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
    ) -> LinearIntentClassifier:
        """See parent; a model without our files is an error, never an untrained classifier."""
        with model_storage.read_from(resource) as folder:
            model = linear_model.load(folder)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents from every example that has a text and features."""
        rows, labels = [], []
        for example in training_data.intent_examples:
            features = self._features(example) if example.get(TEXT) else None
            if features is not None:
                rows.append(features)
                labels.append(example.get(INTENT))
        if len(set(labels)) < 2:
            raise InvalidConfigException("至少要有两个意图，并且各有例句，才能训练意图分类器。")
        self._model = linear_model.fit(message_features.stack(rows), labels, self._config)
        with self._model_storage.write_to(self._resource) as folder:
            linear_model.save(self._model, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its intent and the ranking of the likeliest ones."""
        for message in messages:
            ranking = self._ranking(message)
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", best, add_to_output=True)
            message.set("intent_ranking", ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if self._model is None:
            raise RasaException("意图分类器还没有训练，不能用来识别。")
        features = self._features(message)
        if features is None:
            return []
        probabilities = self._model.probabilities(features)[0]
        order = np.argsort(-probabilities, kind="stable")
        labels = self._model.labels
        return [{"name": labels[place], "confidence": float(probabilities[place])} for place in order]

    def _features(self, message: Message) -> Features | None:
        width = self._model.dense.shape[0] if self._model else 0
        return message_features.of(message, dense_width=width, dense_scale=self._config["dense_scale"])
