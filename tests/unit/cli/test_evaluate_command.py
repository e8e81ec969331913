"""``jiezhu evaluate`` on tiny files, with a stand-in for the engine that answers from a table."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.runtime import programs

CALM = {"emotion": "neutral", "score": 0.0, "risk": "none", "kinds": [], "demands": [], "signals": [], "evidence": []}
CALM["wants_human"] = False

ENGINE = """#!{python}
import json, sys
READING = json.loads({reading!r})
def say(intent, **more):
    fallback = intent == "nlu_fallback"
    ranking = [[intent, 0.3], ["greet", 0.2]] if fallback else [[intent, 0.9]]
    print(json.dumps({{"intent": intent, "confidence": 0.9, "ranking": ranking, "is_fallback": fallback, **more}}))
print("a warning of a library")
if "--cross" in sys.argv:
    print(json.dumps({{"step": 1, "of": 5, "name": "1"}}))
    say("greet", text="你好", gold="greet")
    say("greet", text="多谢", gold="thanks")
for line in [] if "--cross" in sys.argv else sys.stdin:
    text = json.loads(line)["text"]
    angry = {{"emotion": "angry"}} if "气" in text else {{}}
    intent = {{"你好": "greet", "天气": "nlu_fallback"}}.get(text, "ask_logistics")
    say(intent, reading={{**READING, **angry}}, ms=2.5)
"""

ROWS = [
    {"text": "你好", "intent": "greet", "sampling": "random", "angry": False},
    {"text": "快递[/]呢", "intent": "delivery_delay", "alt_intents": ["logistics"], "sampling": "sought"},
    {"text": "气死了", "intent": "anger_vent", "sampling": "sought", "angry": True},
    {"text": "天气", "accept": ["out_of_scope"]},
]


@pytest.fixture
def jiezhu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command, with the stand-in where the engine environment's Python would be."""
    engine = tmp_path / "python"
    engine.write_text(ENGINE.format(python=sys.executable, reading=json.dumps(CALM)), encoding="utf-8")
    engine.chmod(0o755)
    monkeypatch.setattr(programs, "ENGINE_PYTHON", engine)
    return CliRunner(env={"COLUMNS": "100"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four labelled rows."""
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_json_has_the_figures_the_rows_allow_and_no_others(jiezhu: CliRunner, file: Path) -> None:
    """Flat keys; 天气 is not a false fallback, and 快递呢 is right only when lenient."""
    result = jiezhu.invoke(app, ["evaluate", str(file), "--json"])

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["n"], found["random_n"], found["sought_n"]) == (4, 1, 2)
    assert found["intent_accuracy_strict"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["intent_accuracy_lenient"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["sought_intent_accuracy_lenient"] == 0.5
    assert (found["anger_precision"], found["anger_recall"]) == (1.0, 1.0)
    assert (found["oos_recall"], found["false_fallback_rate"]) == (1.0, 0.0)
    assert (found["parse_ms_p50"], found["parse_ms_p99"]) == (2.5, 2.5)
    assert {"risk_recall", "demands_f1", "human_recall", "emotion_accuracy"}.isdisjoint(found)


def test_several_files_are_evaluated_as_one(jiezhu: CliRunner, file: Path) -> None:
    """Lines without a text are passed over, and said so."""
    dialogues = file.with_name("dialogues.jsonl")
    dialogues.write_text('{"turns": []}\n', encoding="utf-8")

    result = jiezhu.invoke(app, ["evaluate", str(file), str(dialogues), str(file), "--json"])

    assert json.loads(result.stdout)["n"] == 8
    assert "dialogues.jsonl：1 行没有 text，已跳过。" in result.stderr


def test_the_report_shows_figures_labels_and_confusions_in_plain_text(jiezhu: CliRunner, file: Path) -> None:
    """Random and sought side by side, mistakes with what the customer wrote, marks left as typed."""
    shown = jiezhu.invoke(app, ["evaluate", str(file)]).stdout

    lines = [line.split() for line in shown.splitlines()]
    assert ["intent_accuracy_lenient", "0.667", "1.000", "0.500"] in lines
    assert ["oos_recall", "1.000", "–", "–"] in lines
    assert ["delivery_delay", "1", "–", "0.000", "0.000", "1.000", "1.000", "1.000"] in lines
    assert "1 × anger_vent → logistics" in shown
    assert "气死了" in shown
    assert "\x1b" not in shown


def test_cross_validation_gives_the_same_report(jiezhu: CliRunner, tmp_path: Path) -> None:
    """On our own examples, with the picture."""
    picture = tmp_path / "understanding.svg"

    result = jiezhu.invoke(app, ["evaluate", "--cross", "--json", "--plot", str(picture)])

    found = json.loads(result.stdout)
    assert (found["n"], found["intent_accuracy_strict"]) == (2, 0.5)
    assert found["intent_macro_f1_strict"] == pytest.approx(1 / 3, abs=1e-4)
    assert "parse_ms_p50" not in found
    assert picture.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("arguments", [["evaluate"], ["evaluate", "--cross", "rows.jsonl"]])
def test_files_or_cross_validation_one_of_them(jiezhu: CliRunner, arguments: list[str]) -> None:
    """One sentence."""
    result = jiezhu.invoke(app, arguments)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "二选一" in result.stderr


def test_bad_input_is_one_sentence_with_file_and_line(jiezhu: CliRunner, file: Path) -> None:
    """A broken line, a missing file, a file without rows, a picture that cannot be drawn or kept."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write("{oops\n")
    empty = file.with_name("empty.jsonl")
    empty.touch()
    unlabelled = file.with_name("unlabelled.jsonl")
    unlabelled.write_text('{"text": "好"}\n', encoding="utf-8")
    labelled = file.with_name("labelled.jsonl")
    labelled.write_text('{"text": "好", "intent": "affirm"}\n', encoding="utf-8")

    cases = {
        f"{file} 第 5 行": [str(file)],
        "none.jsonl 读不出来": ["none.jsonl"],
        "没有可以评测的内容": [str(empty)],
        "画图需要 intent": [str(unlabelled), "--plot", "x.svg"],
        "图写不进": [str(labelled), "--plot", str(file.parent / "none" / "x.svg")],
    }
    for complaint, arguments in cases.items():
        result = jiezhu.invoke(app, ["evaluate", *arguments])
        assert result.exit_code == 1
        assert complaint in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1


def test_what_the_engine_complains_of_is_the_sentence(jiezhu: CliRunner, file: Path) -> None:
    """No model: what to do is said."""
    programs.ENGINE_PYTHON.write_text(
        "#!/bin/sh\necho 'models 里没有训练好的模型，请先运行 jiezhu train。' >&2\nexit 1\n", encoding="utf-8"
    )

    result = jiezhu.invoke(app, ["evaluate", str(file)])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "请先运行 jiezhu train" in result.stderr


def test_an_engine_that_falls_silent_is_told(jiezhu: CliRunner, file: Path) -> None:
    """Figures of half the rows would look like figures of all."""
    programs.ENGINE_PYTHON.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")

    result = jiezhu.invoke(app, ["evaluate", str(file)])

    assert result.exit_code == 1
    assert "只回答了 0 条，应有 4 条" in result.stderr
