"""One answer of the knowledge base: what it says, who answers for it, and how long it holds (playbook A6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    """An answer and the ways customers ask for it.

    Attributes:
        key: ``<topic>/<name>``, from the file.
        topic: title of the first level, in Chinese.
        title: title of the second level, in Chinese; with the topic it is what customers see as the source.
        valid_until: the last day it may be quoted; None when it holds until somebody ends it.
        questions: the question in several wordings, as customers write.
        text: the answer; ``{name}`` stands for a figure of the shop's rules.
        buttons: title of a button to the intent it means.
        skills: the skills that may quote it; empty for all.
    """

    key: str
    topic: str
    title: str
    owner: str
    valid_from: date
    valid_until: date | None
    questions: tuple[str, ...]
    keywords: tuple[str, ...]
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    skills: frozenset[str] = frozenset()

    @property
    def source(self) -> str:
        """Where an answer is from, as customers read it: ``会员与账号 › 积分怎么用``."""
        return f"{self.topic} › {self.title}"

    def holds_on(self, day: date) -> bool:
        """Whether it may be quoted on a day of the shop's calendar."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def is_for(self, skill: str) -> bool:
        """Whether a skill may quote it."""
        return not self.skills or skill in self.skills
