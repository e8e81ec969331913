"""The mathematics of the intent classifier: a multinomial logistic regression, calibrated on held-out examples.

Solved here rather than by scikit-learn because the dense half of the features stays dense: one step is two matrix
products instead of one product with a sparse matrix that is mostly full, which is several times faster.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from scipy.optimize import minimize, minimize_scalar
from scipy.special import logsumexp, softmax

HELD_OUT = 5
"""Every fifth example of an intent is held out when the confidences are made honest."""

_ABOUT, _WEIGHTS = "labels.json", "weights.npz"
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Features:
    """What is known about ``n`` messages: ``sparse`` (n, s) and ``dense`` (n, d) columns; s or d may be 0."""

    sparse: scipy.sparse.csr_matrix
    dense: Array

    def rows(self, chosen: Array) -> Features:
        """Some of the messages."""
        return Features(self.sparse[chosen], self.dense[chosen])


@dataclass(frozen=True)
class LinearModel:
    """Weights of a trained classifier, float32, one column for each intent.

    Attributes:
        labels: the intents, in the order of the columns.
        sparse: (s, k) weights of the sparse features; ``dense``: (d, k) of the dense ones; ``intercepts``: (k,).
        temperature: what the scores are divided by before they become probabilities, so that 0.8 means right
            eight times out of ten on messages the model has not seen.
    """

    labels: tuple[str, ...]
    sparse: Array
    dense: Array
    intercepts: Array
    temperature: float = 1.0

    def scores(self, features: Features) -> Array:
        """(n, k) scores; a message without dense features has zeros there."""
        # Counts come as float64, and scipy would turn the whole of the weights into that for every message.
        sparse = features.sparse.astype(np.float32)
        result: Array = sparse @ self.sparse + features.dense @ self.dense + self.intercepts
        return result

    def probabilities(self, features: Features) -> Array:
        """(n, k) probabilities of the intents."""
        result: Array = softmax(self.scores(features) / self.temperature, axis=1)
        return result


def fit(features: Features, labels: list[str], settings: dict[str, Any]) -> LinearModel:
    """Train on everything, with the temperature found on examples the scoring model had not seen.

    ``settings``: ``C`` (inverse strength of the penalty, as in scikit-learn), ``max_iter``, ``tol`` (largest
    component of the gradient at which to stop).
    """
    names = sorted(set(labels))
    truth = np.array([names.index(label) for label in labels])
    model = _solve(features, truth, tuple(names), settings)
    return LinearModel(
        model.labels, model.sparse, model.dense, model.intercepts, _temperature(features, truth, tuple(names), settings)
    )


def save(model: LinearModel | None, folder: Path) -> None:
    """Write a model; ``None``, for one that had nothing to learn from, is written too."""
    about = {"labels": model.labels, "temperature": model.temperature} if model else None
    (folder / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    if model:
        np.savez(folder / _WEIGHTS, sparse=model.sparse, dense=model.dense, intercepts=model.intercepts)


def load(folder: Path) -> LinearModel | None:
    """What :func:`save` wrote.

    Raises:
        OSError: nothing was.
    """
    about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    if about is None:
        return None
    with np.load(folder / _WEIGHTS, allow_pickle=False) as weights:
        parts = {name: weights[name] for name in ("sparse", "dense", "intercepts")}
    return LinearModel(labels=tuple(about["labels"]), temperature=float(about["temperature"]), **parts)


def _solve(features: Features, truth: Array, names: tuple[str, ...], settings: dict[str, Any]) -> LinearModel:
    """Minimise the cross-entropy, every intent weighing the same however many examples it has, plus the penalty."""
    sparse, dense = features.sparse.astype(np.float32), features.dense.astype(np.float32)
    columns = sparse.T.tocsr()
    count, width, size = len(truth), sparse.shape[1], len(names)
    share = (1.0 / (size * np.maximum(np.bincount(truth, minlength=size), 1)))[truth]
    penalty = 1.0 / (settings["C"] * count)
    wanted = np.zeros((count, size), dtype=np.float32)
    wanted[np.arange(count), truth] = 1.0
    shape = (width + dense.shape[1] + 1, size)

    def loss_and_gradient(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape).astype(np.float32)
        scores = sparse @ weights[:width] + dense @ weights[width:-1] + weights[-1]
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        error = (np.exp(logs) - wanted) * share[:, np.newaxis].astype(np.float32)
        gradient = np.empty_like(weights)
        gradient[:width] = columns @ error
        gradient[width:-1] = dense.T @ error
        gradient[-1] = error.sum(axis=0)
        gradient[:-1] += penalty * weights[:-1]
        loss = -(share * logs[np.arange(count), truth]).sum() + penalty / 2 * np.square(weights[:-1]).sum(dtype=float)
        return float(loss), gradient.ravel().astype(np.float64)

    options = {"maxiter": settings["max_iter"], "gtol": settings["tol"], "ftol": 1e-8, "maxcor": 5}
    found = minimize(loss_and_gradient, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(shape).astype(np.float32)
    return LinearModel(names, weights[:width], weights[width:-1], weights[-1])


def _temperature(features: Features, truth: Array, names: tuple[str, ...], settings: dict[str, Any]) -> float:
    """The divisor that makes the probabilities of unseen messages most honest; 1 when there is too little to tell.

    One held-out part is enough: a single number is looked for, and every further part costs a whole training.
    """
    if np.bincount(truth, minlength=len(names)).min() < HELD_OUT:
        return 1.0
    held = np.zeros(len(truth), dtype=bool)
    for label in range(len(names)):
        held[np.flatnonzero(truth == label)[::HELD_OUT]] = True
    model = _solve(features.rows(~held), truth[~held], names, settings | {"tol": settings["tol"] * 3})
    scores, right = model.scores(features.rows(held)), truth[held]

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        return float((logsumexp(scaled, axis=1) - scaled[np.arange(len(right)), right]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.5, 2.5), method="bounded").x))
