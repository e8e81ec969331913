"""The figures under the names programs read, worked out by hand on a few rows."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from bot.kernel.errors import SettingError
from bot.kernel.reading import Reading
from bot.runtime.evaluation import labels, plot
from bot.runtime.evaluation.figures import all_figures, confusions, figures
from bot.runtime.evaluation.predictions import Judged
from bot.runtime.evaluation.rows import Row


def judged(label: str = "greet", *, fallback: bool = False, confidence: float = 0.9, **row: Any) -> Judged:
    """A row with a prediction; a fallback hides the guess."""
    said = "other" if fallback else label
    return Judged(Row(text="话", **row), said, is_fallback=fallback, guess=label, confidence=confidence)


def read(reading: Reading, **row: Any) -> Judged:
    """A row whose words were read like this."""
    return Judged(Row(text="话", **row), "other", True, None, 0.0, reading)


ALT = frozenset({"thanks"})


def test_a_prediction_among_the_alternatives_counts_only_when_lenient() -> None:
    """Strict: greet 1 of 2 (F1 2/3), thanks never right; lenient: both greets right."""
    found = figures(
        [judged("greet", intent="greet"), judged("thanks", intent="greet", alt_intents=ALT), judged(intent="deny")]
    )

    assert found["intent_accuracy_strict"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["intent_accuracy_lenient"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["intent_macro_f1_strict"] == pytest.approx((2 / 4 + 0) / 2)
    assert found["intent_macro_f1_lenient"] == pytest.approx((4 / 5 + 0) / 2)


def test_a_fallback_counts_as_other() -> None:
    """Right where the truth is other, a miss elsewhere."""
    found = figures([judged(fallback=True, intent="other"), judged(fallback=True, intent="greet")])

    assert found["intent_accuracy_strict"] == 0.5
    assert found["intent_macro_f1_strict"] == pytest.approx((2 / 3) / 2, abs=1e-4)


def test_only_figures_whose_fields_are_there_are_computed() -> None:
    """A row of nothing but text gives a count."""
    assert figures([judged()]) == {"n": 1}


def test_a_line_outside_is_right_when_turned_away_or_answered_as_accepted() -> None:
    """Fallback, other and chitchat are right, greet is not; a fallback is not chitchat."""
    accept = frozenset({"out_of_scope", "chitchat"})
    found = figures(
        [
            judged(fallback=True, accept=accept),
            judged("other", accept=accept),
            judged("chitchat", accept=accept),
            judged("greet", accept=accept),
            judged("chitchat", fallback=True, accept=frozenset({"chitchat"})),
        ]
    )

    assert found == {"n": 5, "oos_recall": 0.6}


def test_false_fallbacks_are_counted_among_rows_that_are_customer_service() -> None:
    """Two of four are turned away; rows that are or may be other do not count."""
    found = figures(
        [
            judged(fallback=True, intent="greet"),
            judged("other", intent="greet"),
            judged("greet", intent="greet"),
            judged("thanks", intent="greet"),
            judged(fallback=True, intent="other"),
            judged(fallback=True, intent="greet", alt_intents=frozenset({"other"})),
            judged(fallback=True),
        ]
    )

    assert found["false_fallback_rate"] == 0.5


def test_anger_and_emotions_are_separate_figures() -> None:
    """``angry`` and ``emotion`` come from different readers; an unknown emotion is left out."""
    found = figures(
        [
            read(Reading(emotion="angry"), angry=True),
            read(Reading(emotion="dissatisfied"), angry=True),
            read(Reading(emotion="angry"), angry=False),
            read(Reading(emotion="worried"), emotion="worried"),
            read(Reading(emotion="worried"), emotion="neutral"),
            read(Reading(emotion="angry"), emotion=None),
        ]
    )

    assert (found["anger_precision"], found["anger_recall"]) == (0.5, 0.5)
    assert found["emotion_accuracy"] == 0.5
    assert (found["emotion_worried_precision"], found["emotion_worried_recall"]) == (0.5, 1.0)
    assert (found["emotion_angry_precision"], found["emotion_angry_recall"]) == (None, None)


def test_risk_is_watch_or_higher_and_high_by_itself() -> None:
    """A high one seen as watch is found, but not as high."""
    found = figures(
        [
            read(Reading(risk="watch"), risk="high"),
            read(Reading(risk="high"), risk="high"),
            read(Reading(risk="none"), risk="watch"),
            read(Reading(risk="watch"), risk="none"),
            read(Reading(risk="watch"), risk=None),
        ]
    )

    assert found["risk_precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["risk_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["risk_high_precision"], found["risk_high_recall"]) == (1.0, 0.5)


def test_asking_for_a_person_demands_and_kinds_come_from_the_reading() -> None:
    """One of two askers found; refund found, apology missed, exchange invented; one kind of two."""
    found = figures(
        [
            read(Reading(wants_human=True), wants_human=True),
            read(Reading(), wants_human=True),
            read(Reading(demands=("refund", "exchange")), demands=frozenset({"refund", "apology"})),
            read(Reading(kinds=("legal",)), kinds=frozenset({"legal", "media"})),
        ]
    )

    assert (found["human_precision"], found["human_recall"]) == (1.0, 0.5)
    assert found["demands_f1"] == 0.5
    assert found["kinds_f1"] == pytest.approx(2 / 3, abs=1e-4)


def test_calibration_looks_at_the_guess_behind_a_fallback() -> None:
    """Sure 0.9 and right, sure 0.2 and wrong: off by 0.1 and 0.2; an alternative is right for ``ece`` only."""
    rows = [judged(confidence=0.9, intent="greet"), judged("deny", fallback=True, confidence=0.2, intent="greet")]
    alternative = judged("thanks", confidence=1.0, intent="greet", alt_intents=ALT)

    assert figures(rows)["ece"] == pytest.approx(0.15)
    assert figures([alternative])["ece"] == 0.0
    assert figures([alternative])["ece_strict"] == 1.0


def test_times_are_median_and_99th_percentile() -> None:
    """Of one to a hundred milliseconds."""
    rows = [Judged(Row("话"), "greet", False, "greet", 1.0, ms=float(ms)) for ms in range(1, 101)]

    assert figures(rows) == {"n": 100, "parse_ms_p50": 50.0, "parse_ms_p99": 99.0}


def test_random_and_sought_rows_have_figures_of_their_own() -> None:
    """Sought ones are harder; a sampling no row has is left out."""
    found = all_figures([judged("deny", intent="greet", sampling="sought"), judged(intent="greet")])

    assert (found["n"], found["sought_n"]) == (2, 1)
    assert (found["intent_accuracy_strict"], found["sought_intent_accuracy_strict"]) == (0.5, 0.0)
    assert [name for name in found if name.startswith("random_")] == []


def test_confusions_are_real_mistakes_most_frequent_first() -> None:
    """What a careful reader accepts is none; a fallback is named as such."""
    found = confusions(
        [
            judged(fallback=True, intent="greet"),
            judged("deny", intent="greet"),
            judged("deny", intent="greet"),
            judged("thanks", intent="greet", alt_intents=ALT),
            judged(intent="greet"),
        ]
    )

    assert [(one.truth, one.verdict, len(one.texts)) for one in found] == [
        ("greet", "deny", 2),
        ("greet", "fallback", 1),
    ]


def test_an_intent_without_a_label_is_told() -> None:
    """Whoever adds one adds a line to the file."""
    with pytest.raises(SettingError, match=r"ask_moon 没有写进 data/labels.yml"):
        labels.label_of("ask_moon", is_fallback=False, labels={"greet": "greet"})


def test_the_picture_is_well_formed_and_names_every_label() -> None:
    """One bar for each true label, and the calibration error."""
    picture = plot.draw([judged(intent="greet"), judged(intent="deny")], "标题 <1>")

    words = [element.text or "" for element in ElementTree.fromstring(picture).iter() if element.tag.endswith("text")]
    assert {"标题 <1>", "greet", "deny", "expected calibration error 0.400"} <= set(words)
    assert "0.67 · 1" in words
