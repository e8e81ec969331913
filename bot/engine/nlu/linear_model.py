"""The mathematics of the intent classifier: a multinomial logistic regression, calibrated on held-out folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression

FOLDS = 5


@dataclass(frozen=True)
class LinearModel:
    """Weights of a trained classifier.

    Attributes:
        labels: the intents, in the order of the columns.
        coefficients: float32, one row for each feature, one column for each intent.
        intercepts: one for each intent.
        temperature: what the scores are divided by before they become probabilities, so that 0.8 means right
            eight times out of ten on messages the model has not seen.
    """

    labels: tuple[str, ...]
    coefficients: np.ndarray[Any, Any]
    intercepts: np.ndarray[Any, Any]
    temperature: float

    def probabilities(self, features: scipy.sparse.csr_matrix) -> np.ndarray[Any, Any]:
        """The probability of each intent for one message (a matrix of one row)."""
        scores = features.data @ self.coefficients[features.indices] + self.intercepts
        result: np.ndarray[Any, Any] = softmax(scores / self.temperature)
        return result


def fit(features: scipy.sparse.csr_matrix, labels: list[str], settings: dict[str, Any]) -> LinearModel:
    """Train on everything, with the temperature found on folds the scoring model had not seen."""
    classes = sorted(set(labels))
    truth = np.array([classes.index(label) for label in labels])
    model = _regression(settings).fit(features, truth)
    # For two classes scikit-learn keeps one column of weights: the score of the second against the first.
    weights, intercepts = model.coef_, model.intercept_
    if len(classes) == 2:
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    temperature = _temperature(features, truth, len(classes), settings)
    coefficients = np.ascontiguousarray(weights.T, dtype=np.float32)
    return LinearModel(tuple(classes), coefficients, intercepts.astype(np.float32), temperature)


def _regression(settings: dict[str, Any]) -> LogisticRegression:
    return LogisticRegression(
        C=settings["C"],
        max_iter=settings["max_iter"],
        tol=settings["tol"],
        class_weight="balanced",
        solver="lbfgs",
        random_state=0,
    )


def _temperature(
    features: scipy.sparse.csr_matrix, truth: np.ndarray[Any, Any], classes: int, settings: dict[str, Any]
) -> float:
    """The divisor that makes the probabilities of unseen messages most honest; 1 when there is too little to tell."""
    if np.bincount(truth, minlength=classes).min() < FOLDS:
        return 1.0
    fold = np.zeros(len(truth), dtype=np.int64)
    for label in range(classes):
        rows = np.flatnonzero(truth == label)
        fold[rows] = np.arange(len(rows)) % FOLDS
    scores = np.zeros((len(truth), classes))
    for number in range(FOLDS):
        held = fold == number
        model = _regression(settings).fit(features[~held], truth[~held])
        found = model.decision_function(features[held])
        scores[held] = found if found.ndim == 2 else np.stack([-found, found], axis=1) / 2

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        return float((logsumexp(scaled, axis=1) - scaled[np.arange(len(truth)), truth]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.5, 2.5), method="bounded").x))
