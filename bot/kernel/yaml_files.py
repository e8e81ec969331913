"""Designers' YAML with line numbers, so that every complaint can point at a file and a line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.kernel.errors import SettingError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DesignError(SettingError):
    """Raised when a designer's file is not fit; the message is one sentence with file, line and what to do.

    Attributes:
        place: where, if that can be told.
        why: the sentence without the place.
    """

    code = "design"

    def __init__(self, message: str, *, place: Place | None = None, **fields: object) -> None:
        self.place, self.why = place, message
        super().__init__(f"{place}：{message}" if place else message, **fields)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written; ``line`` counts from 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        shown = os.path.relpath(self.path)
        return f"{self.path if shown.startswith('..') else shown} 第 {self.line} 行"


@dataclass(frozen=True)
class Document:
    """One parsed file: its top-level mapping as nodes, which know their lines."""

    path: Path
    sections: dict[str, yaml.Node]

    def place(self, node: yaml.Node) -> Place:
        """Where a node of this document stands."""
        return Place(self.path, node.start_mark.line + 1)


def read(path: Path) -> Document:
    """Parse a file.

    Raises:
        DesignError: the file is not UTF-8, not YAML, says one thing twice, or is not a mapping at the top.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise DesignError("文件不是 UTF-8 编码，请用 UTF-8 重新保存。", place=Place(path, 1)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1 if mark else 1)
        raise DesignError(f"这里的 YAML 读不懂，{_advice(error)}", place=place) from error
    except yaml.YAMLError as error:
        why = "文件里有 YAML 不允许的字符（例如控制字符），请删掉它再试。"
        raise DesignError(why, place=Place(path, 1)) from error
    if root is None:
        return Document(path, {})
    if not isinstance(root, yaml.MappingNode):
        why = "最外层应该是“名称: 内容”的形式，例如 nlu: 或 responses: 。"
        raise DesignError(why, place=Place(path, 1))
    document = Document(path, {})
    for key, value in entries(document, root):
        document.sections[key.value] = value
    return document


def entries(document: Document, node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The pairs of a mapping node; nothing for any other node.

    Raises:
        DesignError: the same key stands there twice.
    """
    seen: dict[str, yaml.Node] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(key, yaml.ScalarNode):
            raise DesignError("这里的名称应该是一个词。", place=document.place(key))
        if key.value in seen:
            first = document.place(seen[key.value])
            why = f"“{key.value}”已经在第 {first.line} 行写过一次了，请只保留一处。"
            raise DesignError(why, place=document.place(key))
        seen[key.value] = key
        yield key, value


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a list node; nothing for any other node."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _advice(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.problem or ''} {error.context or ''}"
    if "\\t" in problem or "tab" in problem.lower():
        return "缩进请用空格，不要用 Tab。"
    if "quoted scalar" in problem:
        return "请检查引号是不是成对。"
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return "请检查这一行的冒号后面有没有空格，以及和上一行的缩进是不是对齐；含冒号的句子要加引号。"
    return "请检查这一行和上一行的缩进、冒号和引号。"
