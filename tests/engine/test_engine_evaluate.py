"""What the pipeline makes of messages, asked on the command line, and cross-validation of the tiny bot."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from engine_stand import json_lines, run_python

from bot.engine import evaluate
from bot.engine.evaluate import Predictor
from bot.kernel.errors import BadInput, SettingError

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def predictor(models: Path) -> Predictor:
    """The tiny bot's model, without server and store."""
    return Predictor.load(models)


async def test_a_message_is_understood_read_and_timed(predictor: Predictor) -> None:
    """The pipeline's answer and the words' reading side by side."""
    found = await predictor.predict("我的快递到哪了,再不到我就去12315投诉!!!")

    assert found["intent"] == "ask_logistics"
    assert found["ranking"][0] == ["ask_logistics", found["confidence"]]
    assert found["is_fallback"] is False
    assert (found["reading"]["risk"], found["reading"]["emotion"]) == ("high", "angry")
    assert 0 < found["ms"] < 5000
    json.dumps(found)


@pytest.mark.parametrize("text", ["", "😀😀", "\u0000\u200b", "/restart", "؟؟؟", "<b>' OR 1=1 --</b>", "字" * 10000])
async def test_any_text_gets_an_answer(predictor: Predictor, text: str) -> None:
    """Rows hold what people typed."""
    found = await predictor.predict(text)

    assert found["is_fallback"] is (found["intent"] == "nlu_fallback")


async def test_signs_without_words_are_a_fallback(predictor: Predictor) -> None:
    """There is nothing to guess from."""
    assert (await predictor.predict("😀😀"))["is_fallback"] is True


def test_rows_are_answered_in_their_order(models: Path, tmp_path: Path) -> None:
    """From stdin's place, a file: one line for each, only their text is looked at."""
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "谢谢你", "intent": "greet"}\n\n{"text": "你好"}\n', encoding="utf-8")

    done = run_python("-m", "bot.engine.evaluate", str(file), cwd=tmp_path, JIEZHU_MODEL_DIR=str(models))

    assert (done.returncode, done.stderr) == (0, "")
    assert [line["intent"] for line in json_lines(done.stdout)] == ["thanks", "greet"]


def test_without_a_model_the_way_to_make_one_is_told(tmp_path: Path) -> None:
    """One sentence."""
    with pytest.raises(SettingError, match="请先运行 jiezhu train"):
        Predictor.load(tmp_path)


def test_a_line_that_is_no_row_is_told_with_its_number() -> None:
    """Broken JSON, no object, no text."""
    for line in ("{", "[]", '{"intent": "greet"}'):
        with pytest.raises(BadInput, match="第 2 行"):
            list(evaluate.texts(['{"text": "好"}', line]))


def test_folds_are_even_within_every_label_and_always_the_same() -> None:
    """Eleven of one and five of another on five folds."""
    from bot.engine.cross_validation import folds

    labels = ["a"] * 11 + ["b"] * 5
    found = folds(labels)

    assert found == folds(labels)
    assert sorted(Counter(found[:11]).values()) == [2, 2, 2, 2, 3]
    assert sorted(found[11:]) == [0, 1, 2, 3, 4]


def test_every_example_is_judged_once_by_a_model_that_did_not_see_it(project: Path) -> None:
    """A sentence that stands in one fold only cannot be known by heart: not all of them are right."""
    from bot.engine import cross_validation

    said = list(cross_validation.run(project))

    steps = [line for line in said if "step" in line]
    judged = [line for line in said if "step" not in line]
    assert [(line["step"], line["of"]) for line in steps] == [(number, 5) for number in range(1, 6)]
    assert len({line["text"] for line in judged}) == len(judged) == 28
    assert {line["gold"] for line in judged} == {"greet", "thanks", "ask_logistics", "ask_human"}
    right = sum(line["intent"] == line["gold"] for line in judged)
    assert 8 < right < 28


def test_the_pipeline_is_the_one_of_the_configuration(project: Path) -> None:
    """With the settings written there, and what learns marked as such."""
    from bot.engine.cross_validation import pipeline
    from bot.engine.nlu.char_ngrams import CharNgramFeaturizer

    parts = pipeline({"pipeline": [{"name": "bot.engine.nlu.char_ngrams.CharNgramFeaturizer", "max_ngram": 2}]})

    assert [(part.kind, part.settings, part.learns) for part in parts] == [
        (CharNgramFeaturizer, {"max_ngram": 2}, True)
    ]
