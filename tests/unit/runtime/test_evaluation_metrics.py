"""The arithmetic of evaluation, against cases worked out by hand."""

from __future__ import annotations

import pytest

from bot.runtime.evaluation import metrics
from bot.runtime.evaluation.metrics import Bin, Score

PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c"), ("d", "a")]
"""(truth, verdict): a is right twice of three, b once of two, d never; c is claimed and nowhere true."""


def test_precision_recall_and_f1_are_what_they_are_called() -> None:
    """Two of three claims right, two of four found: F1 = 2 x 2 / (3 + 4)."""
    found = Score(right=2, said=3, meant=4)

    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(0.5)
    assert found.f1 == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("score", "figures"),
    [
        (Score(0, 0, 2), (None, 0.0, 0.0)),
        (Score(0, 2, 0), (0.0, None, 0.0)),
        (Score(0, 0, 0), (None, None, None)),
    ],
)
def test_what_cannot_be_divided_is_unknown_not_zero(score: Score, figures: tuple[float | None, ...]) -> None:
    """Precision without claims and recall without cases say nothing."""
    assert (score.precision, score.recall, score.f1) == figures


def test_a_verdict_of_yes_or_no_is_counted() -> None:
    """Found, missed, falsely claimed, rightly silent."""
    assert metrics.score([(True, True), (True, False), (False, True), (False, False)]) == Score(1, 2, 2)


def test_every_name_of_a_set_counts_once() -> None:
    """refund right, apology missed, exchange invented; an empty truth with an empty verdict adds nothing."""
    pairs = [
        (frozenset({"refund", "apology"}), frozenset({"refund"})),
        (frozenset(), frozenset({"exchange"})),
        (frozenset(), frozenset()),
    ]

    assert metrics.score_of_sets(pairs) == Score(right=1, said=2, meant=2)


def test_labels_are_those_that_are_true_somewhere() -> None:
    """c is only claimed."""
    assert metrics.scores_by_label(PAIRS) == {"a": Score(2, 3, 3), "b": Score(1, 2, 2), "d": Score(0, 0, 1)}


def test_macro_f1_weighs_every_true_label_the_same() -> None:
    """a: 2/3, b: 1/2, d: 0; a third of their sum."""
    assert metrics.macro_f1(PAIRS) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_accuracy_is_the_share_of_right_verdicts() -> None:
    """Three of six."""
    assert metrics.accuracy(PAIRS) == pytest.approx(0.5)


def test_nothing_has_no_figures() -> None:
    """No rows, no numbers."""
    assert metrics.accuracy([]) is None
    assert metrics.macro_f1([]) is None
    assert metrics.expected_calibration_error([]) is None
    assert metrics.quantile([], 0.5) is None


def test_confidences_are_put_into_ten_bins() -> None:
    """1.0 belongs to the last bin, a border to the upper one, empty bins are left out."""
    found = metrics.bins([(0.1, False), (0.15, True), (0.95, True), (1.0, True)])

    assert [part.count for part in found] == [2, 2]
    assert found[0] == Bin(count=2, confidence=pytest.approx(0.125), right=0.5)
    assert found[1] == Bin(count=2, confidence=pytest.approx(0.975), right=1.0)


def test_calibration_error_is_the_weighted_distance() -> None:
    """Three at 0.8 right half the time, one at 0.4 always right: (3 x 0.3 + 1 x 0.6) / 4."""
    assert metrics.expected_calibration_error([Bin(3, 0.8, 0.5), Bin(1, 0.4, 1.0)]) == pytest.approx(0.375)


@pytest.mark.parametrize(("share", "value"), [(0.5, 5.0), (0.51, 6.0), (0.99, 10.0), (0.0, 1.0), (1.0, 10.0)])
def test_a_quantile_is_a_value_that_was_measured(share: float, value: float) -> None:
    """Nearest rank of one to ten, in any order."""
    assert metrics.quantile([10.0, 3, 2, 1, 4, 6, 5, 9, 8, 7], share) == value
