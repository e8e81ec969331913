"""One file of ``data/service`` while it is read: its owner, and its sections as lists of forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.runtime.policies.form import Form, Notes
from bot.runtime.policies.problem import Problem
from bot.runtime.policies.sheet import LOADER, opened


class Book:
    """A file. What is wrong is noted, and reading goes on."""

    def __init__(self, path: Path, shown: str) -> None:
        self._notes = Notes(shown, LOADER(""))
        self._root = opened(path, self._notes)
        if self._root is not None:
            self._root.text("owner")

    @property
    def problems(self) -> list[Problem]:
        """All that was noted, in the order of the lines."""
        return sorted(self._notes.problems, key=lambda problem: problem.line)

    def section(self, name: str) -> Iterator[Form]:
        """The entries of a section one by one, each checked for fields that nobody asked for once it was read."""
        for form in self._root.forms(name) if self._root is not None else ():
            yield form
            form.close()

    def note(self, section: str, message: str) -> None:
        """Note what a section as a whole lacks."""
        if self._root is not None:
            self._root.note(section, message)

    def done(self) -> None:
        """Nothing more is asked for."""
        if self._root is not None:
            self._root.close()
