"""Loads the knowledge base, or lists what is wrong with it."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from bot.commerce import policy
from bot.kernel.errors import SettingError
from bot.kernel.yaml_files import DesignError
from bot.kernel.yaml_files import read as read_yaml
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Entry
from bot.knowledge.meaning import LikenessTo
from bot.knowledge.vocabulary import Vocabulary
from bot.runtime.knowledge import figures, page
from bot.runtime.knowledge.words import read_words
from bot.runtime.policies.problem import Problem
from bot.runtime.settings import ROOT

FOLDER = ROOT / "data" / "knowledge"
TOPICS, WORDS = "topics.yml", "words.yml"

log = logging.getLogger("jiezhu.knowledge")


@dataclass
class Shelf:
    """Everything read from the folder, and all that is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    problems: list[Problem] = field(default_factory=list)


def read(today: date, folder: Path = FOLDER, root: Path = ROOT) -> Shelf:
    """Read the folder. Entries whose days are over are kept and told among the problems as lapsed."""
    shelf = Shelf()
    shown = _shown(folder, root)
    topics = _topics(folder / TOPICS, f"{shown}/{TOPICS}", shelf.problems)
    shelf.vocabulary, wrong = read_words(folder / WORDS, f"{shown}/{WORDS}")
    shelf.problems += wrong
    asked: dict[str, str] = {}
    titles: dict[str, str] = {}
    for path in sorted(folder.rglob("*.md")):
        name = f"{shown}/{path.relative_to(folder).as_posix()}"
        topic = topics.get(path.parent.name) if path.parent.parent == folder else None
        if topic is None:
            shelf.problems.append(Problem(name, 1, "整个文件", _misplaced(topics)))
            continue
        found = page.read(path, name, topic=topic, figures=figures.NAMES)
        shelf.problems += found.problems
        if found.entry is not None:
            shelf.entries.append(found.entry)
            shelf.problems += _doubles(found.entry, name, found.question_lines, asked, titles)
            shelf.problems += _lapsed(found.entry, name, today)
    return shelf


def load(
    today: date, *, folder: Path = FOLDER, root: Path = ROOT, likeness_to: LikenessTo | None = None
) -> KnowledgeBase:
    """The base, ready to be asked; entries whose days are over are logged and never quoted.

    Args:
        likeness_to: knows what sentences mean (:func:`with_meaning`); without it, only words are compared.

    Raises:
        SettingError: something is wrong; the message lists all of it, a line each.
    """
    shelf = read(today, folder, root)
    wrong = [str(problem) for problem in shelf.problems if not problem.lapsed]
    if wrong:
        raise SettingError("知识库有写错的地方：\n" + "\n".join(wrong))
    for problem in shelf.problems:
        log.warning("knowledge.lapsed %s", problem)
    return KnowledgeBase(shelf.entries, _figures_in_force, shelf.vocabulary, likeness_to)


def with_meaning(kept_in: Path) -> LikenessTo:
    """Likeness by the sentence encoder; the vectors of the entries are kept in a folder between starts."""
    # Here and not above: numpy and the encoder's weights take seconds, which a check of the files needs not pay for.
    from bot.adapters.sentence_meaning import likeness_to

    return functools.partial(likeness_to, folder=kept_in)


def _figures_in_force(day: date) -> Mapping[str, str]:
    return figures.figures(policy.in_force(), day)


def _topics(path: Path, shown: str, problems: list[Problem]) -> Mapping[str, str]:
    """Folder to the title of its topic."""
    try:
        document = read_yaml(path)
    except DesignError as error:
        problems.append(Problem(shown, error.place.line if error.place else 1, "整个文件", error.why))
        return {}
    except OSError:
        problems.append(Problem(shown, 1, "整个文件", f"找不到这个文件，请从项目里恢复 {shown}。"))
        return {}
    found = {}
    for name, node in document.sections.items():
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            found[name] = str(node.value)
        else:
            problems.append(Problem(shown, document.place(node).line, name, "应当写成“文件夹名: 中文名”。"))
    return found


def _doubles(
    entry: Entry, name: str, lines: Sequence[int], asked: dict[str, str], titles: dict[str, str]
) -> Iterable[Problem]:
    """What another entry says already: which of the two is quoted would be chance."""
    first = titles.setdefault(entry.source, name)
    if first != name:
        yield Problem(name, 1, "title", f"“{entry.source}”和 {first} 的重名了，请换一个。")
    for question, line in zip(entry.questions, lines, strict=True):
        first = asked.setdefault(question.strip(), name)
        if first != name:
            yield Problem(name, line, "questions", f"“{question}”已经写在 {first} 里了，请只留一处。")


def _lapsed(entry: Entry, name: str, today: date) -> Iterable[Problem]:
    if entry.valid_until is not None and entry.valid_until < today:
        why = f"有效期到 {entry.valid_until} 为止，已经过了，不再念给客户。请{entry.owner}换成现在的说法，或者删掉。"
        yield Problem(name, 1, "valid_until", why, lapsed=True)


def _misplaced(topics: Mapping[str, str]) -> str:
    return f"要放在主题的文件夹里：{'、'.join(topics)}；新的主题先写进 {TOPICS}。"


def _shown(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)
