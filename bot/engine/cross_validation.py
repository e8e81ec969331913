"""How well the pipeline of ``config.yml`` learns ``data/nlu``: every example is judged by a model that never saw it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import answer
from bot.engine.evaluate import FALLBACKS
from bot.engine.yaml_files import DesignError

FOLDS = 5
_SEED = 20240601
"""Any fixed number: the same examples give the same folds."""


@dataclass(frozen=True)
class Part:
    """A component of the pipeline with its settings from ``config.yml``, not made yet."""

    kind: Any
    settings: dict[str, Any]
    learns: bool

    def make(self, folder: Path, name: str) -> Any:
        """The component; what it learns is kept in ``folder`` under ``name``."""
        settings = {**self.kind.get_default_config(), **self.settings}
        context = ExecutionContext(GraphSchema({}), node_name=name)
        return self.kind.create(settings, LocalModelStorage(folder), Resource(name), context)


def run(project: Path) -> Iterator[dict[str, Any]]:
    """Each example with what is understood by the model of the folds without it.

    Yields:
        ``{"step", "of", "name"}`` as a fold begins, and for each example ``{"text", "gold", "intent", "confidence",
        "ranking", "entities", "is_fallback"}``, ``gold`` being the intent it was written for.

    Raises:
        DesignError: a designer's file is not fit to train from, or there are no examples.
    """
    here = Path.cwd()
    os.chdir(project)
    try:
        importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
        examples = [example for example in importer.get_nlu_data().intent_examples if example.get(TEXT)]
        parts = pipeline(importer.get_config())
    finally:
        os.chdir(here)
    if len({example.get(INTENT) for example in examples}) < 2:
        raise DesignError("data/nlu 里至少要有两个意图，并且各有例句，才能交叉验证。")
    fold_of = folds([str(example.get(INTENT)) for example in examples])
    first, rest = _split(parts)
    with TemporaryDirectory() as folder:
        for place, part in enumerate(first):
            part.make(Path(folder), f"{place}").process_training_data(TrainingData(examples))
        for fold in range(FOLDS):
            yield {"step": fold + 1, "of": FOLDS, "name": f"第 {fold + 1} 份"}
            learnt = [_copy(example) for example, number in zip(examples, fold_of, strict=True) if number != fold]
            unseen = [_copy(example) for example, number in zip(examples, fold_of, strict=True) if number == fold]
            if unseen:
                golds = [example.get(INTENT) for example in unseen]
                _judge(rest, learnt, unseen, Path(folder) / f"fold{fold}")
                yield from map(_prediction, unseen, golds)


def folds(labels: Sequence[str], count: int = FOLDS) -> list[int]:
    """Which fold each example is in: at random, the same at every call, every label spread evenly."""
    fold_of = [0] * len(labels)
    chance = random.Random(_SEED)  # noqa: S311 - not a secret
    for label in sorted(set(labels)):
        places = [place for place, other in enumerate(labels) if other == label]
        chance.shuffle(places)
        for turn, place in enumerate(places):
            fold_of[place] = turn % count
    return fold_of


def pipeline(config: dict[str, Any]) -> list[Part]:
    """The components as ``config.yml`` lists them."""
    parts = []
    for entry in config["pipeline"]:
        registered = DefaultV1Recipe._from_registry(entry["name"])
        settings = {key: value for key, value in entry.items() if key != "name"}
        parts.append(Part(registered.clazz, settings, registered.is_trainable))
    return parts


def _split(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """What sees the same in every fold and is done once (the sentence encoder is most of the time), and the rest."""
    classifier = next(place for place, part in enumerate(parts) if issubclass(part.kind, IntentClassifier))
    first = [part for part in parts[:classifier] if not part.learns]
    return first, [part for part in parts if part not in first]


def _judge(parts: list[Part], learnt: list[Message], unseen: list[Message], folder: Path) -> None:
    """Train what learns on some examples and let everything work on the others."""
    folder.mkdir()
    data = TrainingData(learnt)
    for place, part in enumerate(parts):
        component = part.make(folder, f"{place}")
        if part.learns:
            component.train(data)
            if not issubclass(part.kind, IntentClassifier):
                component.process_training_data(data)
        component.process(unseen)


def _copy(example: Message) -> Message:
    return Message(dict(example.data), set(example.output_properties), features=list(example.features))


def _prediction(example: Message, gold: str) -> dict[str, Any]:
    parsed = answer.parse(example.data)
    return {"text": example.get(TEXT), "gold": gold, **parsed, "is_fallback": parsed["intent"] in FALLBACKS}
