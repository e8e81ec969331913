"""What is said in a measurement and what must be answered (``bench/conversations.yml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.kernel.errors import SettingError
from bot.runtime.settings import ROOT

SCRIPT_FILE = ROOT / "bench" / "conversations.yml"
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Reply:
    """An answer: all its texts together, the kinds of its cards, and the milliseconds it took."""

    text: str
    cards: frozenset[str]
    ms: float


@dataclass(frozen=True)
class Step:
    """One thing a customer says.

    Attributes:
        lines: wordings, the preferred first.
        answer: what the answer's text must be, spaces left out.
        card: the card that must come with it; empty: none is asked for.
        action: whether answering takes a call of the action server.
    """

    name: str
    lines: tuple[str, ...]
    answer: re.Pattern[str]
    card: str = ""
    action: bool = False

    def is_answered_by(self, reply: Reply) -> bool:
        """Whether this is the right answer."""
        said = _SPACE.sub("", reply.text)
        return bool(self.answer.fullmatch(said)) and (not self.card or self.card in reply.cards)


@dataclass(frozen=True)
class Script:
    """The conversations: whose they are, and the steps of short and long ones, which go round."""

    customer: str
    short: tuple[Step, ...]
    long: tuple[Step, ...]


def load(path: Path = SCRIPT_FILE, domain: Path = ROOT) -> Script:
    """Read the script, its expectations filled in from the wordings of the domain.

    Raises:
        SettingError: a wording it names does not exist, or a conversation names no step.
    """
    content = yaml.safe_load(path.read_text("utf-8"))
    wordings = _wordings(domain)
    steps = {item["name"]: _step(item, wordings) for item in content["steps"]}

    def plan(names: Sequence[str]) -> tuple[Step, ...]:
        unknown = [name for name in names if name not in steps]
        if unknown:
            raise SettingError(f"bench/{path.name}：没有叫 {'、'.join(unknown)} 的步骤。")
        return tuple(steps[name] for name in names)

    return Script(content["customer"], plan(content["short"]), plan(content["long"]))


def around(steps: Sequence[Step], count: int) -> list[Step]:
    """So many steps, beginning again when they are over."""
    return [steps[turn % len(steps)] for turn in range(count)]


def pattern(wordings: Sequence[str]) -> str:
    """A regular expression for any of some wordings, spaces left out; ``{names}`` stand for any words."""
    parts = [_SPACE.sub("", text) for text in wordings]
    return "|".join(".+".join(re.escape(piece) for piece in _PLACEHOLDER.split(part)) for part in parts)


def _step(item: Mapping[str, Any], wordings: Mapping[str, Sequence[str]]) -> Step:
    missing = [name for name in item["expects"] if name not in wordings]
    if missing:
        raise SettingError(f"bench/{SCRIPT_FILE.name}：domain 里没有话术 {'、'.join(missing)}。")
    any_of = "|".join(f"(?:{pattern(wordings[name])})" for name in item["expects"])
    return Step(
        name=item["name"],
        lines=tuple(str(line) for line in item["lines"]),
        answer=re.compile(f"(?:{any_of})+"),
        card=item.get("card", ""),
        action=bool(item.get("action")),
    )


def _wordings(project: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in (project / "domain.yml", *sorted((project / "domain").glob("*.yml"))):
        if path.is_file():
            responses = (yaml.safe_load(path.read_text("utf-8")) or {}).get("responses") or {}
            found |= {name: [entry.get("text") or "" for entry in entries] for name, entries in responses.items()}
    return found
