"""Dense features: what the rules of feeling and risk read in a message."""

from __future__ import annotations

import functools
import hashlib
import inspect
from pathlib import Path
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

import bot.risk
from bot.engine.nlu import text_view
from bot.kernel.reading import EMOTIONS, RISKS, Reading
from bot.kernel.text import plain
from bot.risk.demands import DEMANDS
from bot.risk.emotion import SIGNALS
from bot.risk.reader import read
from bot.risk.risk import KINDS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ReadingFeaturizer(DenseFeaturizer, GraphComponent):
    """Tells the classifier what the words were seen to mean: feeling, risk, demands, a wish for a person.

    The rules know families of wordings and their negations, which n-grams of a few thousand examples do not; the
    classifier learns from the examples how far to believe each. A message without words has no such features, as it
    has none of the sentence encoder.

    Settings: ``weight`` (of each yes against a sentence vector of length 1; more of it made real messages worse).
    """

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._weight = float(config["weight"])

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        return {**DenseFeaturizer.get_default_config(), "weight": 0.25}

    @classmethod
    @override
    def validate_config(cls, config: dict[str, Any]) -> None:
        """See parent; any weight is possible."""

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Other rules or another lexicon give other features."""
        return f"{_rules()}\n{inspect.getsource(text_view)}"

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReadingFeaturizer:
        """See parent."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every example that has words."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features of each message that has words."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text_view.has_words(text):
                features = vector(reading_of(text))[np.newaxis, :] * self._weight
                self.add_features_to_message(None, features, TEXT, message)
        return messages


@functools.lru_cache(maxsize=8)
def reading_of(text: str) -> Reading:
    """What the rules read in a message by itself; kept a moment, as several components ask about the same one."""
    return read(plain(text))


def vector(reading: Reading) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The reading as numbers: one for each level, kind, demand and signal (0 or 1), and twice the score."""
    seen = (
        *(reading.emotion == level for level in EMOTIONS),
        *(reading.risk == level for level in RISKS),
        *(kind in reading.kinds for kind in KINDS),
        *(demand in reading.demands for demand in DEMANDS),
        *(signal in reading.signals for signal in SIGNALS),
        reading.wants_human,
        reading.score * 2,
    )
    return np.array(seen, dtype=np.float64)


def _rules() -> str:
    """One hash of the rules and their lexicon."""
    folder = Path(bot.risk.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".txt"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
