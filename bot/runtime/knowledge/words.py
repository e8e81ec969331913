"""The shop's words, ``data/knowledge/words.yml``: those with one meaning, and those without any."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.kernel.yaml_files import DesignError, Document, items, read
from bot.knowledge.vocabulary import Vocabulary
from bot.runtime.policies.problem import Problem

SECTIONS = ("same", "goods", "filler")
_WHOLE = "整个文件"


def read_words(path: Path, shown: str) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary, and what is wrong with the file; a wrong group is left out."""
    problems: list[Problem] = []
    try:
        document = read(path)
    except DesignError as error:
        return Vocabulary(), [Problem(shown, error.place.line if error.place else 1, _WHOLE, error.why)]
    except OSError:
        return Vocabulary(), [Problem(shown, 1, _WHOLE, f"找不到这个文件，请从项目里恢复 {shown}。")]
    for name, node in document.sections.items():
        if name not in SECTIONS:
            why = f"没有“{name}”这一项，这里可以写：{'、'.join(SECTIONS)}。"
            problems.append(Problem(shown, document.place(node).line, name, why))
    groups = _groups(document, shown, problems)
    filler, goods = (_list(document, name) for name in ("filler", "goods"))
    return Vocabulary(groups, filler, goods), problems


def _list(document: Document, name: str) -> list[str]:
    return [str(item.value) for item in items(document.sections.get(name)) if isinstance(item, yaml.ScalarNode)]


def _groups(document: Document, shown: str, problems: list[Problem]) -> list[list[str]]:
    groups: list[list[str]] = []
    seen: dict[str, int] = {}
    for node in items(document.sections.get("same")):
        line = document.place(node).line
        group = [str(item.value).strip() for item in items(node) if isinstance(item, yaml.ScalarNode)]
        if not group or not all(group):
            problems.append(Problem(shown, line, "same", "每一组写成 [标准说法, 别的说法, 又一种说法]。"))
            continue
        for word in group:
            if word in seen:
                why = f"“{word}”已经写在第 {seen[word]} 行了，一个词只能在一组里。"
                problems.append(Problem(shown, line, "same", why))
            seen[word] = line
        groups.append(group)
    return groups
