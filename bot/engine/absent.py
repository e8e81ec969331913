"""Stand-in modules that let Rasa be imported, trained and served where TensorFlow is not installed.

Rasa 3.6.21 imports TensorFlow in modules every component needs, though nothing we configure computes with it
(docs/decisions/0001). The finder below is asked last, so a TensorFlow that is installed always wins. Importing
and subclassing a stand-in works; *using* one raises :func:`tensorflow_missing`.

Standard library only: this module runs at every start of the engine environment's Python (see :mod:`bot.engine.light`).
"""

from __future__ import annotations

import abc
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Sequence
from typing import Any

ROOTS = frozenset({"tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons"})
NEEDS_TENSORFLOW = frozenset(
    {
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)
"""The components of Rasa that compute with TensorFlow; everything else runs without it."""


def missing(what: str) -> Exception:
    """The error for a part that needs what a stand-in stands for: a ``RasaException``, printed as one line."""
    from rasa.shared.exceptions import RasaException

    if what.partition(".")[0] in ROOTS:
        return tensorflow_missing(what)
    error: Exception = RasaException(f"运行中的引擎不用 {what}，所以没有载入它（见 bot/engine/unused.py）。")
    return error


def tensorflow_missing(what: str) -> Exception:
    """The error for a part that needs the real TensorFlow: a ``RasaException``, printed as one line."""
    from rasa.shared.exceptions import RasaException

    error: Exception = RasaException(
        f"{what} 需要 TensorFlow，而这个引擎环境没有安装它。"
        "请在 config.yml 里换成不需要 TensorFlow 的组件，或安装完整的 Rasa 依赖（见 docs/decisions/0001）。"
    )
    return error


_DECLARES = frozenset({"sqlalchemy"})
"""Packages Rasa already calls when its modules are loaded, to declare tables: a call gives one more stand-in."""


class _Absent(abc.ABCMeta):
    """Metaclass of every stand-in: any attribute exists, subclassing works, use raises."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(f"{cls.__module__}.{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **_kwargs: Any) -> Any:
        # ``@tf.function`` above a method is applied when Rasa is imported, long before anything is used.
        if cls.__dict__.get("_stands_in") and cls.__qualname__ == "function":
            return args[0] if args else (lambda function: function)
        if cls.__dict__.get("_stands_in") and cls.__module__.partition(".")[0] in _DECLARES:
            return _absent(f"{cls.__module__}.{cls.__qualname__}")
        raise missing(f"{cls.__module__}.{cls.__qualname__}")

    def __or__(cls, other: Any) -> Any:
        return Any

    def __ror__(cls, other: Any) -> Any:
        return Any


def _absent(path: str) -> type:
    module, _, name = path.rpartition(".")
    return _Absent(name, (), {"__module__": module, "_stands_in": True})


class _AbsentModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(f"{self.__name__}.{name}")


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes stand-ins of modules; which ones, a subclass says."""

    def spec(self, fullname: str) -> importlib.machinery.ModuleSpec:
        """The stand-in of a module."""
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """See :class:`importlib.abc.Loader`."""
        return _AbsentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """See :class:`importlib.abc.Loader`; a stand-in has nothing to run."""


class _Finder(StandIns):
    """Finds the stand-ins; the last of ``sys.meta_path``, so it is only asked for what is really missing."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See :class:`importlib.abc.MetaPathFinder`."""
        root = fullname.partition(".")[0]
        # A package that is there tries submodules it may not have; those must stay missing.
        if root not in ROOTS or (root != fullname and importlib.machinery.PathFinder.find_spec(root) is not None):
            return None
        return self.spec(fullname)


def install() -> None:
    """Put the finder in place, once, and turn telemetry off; to be called before anything of Rasa is imported."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


def tensorflow_is_absent() -> bool:
    """Whether ``import tensorflow`` gives a stand-in."""
    found = importlib.util.find_spec("tensorflow")
    return found is None or isinstance(found.loader, _Finder)
