"""Sparse features: TF-IDF over the characters' n-grams."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.engine.nlu import text_view


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharNgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Reads the raw text, so no word segmentation stands between the words and the features.

    Longer n-grams than pairs made nothing better beside the sentence encoder, and doubled the training time.

    Settings: ``min_ngram`` and ``max_ngram`` (characters), ``min_df`` (messages an n-gram must occur in). The vector
    of a message has length 1; a message with no known n-gram has none.
    """

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource, ngrams: list[str]
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._learn(ngrams, np.ones(len(ngrams)))

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        return {**SparseFeaturizer.get_default_config(), "min_ngram": 1, "max_ngram": 2, "min_df": 2}

    @classmethod
    @override
    def validate_config(cls, config: dict[str, Any]) -> None:
        """See parent."""
        if not 1 <= config["min_ngram"] <= config["max_ngram"]:
            raise InvalidConfigException("CharNgramFeaturizer: min_ngram 至少为 1，且不能大于 max_ngram。")

    @staticmethod
    @override
    def required_packages() -> list[str]:
        """See parent."""
        return ["scipy", "numpy"]

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa's cache sees this class only, not the module that prepares the text."""
        return inspect.getsource(text_view)

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharNgramFeaturizer:
        """See parent."""
        return cls(config, execution_context.node_name, model_storage, resource, [])

    @classmethod
    @override
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharNgramFeaturizer:
        """See parent; a model without our files is an error, never an empty featurizer."""
        with model_storage.read_from(resource) as folder:
            ngrams = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
            weights = np.load(folder / "idf.npy", allow_pickle=False)
        component = cls(config, execution_context.node_name, model_storage, resource, [])
        component._learn(ngrams, weights)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which n-grams there are and how much each one tells."""
        texts = {text_view.view(example.get(TEXT)) for example in training_data.training_examples if example.get(TEXT)}
        seen_in: Counter[str] = Counter()
        for text in sorted(texts):
            seen_in.update(set(self._ngrams(text)))
        ngrams = sorted(ngram for ngram, count in seen_in.items() if count >= self._config["min_df"])
        counts = np.array([seen_in[ngram] for ngram in ngrams], dtype=np.float64)
        self._learn(ngrams, np.log((1 + len(texts)) / (1 + counts)) + 1)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "ngrams.json").write_text(json.dumps(ngrams, ensure_ascii=False), encoding="utf-8")
            np.save(folder / "idf.npy", self._weights, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every example that has a text."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence features of each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                self.add_features_to_message(None, self._vector(message.get(TEXT)), TEXT, message)
        return messages

    def _learn(self, ngrams: list[str], weights: np.ndarray[Any, Any]) -> None:
        self._index = {ngram: place for place, ngram in enumerate(ngrams)}
        self._weights = weights

    def _ngrams(self, text: str) -> Iterable[str]:
        padded = f" {text} "
        for size in range(self._config["min_ngram"], self._config["max_ngram"] + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]

    def _vector(self, text: str) -> scipy.sparse.csr_matrix:
        index = self._index
        counts: Counter[int] = Counter(
            index[ngram] for ngram in self._ngrams(text_view.view(text)) if ngram in index and ngram != " "
        )
        places = np.fromiter(sorted(counts), dtype=np.int32, count=len(counts))
        values = np.array([1 + np.log(counts[place]) for place in places.tolist()])
        values = values * self._weights[places] if len(places) else values
        length = np.linalg.norm(values)
        values = values / length if length else values
        bounds = np.array([0, len(places)], dtype=np.int32)
        return scipy.sparse.csr_matrix((values, places, bounds), shape=(1, len(index)))
