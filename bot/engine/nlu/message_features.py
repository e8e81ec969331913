"""What the linear classifiers read: all sentence features of a message, sparse and dense side by side."""

from __future__ import annotations

import numpy as np
import scipy.sparse
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.linear_model import Features


def of(message: Message, *, dense_width: int = 0, dense_scale: float = 1.0) -> Features | None:
    """Everything known about the sentence; ``None`` when that is nothing.

    Args:
        message: with the features of the featurizers before.
        dense_width: columns to give a message that has no dense features (one of signs only).
        dense_scale: weight of the dense features against the sparse ones.
    """
    _, sparse = message.get_sparse_features(TEXT)
    _, dense = message.get_dense_features(TEXT)
    if dense is None and (sparse is None or sparse.features.nnz == 0):
        return None
    return Features(
        sparse.features if sparse is not None else scipy.sparse.csr_matrix((1, 0)),
        dense.features * dense_scale if dense is not None else np.zeros((1, dense_width)),
    )


def stack(rows: list[Features]) -> Features:
    """All examples as one; those without dense features get zeros."""
    width = max(row.dense.shape[1] for row in rows)
    dense = [row.dense if row.dense.shape[1] else np.zeros((1, width)) for row in rows]
    return Features(scipy.sparse.vstack([row.sparse for row in rows], format="csr"), np.vstack(dense))
