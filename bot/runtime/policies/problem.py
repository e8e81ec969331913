"""What is wrong in a file of rules, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    Attributes:
        file: as a designer finds it, e.g. ``data/policies/refunds.yml``.
        line: counted from 1.
        field: the way to it, e.g. ``reasons.quality.freight``.
        message: what is wrong and what would be right.
        lapsed: the rule is well written, but its days are over; it is not used, and nothing else is the worse for it.
    """

    file: str
    line: int
    field: str
    message: str
    lapsed: bool = False

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行 {self.field}：{self.message}"
