"""One mapping of a file, asked for its fields one by one. What is wrong is noted with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar

import yaml

from bot.kernel.money import Fen
from bot.runtime.policies.problem import Problem

OPEN_END = "长期"
NO_LIMIT = "不限"
_EARLY = date(2000, 1, 1)

Choice = TypeVar("Choice", bound=Enum)
Value = TypeVar("Value")


@dataclass
class Notes:
    """What was found in one file so far; ``file`` as a designer finds it."""

    file: str
    loader: yaml.SafeLoader
    problems: list[Problem] = field(default_factory=list)


class Form:
    """A mapping and the way to it.

    Every reader gives a harmless value when it noted a problem; ``sound`` is then False. Readers without a ``default``
    ask for a field that has to be there.
    """

    def __init__(self, notes: Notes, node: yaml.Node, path: str) -> None:
        self.path = path
        self._notes = notes
        self._node = node
        self._fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        self._asked: set[str] = set()
        self._below: list[Form] = []
        self._problems = 0
        if not isinstance(node, yaml.MappingNode):
            self.note("", "这里应当是“名称: 内容”，一行一个。")
            return
        for key, value in node.value:
            name = str(key.value)
            if name in self._fields:
                self.note(name, f"“{name}”写了两遍，请只留一遍。", at=key)
            self._fields[name] = (key, value)

    @property
    def sound(self) -> bool:
        """Whether nothing was noted here or below."""
        return self._problems == 0 and all(form.sound for form in self._below)

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._fields

    def knows(self, *names: str) -> None:
        """Take fields for known that are not read here."""
        self._asked |= set(names)

    def note(self, name: str, message: str, *, at: yaml.Node | None = None, lapsed: bool = False) -> None:
        """Note a problem with a field, or with the whole mapping when the name is empty."""
        if at is None:
            at = self._fields[name][1] if name in self._fields else self._node
        self._problems += not lapsed
        where = f"{self.path}.{name}" if self.path and name else self.path or name or "整个文件"
        self._notes.problems.append(Problem(self._notes.file, at.start_mark.line + 1, where, message, lapsed))

    def line(self) -> int:
        """Where the mapping begins."""
        return int(self._node.start_mark.line) + 1

    def text(self, name: str, default: str | None = None) -> str:
        """Words."""
        return self._read(name, "", default, "文字", lambda value: value.strip() if _words(value) else None)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """true or false."""
        return self._read(name, False, default, "true 或 false", lambda value: value if _is(value, bool) else None)

    def count(self, name: str, what: str, *, least: int = 0, most: int = 10_000, default: int | None = None) -> int:
        """A whole number of ``what`` (天, 小时 …)."""
        wanted = f"整数，单位是{what}，从{least}到{most}"
        return self._read(name, least, default, wanted, lambda n: n if _is(n, int) and least <= n <= most else None)

    def days(self, name: str, *, least: int = 0) -> int | None:
        """A number of days that may be left out."""
        self.knows(name)
        return self.count(name, "天", least=least, most=3650) if self.has(name) else None

    def fen(self, name: str) -> Fen:
        """Money."""
        wanted = "整数，单位是分，不能是负数（10元写 1000）"
        return Fen(self._read(name, 0, None, wanted, lambda n: n if _is(n, int) and n >= 0 else None))

    def fen_or_any(self, name: str) -> Fen | None:
        """Money, or None for 不限."""
        self.knows(name)
        if self.has(name) and self._value(name) == NO_LIMIT:
            return None
        wanted = f"整数，单位是分（10元写 1000），或者“{NO_LIMIT}”"
        return Fen(self._read(name, 0, None, wanted, lambda n: n if _is(n, int) and n >= 0 else None))

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """One of a closed set."""
        first = next(iter(kind))
        return self._read(name, first, None, _one_of(kind), lambda value: _member(kind, value))

    def choices(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """Several of a closed set, each once; left out: none."""
        found = [(_member(kind, value), value) for value in self._items(name)]
        for member, value in found:
            if member is None:
                self.note(name, f"“{value}”不对，应当是{_one_of(kind)}。{_meant(str(value), [x.value for x in kind])}")
        members = [member for member, _ in found if member is not None]
        if len(set(members)) < len(members):
            self.note(name, "同一个写了两遍，请只留一遍。")
        return tuple(members)

    def texts(self, name: str) -> tuple[str, ...]:
        """Several words; left out: none."""
        return tuple(str(value) for value in self._items(name))

    def day(self, name: str, default: date | None = None) -> date:
        """A day."""
        return self._read(name, _EARLY, default, "日期，写成 2026-01-31 的样子", _day)

    def day_or_open(self, name: str) -> date | None:
        """A day, or None for 长期."""
        self.knows(name)
        if self.has(name) and self._value(name) == OPEN_END:
            return None
        return self._read(name, _EARLY, None, f"日期，写成 2026-01-31 的样子，或者“{OPEN_END}”", _day)

    def several_days(self, name: str) -> tuple[date, ...]:
        """Days."""
        found = [_day(value) for value in self._items(name)]
        if None in found:
            self.note(name, "这里每一项都应当是日期，写成 2026-01-31 的样子。")
        return tuple(day for day in found if day is not None)

    def forms(self, name: str) -> list[Form]:
        """A list of mappings."""
        self.knows(name)
        if name not in self._fields:
            self.note("", f"缺少 {name}，应当是一组内容，每一项前面是“- ”。")
            return []
        node = self._fields[name][1]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.note(name, f"应当是一组内容，每一项前面是“- ”，现在是{self._shown(name)}。")
            return []
        path = f"{self.path}.{name}" if self.path else name
        forms = [Form(self._notes, item, f"{path}.{_called(item, at)}") for at, item in enumerate(node.value, 1)]
        self._below += forms
        return forms

    def close(self) -> None:
        """Note every field nobody asked for."""
        for name in self._fields.keys() - self._asked:
            known = sorted(self._asked)
            guess = _meant(name, known) or f"这里可以写：{'、'.join(known)}。"
            self.note(name, f"没有“{name}”这一项。{guess}", at=self._fields[name][0])

    def _read(
        self, name: str, harmless: Value, default: Value | None, wanted: str, take: Callable[[Any], Value | None]
    ) -> Value:
        self.knows(name)
        if name not in self._fields:
            if default is None:
                self.note("", f"缺少 {name}，应当是{wanted}。")
            return harmless if default is None else default
        value = self._value(name)
        taken = take(value)
        if taken is None:
            guess = (
                _meant(str(value), wanted.strip().removesuffix(" 之一").split("、")) if isinstance(value, str) else ""
            )
            self.note(name, f"应当是{wanted}，现在是{self._shown(name)}。{guess}")
            return harmless
        return taken

    def _items(self, name: str) -> list[Any]:
        self.knows(name)
        if name not in self._fields:
            return []
        value = self._value(name)
        if not isinstance(value, list):
            self.note(name, f"应当是一组，写成 [一个, 又一个]，现在是{self._shown(name)}。")
            return []
        return value

    def _value(self, name: str) -> Any:
        try:
            return self._notes.loader.construct_object(self._fields[name][1], deep=True)
        except (yaml.YAMLError, ValueError):
            # A day that is none: 2026-02-30.
            return None

    def _shown(self, name: str) -> str:
        node = self._fields[name][1]
        if isinstance(node, yaml.ScalarNode):
            return f"“{node.value}”" if node.value else "空的"
        return "一组内容"


def _called(node: yaml.Node, at: int) -> str:
    """How an entry is called in a path: by its code, else by its place."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    names = {str(key.value): value for key, value in pairs}
    for name in ("code", "do", "role"):
        if isinstance(names.get(name), yaml.ScalarNode):
            return str(names[name].value)
    return str(at)


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _member(kind: type[Choice], value: Any) -> Choice | None:
    return next((member for member in kind if member.value == value), None)


def _one_of(kind: type[Enum]) -> str:
    return f" {'、'.join(str(member.value) for member in kind)} 之一"


def _meant(written: str, known: list[str]) -> str:
    close = get_close_matches(written, known, n=1, cutoff=0.7)
    return f"是不是想写 {close[0]}？" if close else ""
