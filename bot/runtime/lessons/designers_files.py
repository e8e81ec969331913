"""The examples there are already: by intent, with the skill whose file they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

EXAMPLES = ROOT / "data" / "nlu"


@dataclass(frozen=True)
class Examples:
    """What designers have written.

    Attributes:
        by_intent: examples of each intent, as written.
        skill_of: the skill of each intent, which is its file's name.
        indent: by how many blanks the entries of a skill's file are indented.
    """

    by_intent: Mapping[str, Sequence[str]]
    skill_of: Mapping[str, str]
    indent: Mapping[str, int]


def load(folder: Path = EXAMPLES) -> Examples:
    """Read ``<skill>.yml`` of a folder.

    Raises:
        SettingError: there is none, or one is not as Rasa wants it; the sentence names it.
    """
    by_intent: dict[str, list[str]] = {}
    skill_of: dict[str, str] = {}
    indent: dict[str, int] = {}
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text("utf-8")
        for intent, examples in _examples(path.name, text):
            by_intent.setdefault(intent, []).extend(examples)
            skill_of[intent] = path.stem
        first = next((line for line in text.splitlines() if line.lstrip().startswith("- intent:")), "")
        indent[path.stem] = len(first) - len(first.lstrip())
    if not by_intent:
        raise SettingError("data/nlu 里没有例句，请从项目里恢复。")
    return Examples(by_intent, skill_of, indent)


def _examples(name: str, text: str) -> list[tuple[str, list[str]]]:
    try:
        entries = yaml.safe_load(text)["nlu"] or []
        return [
            (str(entry["intent"]), [line.strip().removeprefix("-").strip() for line in entry["examples"].splitlines()])
            for entry in entries
            if "intent" in entry
        ]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SettingError(f"data/nlu/{name} 读不懂，请先改好它（jiezhu train 会指出在第几行）。") from error
