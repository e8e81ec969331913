"""The learned part of reading a feeling, and the examples it learns from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tiny_bot
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import answer
from bot.engine.importer import SplitDomainImporter
from bot.engine.nlu.char_ngrams import CharNgramFeaturizer
from bot.engine.nlu.feelings import FeelingClassifier
from bot.engine.nlu.reading_features import ReadingFeaturizer, reading_of, vector
from bot.engine.nlu.sentence_encoder import SentenceEncoderFeaturizer
from bot.engine.yaml_files import DesignError

pytestmark = pytest.mark.engine

BITTER = [
    "你们可真会做生意",
    "当我好糊弄是吧",
    "就没见过你们这样办事的",
    "合着我是来给你们当孙子的",
    "把人耍得团团转很有意思吗",
    "做人要讲良心",
]
CALM = ["我的快递到哪了", "请问几号发货", "帮我开一张发票", "谢谢你帮我查到了", "这件有大号吗", "今天天气真好"]


class Pipeline:
    """Featurizers and the classifier, trained on a few lines and loaded again."""

    def __init__(self, folder: Path, examples: TrainingData) -> None:
        self._storage = LocalModelStorage(folder)
        ngrams = self._make(CharNgramFeaturizer)
        ngrams.train(examples)
        featurizers = [ngrams, self._make(SentenceEncoderFeaturizer), self._make(ReadingFeaturizer)]
        for part in featurizers:
            part.process_training_data(examples)
        self._make(FeelingClassifier).train(examples)
        self.parts = [*featurizers, self._make(FeelingClassifier, "load")]

    def feeling(self, text: str) -> Any:
        """What is felt in a message."""
        message = Message({"text": text})
        for part in self.parts:
            part.process([message])
        return message.get("feeling")

    def _make(self, kind: Any, how: str = "create") -> Any:
        context = ExecutionContext(GraphSchema({}), node_name=kind.__name__)
        return getattr(kind, how)(kind.get_default_config(), self._storage, Resource(kind.__name__), context)


def examples(*, felt: bool = True) -> TrainingData:
    """Bitter lines as feelings, calm ones as the examples of an intent."""
    angry = [Message({"text": text, "emotion": "angry"}) for text in BITTER] if felt else []
    return TrainingData([*angry, *(Message.build(text, "ask_anything") for text in CALM)])


def test_anger_without_an_angry_word_is_learned_from_examples(tmp_path: Path) -> None:
    """The calm examples of the intents are the other side."""
    pipeline = Pipeline(tmp_path, examples())

    bitter, calm = pipeline.feeling("你们就是这样糊弄人的吗"), pipeline.feeling("请问快递几号到")

    assert (bitter["name"], calm["name"]) == ("angry", "neutral")
    assert bitter["angry"] > 0.5 > calm["angry"]


@pytest.mark.parametrize("text", ["", "😊", "？！"])
def test_nothing_is_felt_in_a_message_without_words(tmp_path: Path, text: str) -> None:
    """A guess would be the share of the examples."""
    assert Pipeline(tmp_path, examples()).feeling(text) is None


def test_without_examples_of_feelings_the_rules_stand_alone(tmp_path: Path) -> None:
    """Training goes on, and nothing is said about feelings."""
    assert Pipeline(tmp_path, examples(felt=False)).feeling("你们就是这样糊弄人的吗") is None


def test_the_engine_tells_the_feeling_beside_the_intent() -> None:
    """Where there is none, the answer has no empty place for it."""
    feeling = {"name": "angry", "confidence": 0.8, "angry": 0.8}

    assert answer.parse({"intent": {"name": "greet", "confidence": 1.0}, "feeling": feeling})["feeling"] == feeling
    assert "feeling" not in answer.parse({"intent": {"name": "greet", "confidence": 1.0}})


def test_what_the_rules_read_becomes_numbers_of_one_length() -> None:
    """The classifier gets the same columns for every message."""
    calm, threat = vector(reading_of("请问几号发货")), vector(reading_of("骗子!!! 我要去12315告你们，叫你们经理来"))

    assert calm.shape == threat.shape
    assert calm.sum() < threat.sum()


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny bot, whose folder of feelings each test fills itself."""
    monkeypatch.chdir(tiny_bot.write(tmp_path))
    (tmp_path / "data" / "emotions" / "angry.yml").unlink()
    return tmp_path


def load(bot: Path, **files: str) -> TrainingData:
    """The training data when the folder has these files."""
    for name, content in files.items():
        (bot / "data" / "emotions" / f"{name}.yml").write_text(content, encoding="utf-8")
    return SplitDomainImporter("config.yml", "domain.yml", ["data"]).get_nlu_data()


def test_examples_of_feelings_are_training_data_without_an_intent(bot: Path) -> None:
    """They are no intent's examples."""
    before = len(load(bot).intent_examples)

    after = load(bot, angry="emotion: angry\nexamples: |\n  - 气死人了\n  - 又骗我\n")

    assert len(after.intent_examples) == before
    assert {e.get("text") for e in after.training_examples if e.get("emotion") == "angry"} == {"气死人了", "又骗我"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("emotion: furious\nexamples: |\n  - 气死人了\n", "第 1 行"),
        ("emotion: angry\n", "examples"),
        ("emotion: angry\nexamples: |\n  - 气死人了\n  又骗我\n", "第 4 行"),
    ],
)
def test_a_mistake_in_the_examples_is_named_with_its_line(bot: Path, content: str, says: str) -> None:
    """A designer reads what to do."""
    with pytest.raises(DesignError) as caught:
        load(bot, angry=content)

    assert says in str(caught.value)


def test_a_line_has_one_feeling(bot: Path) -> None:
    """Both places are named."""
    with pytest.raises(DesignError) as caught:
        load(
            bot,
            angry="emotion: angry\nexamples: |\n  - 真行\n",
            neutral="emotion: neutral\nexamples: |\n  - 真行\n",
        )

    assert "angry.yml 第 3 行" in str(caught.value)
