"""Designers' YAML as the engine reads it: :mod:`bot.kernel.yaml_files`, with errors that Rasa's commands print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from rasa.shared.exceptions import RasaException

from bot.kernel import yaml_files
from bot.kernel.yaml_files import Document, Place, items

__all__ = ["DesignError", "Document", "Place", "entries", "items", "read"]


class DesignError(yaml_files.DesignError, RasaException):
    """Raised when a designer's file is not fit; the message is one sentence with file, line and what to do.

    Also a ``RasaException``, so that the stock commands print it as a sentence instead of a traceback.
    """


def read(path: Path) -> Document:
    """Parse a file.

    Raises:
        DesignError: as :func:`bot.kernel.yaml_files.read`.
    """
    with _told_to_rasa():
        return yaml_files.read(path)


def entries(document: Document, node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The pairs of a mapping node; nothing for any other node.

    Raises:
        DesignError: the same key stands there twice.
    """
    with _told_to_rasa():
        yield from yaml_files.entries(document, node)


@contextmanager
def _told_to_rasa() -> Iterator[None]:
    try:
        yield
    except DesignError:
        raise
    except yaml_files.DesignError as error:
        raise DesignError(error.message) from error
