"""The pipeline's components, each on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu import text_view
from bot.engine.nlu.char_ngrams import CharNgramFeaturizer
from bot.engine.nlu.intents import LinearIntentClassifier
from bot.engine.nlu.sentence_encoder import SentenceEncoderFeaturizer
from bot.engine.nlu.tokenizer import CharTokenizer

pytestmark = pytest.mark.engine

EXAMPLES = {
    "ask_logistics": ["我的快递到哪了", "快递到哪里了", "包裹到哪了", "查快递", "我的包裹呢", "快递呢"],
    "thanks": ["谢谢", "谢谢你", "多谢", "谢谢啦", "好的谢谢", "感谢"],
}


class Bench:
    """Makes components as the graph does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = LocalModelStorage(folder)

    def place(self, component: Any, **config: Any) -> tuple[Any, ...]:
        """The arguments of ``create`` and ``load``."""
        settings = {**component.get_default_config(), **config}
        name = component.__name__
        return settings, self._storage, Resource(name), ExecutionContext(GraphSchema({}), node_name=name)

    def create(self, component: Any, **config: Any) -> Any:
        """An untrained component."""
        return component.create(*self.place(component, **config))

    def load(self, component: Any, **config: Any) -> Any:
        """The component as it was saved."""
        return component.load(*self.place(component, **config))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A model folder of its own."""
    return Bench(tmp_path)


def data(examples: dict[str, list[str]] = EXAMPLES) -> TrainingData:
    """Training data of examples by intent."""
    return TrainingData([Message.build(text, intent) for intent, texts in examples.items() for text in texts])


def trained(bench: Bench) -> tuple[Any, Any, Any]:
    """Featurizers and classifier, trained on the examples and loaded again."""
    examples = data()
    bench.create(CharNgramFeaturizer).train(examples)
    ngrams, encoder = bench.load(CharNgramFeaturizer), bench.create(SentenceEncoderFeaturizer)
    bench.create(LinearIntentClassifier).train(encoder.process_training_data(ngrams.process_training_data(examples)))
    return ngrams, encoder, bench.load(LinearIntentClassifier)


def read(parts: tuple[Any, ...], text: str) -> Message:
    """A message after the pipeline."""
    messages = [Message({"text": text})]
    for part in parts:
        messages = part.process(messages)
    return messages[0]


@pytest.mark.parametrize(
    "text,seen",
    [
        ("订单JZ251118000123到哪了", "订单订单号到哪了"),
        ("查 251118000123", "查 订单号"),
        ("打１２３１５投诉", "打12315投诉"),
        ("13800138000", "号码"),
        ("OK\u200b 好\n的", "ok 好 的"),
        (None, ""),
    ],
)
def test_the_text_is_seen_without_what_says_nothing(text: str | None, seen: str) -> None:
    """A long number must not look like a hotline's."""
    assert text_view.view(text) == seen


def test_tokens_are_characters_and_runs() -> None:
    """They point at their place in the text."""
    tokens = CharTokenizer(CharTokenizer.get_default_config()).tokenize(Message({"text": "订单JZ12 ok吗？"}), "text")

    assert [token.text for token in tokens] == ["订", "单", "JZ", "12", "ok", "吗", "？"]
    assert [("订单JZ12 ok吗？")[token.start : token.end] for token in tokens] == [token.text for token in tokens]


def test_ngrams_survive_saving_and_have_length_one(bench: Bench) -> None:
    """What was learnt is what is loaded."""
    featurizer = bench.create(CharNgramFeaturizer)
    featurizer.train(data())
    loaded = bench.load(CharNgramFeaturizer)

    one, two = featurizer._vector("快递到哪了"), loaded._vector("快递到哪了")

    assert np.allclose(one.toarray(), two.toarray())
    assert np.linalg.norm(two.toarray()) == pytest.approx(1)
    assert loaded._vector("喵喵喵").nnz == 0


def test_nothing_is_saved_as_pickle(bench: Bench) -> None:
    """A model file must not be able to run code when it is read."""
    trained(bench)

    files = [path for path in bench.folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".npy", ".npz"}
    for path in files:
        if path.suffix != ".json":
            np.load(path, allow_pickle=False)


def test_ngram_settings_are_checked(bench: Bench) -> None:
    """A range upside down would give no features at all."""
    with pytest.raises(InvalidConfigException):
        bench.create(CharNgramFeaturizer, min_ngram=3, max_ngram=2)


def test_meanings_are_close_when_words_are_not(bench: Bench) -> None:
    """What the encoder is for."""
    encoder = bench.create(SentenceEncoderFeaturizer)
    parcel, where, thanks = (
        read((encoder,), text).get_dense_features("text")[1].features[0]
        for text in ("我的快递到哪了", "包裹现在在什么地方", "非常感谢")
    )

    assert parcel @ where > parcel @ thanks + 0.2


@pytest.mark.parametrize("text", ["", "😊", "?！。", "\u200b"])
def test_a_message_without_words_has_no_meaning(bench: Bench, text: str) -> None:
    """The encoder would give a vector for anything."""
    message = read((bench.create(SentenceEncoderFeaturizer),), text)

    assert message.get_dense_features("text")[1] is None


def test_the_classifier_ranks_the_intents(bench: Bench) -> None:
    """Probabilities add up and the likeliest comes first."""
    message = read(trained(bench), "我的快递在哪")

    ranking = message.get("intent_ranking")
    assert message.get("intent") == ranking[0]
    assert ranking[0]["name"] == "ask_logistics"
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "😊", "?！。"])
def test_nothing_is_understood_from_nothing(bench: Bench, text: str) -> None:
    """No class prior in disguise."""
    message = read(trained(bench), text)

    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_a_sign_the_examples_know_is_understood(bench: Bench) -> None:
    """An emoji that is an example has features, though no meaning."""
    examples = data({**EXAMPLES, "affirm": ["👌", "👌👌", "好👌", "👌好的", "嗯👌", "👌"]})
    bench.create(CharNgramFeaturizer).train(examples)
    ngrams, encoder = bench.load(CharNgramFeaturizer), bench.create(SentenceEncoderFeaturizer)
    bench.create(LinearIntentClassifier).train(encoder.process_training_data(ngrams.process_training_data(examples)))

    message = read((ngrams, encoder, bench.load(LinearIntentClassifier)), "👌")

    assert message.get("intent")["name"] == "affirm"


def test_an_untrained_classifier_refuses_to_guess(bench: Bench) -> None:
    """Rasa's own would answer with an untrained model."""
    with pytest.raises(RasaException):
        bench.create(LinearIntentClassifier).process([Message({"text": "你好"})])
    with pytest.raises(ValueError, match="does not exist"):
        bench.load(LinearIntentClassifier)


def test_one_intent_is_not_enough(bench: Bench) -> None:
    """There would be nothing to tell apart."""
    examples = data({"thanks": ["谢谢", "多谢"]})
    encoder = bench.create(SentenceEncoderFeaturizer)

    with pytest.raises(InvalidConfigException, match="两个意图"):
        bench.create(LinearIntentClassifier).train(encoder.process_training_data(examples))
