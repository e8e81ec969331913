"""The data both engines are trained from, by hash: what makes "the same data" a fact that can be checked."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.runtime.settings import ROOT

Hashes = Mapping[str, str]
"""Hash by path in the project."""

_DOMAIN = ("domain.yml", "domain/*.yml")
_DATA = ("data/nlu/**/*.yml", "data/rules/**/*.yml", "data/stories/**/*.yml")
_STOCK = ("bench/stock/config.yml", "requirements/stock.txt")


def data(project: Path = ROOT) -> dict[str, str]:
    """Domain, examples, rules and stories."""
    return _hashes(project, (*_DOMAIN, *_DATA))


def stock(project: Path = ROOT) -> dict[str, str]:
    """What else the stock model is made from: its recipe and its packages."""
    return _hashes(project, _STOCK)


def is_shared(name: str) -> bool:
    """Whether both engines learn from a file of that name; the examples of feelings are ours alone."""
    return any(Path(name).match(pattern) for pattern in ("domain.yml", "domain/*.yml")) or name.startswith(
        ("data/nlu/", "data/rules/", "data/stories/")
    )


def differences(one: Hashes, other: Hashes) -> list[str]:
    """The paths that are not the same in both, sorted."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def copy_for_stock(target: Path, project: Path = ROOT) -> dict[str, str]:
    """Lay the data out as the stock commands take it, ``domain/`` and ``data/``, and give its hashes.

    Stock Rasa takes one path for the domain, and merges the files of a folder.
    """
    for name in ("domain", "data"):
        shutil.rmtree(target / name, ignore_errors=True)
    for path in _paths(project, _DOMAIN):
        _copy(path, target / "domain" / path.name)
    for path in _paths(project, _DATA):
        _copy(path, target / path.relative_to(project))
    # Of the copies: somebody may be saving a file of the project at this moment.
    domain = {_project_name(path.name): _hash(path) for path in sorted((target / "domain").glob("*.yml"))}
    return domain | _hashes(target, _DATA)


def _project_name(name: str) -> str:
    return name if name == "domain.yml" else f"domain/{name}"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _paths(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(folder.glob(pattern))]


def _hashes(folder: Path, patterns: tuple[str, ...]) -> dict[str, str]:
    return {str(path.relative_to(folder)): _hash(path) for path in _paths(folder, patterns)}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
