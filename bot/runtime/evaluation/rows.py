"""Rows to evaluate on: JSON lines with a ``text`` and any of the right answers; ``null`` is an answer nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.kernel.errors import BadInput
from bot.kernel.reading import EMOTIONS, RISKS


@dataclass(frozen=True)
class Row:
    """One message and what is right about it; ``None`` where the row does not say.

    Attributes:
        intent: the label; ``alt_intents`` are others a careful reader would accept too.
        accept: labels that are right for a line that is not customer service (``out_of_scope`` among them).
        sampling: ``random`` (drawn blind) or ``sought`` (found by keyword, then read).
    """

    text: str
    intent: str | None = None
    alt_intents: frozenset[str] = frozenset()
    emotion: str | None = None
    risk: str | None = None
    kinds: frozenset[str] | None = None
    sampling: str | None = None
    angry: bool | None = None
    accept: frozenset[str] | None = None
    demands: frozenset[str] | None = None
    wants_human: bool | None = None


@dataclass(frozen=True)
class Rows:
    """What a file holds: its rows, and how many of its lines have no ``text`` and were passed over."""

    rows: tuple[Row, ...]
    skipped: int


def load(path: Path, labels: Collection[str]) -> Rows:
    """Read a file.

    Raises:
        BadInput: it cannot be read, or a line is not what it should be; the message names file and line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(f"{path} 读不出来（{error.strerror or error}）。") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} 不是 UTF-8 文本，请另存为 UTF-8。") from error
    found: list[Row] = []
    skipped = 0
    for where, content in _objects(path, lines):
        if content.get("text") is None:
            skipped += 1
        else:
            found.append(_row(where, content, labels))
    return Rows(tuple(found), skipped)


def _objects(path: Path, lines: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path} 第 {number} 行"
        try:
            content = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{where}不是完整的 JSON，请检查引号、逗号和括号。") from error
        if not isinstance(content, dict):
            raise BadInput(f'{where}应当是一个 JSON 对象，比如 {{"text": "…"}}。')
        yield where, content


def _row(where: str, content: dict[str, Any], labels: Collection[str]) -> Row:
    def value(name: str, fits: Callable[[Any], bool], wanted: str) -> Any:
        given = content.get(name)
        if given is not None and not fits(given):
            raise BadInput(f"{where}：{name} 应当是{wanted}。")
        return given

    def one_of(name: str, known: Collection[str], wanted: str) -> Any:
        return value(name, lambda given: isinstance(given, str) and given in known, wanted)

    def names(name: str) -> frozenset[str] | None:
        given = value(name, _is_list_of_strings, "字符串的列表")
        return None if given is None else frozenset(given)

    return Row(
        text=value("text", lambda given: isinstance(given, str), "字符串"),
        intent=one_of("intent", labels, " data/labels.yml 里的一个标签"),
        alt_intents=names("alt_intents") or frozenset(),
        emotion=one_of("emotion", EMOTIONS, f" {'、'.join(EMOTIONS)} 之一"),
        risk=one_of("risk", RISKS, f" {'、'.join(RISKS)} 之一"),
        kinds=names("kinds"),
        sampling=value("sampling", lambda given: isinstance(given, str), "字符串"),
        angry=value("angry", lambda given: isinstance(given, bool), " true 或 false"),
        accept=names("accept"),
        demands=names("demands"),
        wants_human=value("wants_human", lambda given: isinstance(given, bool), " true 或 false"),
    )


def _is_list_of_strings(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)
