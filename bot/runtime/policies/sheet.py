"""One file of rules: its head (owner and days for all entries) and its sections of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import yaml

from bot.commerce.policies.rule import AnyRule, Rule, Rules, Validity
from bot.runtime.policies.form import Form, Notes
from bot.runtime.policies.problem import Problem


@dataclass(frozen=True)
class Head:
    """What every entry has: the code it goes under, its owner and its days."""

    code: str
    validity: Validity


@dataclass(frozen=True)
class Entry:
    """A rule as it was read, with the place it stands at."""

    section: str
    rule: Rule
    form: Form


LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where there is one: a tenth of the time."""

_HEAD = {"owner": "谁负责", "valid_from": "从哪天起有效", "valid_until": "到哪天为止，一直有效写“长期”"}
"""What every rule has, in its file's head or of its own."""


class Sheet:
    """A file while it is read. Sections are asked for by name; :meth:`done` notes what nobody asked for."""

    def __init__(self, path: Path, shown: str) -> None:
        self.entries: list[Entry] = []
        self._given: set[str] = set()
        self._notes = Notes(shown, LOADER(""))
        self._root = opened(path, self._notes)
        self._defaults = self._head()

    @property
    def problems(self) -> list[Problem]:
        """All that was noted, in the order of the lines."""
        return sorted(self._notes.problems, key=lambda problem: problem.line)

    def section(
        self, name: str, read: Callable[[Form, Head], AnyRule], codes: type[Enum] | None = None, *, single: bool = False
    ) -> Rules[AnyRule]:
        """The entries of a section.

        Args:
            codes: the closed set an entry's code is from; None for codes the shop makes up.
            single: all entries are versions of one rule, which goes under the section's name.
        """
        if self._root is None:
            return Rules(())
        rules = []
        for form in self._root.forms(name):
            code = name if single else form.choice("code", codes).value if codes else form.text("code")
            rule = read(form, Head(code, self._validity(form)))
            form.close()
            rules.append(rule)
            self.entries.append(Entry(name, rule, form))
        return Rules(tuple(rules))

    def sound(self, *sections: str) -> Iterator[Entry]:
        """The entries of sections that were read without a problem."""
        return (entry for entry in self.entries if entry.section in sections and entry.form.sound)

    def missing(self, section: str, what: str) -> None:
        """Note something that a section lacks."""
        if self._root is not None:
            self._root.note(section, what)

    def done(self) -> None:
        """Nothing more is asked for."""
        if self._root is not None:
            self._root.close()

    def _head(self) -> Validity:
        """What the file says for all its entries; harmless values for what it leaves to them."""
        root = self._root
        if root is None:
            return Validity("", date.min, None)
        root.knows(*_HEAD)
        self._given = {name for name in _HEAD if root.has(name)}
        return Validity(
            owner=root.text("owner") if root.has("owner") else "",
            valid_from=root.day("valid_from") if root.has("valid_from") else date.min,
            valid_until=root.day_or_open("valid_until") if root.has("valid_until") else None,
        )

    def _validity(self, form: Form) -> Validity:
        """Owner and days of an entry, else those of the file; what neither has is noted once, not for every entry."""
        given = self._defaults
        owner, since, until = (self._own(form, name) for name in _HEAD)
        validity = Validity(
            owner=form.text("owner") if owner else given.owner,
            valid_from=form.day("valid_from") if since else given.valid_from,
            valid_until=form.day_or_open("valid_until") if until else given.valid_until,
        )
        end = validity.valid_until
        if end is not None and end < validity.valid_from and form.sound:
            form.note("valid_until", f"有效期写反了：从 {validity.valid_from} 到 {end}，请把先后对调。")
        return validity

    def _own(self, form: Form, name: str) -> bool:
        """Whether an entry has it of its own."""
        form.knows(name)
        if not form.has(name) and name not in self._given:
            self._given.add(name)
            form.note("", f"缺少 {name}（{_HEAD[name]}）。写在文件开头，管整个文件；或者写在这一条里，只管这一条。")
        return form.has(name)


def opened(path: Path, notes: Notes) -> Form | None:
    """The whole of a file, to be asked for its fields; None when it cannot be read, which is then noted."""
    line, wrong = 1, ""
    try:
        loader = LOADER(path.read_text("utf-8"))
        node = loader.get_single_node()
        if node is not None:
            notes.loader = loader
            return Form(notes, node, "")
        wrong = "文件是空的，请从项目里恢复。"
    except FileNotFoundError:
        wrong = f"找不到这个文件，请从项目里恢复 {notes.file}。"
    except UnicodeDecodeError:
        wrong = "文件不是 UTF-8 编码，请用 UTF-8 另存一次。"
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        wrong = "YAML 格式不对，请检查这一行前后的冒号、引号和缩进。"
    except yaml.YAMLError:
        wrong = "文件里有 YAML 不认的字符，请删掉重写那一行。"
    notes.problems.append(Problem(notes.file, line, "整个文件", wrong))
    return None
