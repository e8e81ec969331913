"""What the conversations in ``tests/dialogue`` are about, as far as can be told without playing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.runtime.designers.domain import Domain
from bot.runtime.designers.examples import Entry, bare
from bot.runtime.designers.project import Project

FOLDER = "tests/dialogue"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHORTEST = 3
"""Characters an expected piece of text must have to tell whose response it is."""

_MISSED = "misunderstood"
"""The reason of a handoff that shows the fallback at work."""

_SENDS_PICTURES = "send_evidence"
"""What a picture means, in whatever conversation it is sent."""

_ALIKE = 0.4
"""Share of letter pairs two lines must have in common to be about the same thing."""


@dataclass
class Traces:
    """What the files say: intents expected, what customers write and press, words expected in the answers."""

    intents: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    pressed: set[str] = field(default_factory=set)
    expected: set[str] = field(default_factory=set)


def traces(project: Project) -> Traces:
    """Read every conversation; one that is not YAML is left to its own test."""
    found = Traces()
    for path in sorted((project.root / FOLDER).rglob("*.yml")):
        for step in _steps(path):
            _note(step, found)
    return found


def tested_skills(domain: Domain, entries: list[Entry], found: Traces) -> set[str]:
    """Skills some conversation is about: by an intent it expects, a line like an example, a button, or an answer."""
    intents = found.intents | _most_alike(found.written, entries)
    skills = {domain.skill_of(intent) for intent in intents}
    for response in domain.responses.values():
        said = [variant.text.value for variant in response.variants if variant.text is not None]
        if said and any(all(words in text for text in said) for words in found.expected):
            skills.add(response.skill)
        pressed = [b.intent for v in response.variants for b in v.buttons if b.title in found.pressed]
        skills |= {domain.skill_of(intent) for intent in pressed}
    return skills


def _most_alike(written: set[str], entries: list[Entry]) -> set[str]:
    """The intents of the examples most like each line, where any is like it at all."""
    sizes: list[int] = []
    intents: list[str] = []
    holders: dict[str, list[int]] = {}
    for entry in entries:
        for example in entry.examples:
            pairs = _pairs(example.bare)
            for pair in pairs:
                holders.setdefault(pair, []).append(len(sizes))
            sizes.append(len(pairs))
            intents.append(entry.intent)
    found = set()
    for line in written:
        pairs = _pairs(line)
        shared = Counter(number for pair in pairs for number in holders.get(pair, ()))
        alike = {number: count / (len(pairs) + sizes[number] - count) for number, count in shared.items()}
        best = max(alike.values(), default=0.0)
        if best >= _ALIKE:
            found |= {intents[number] for number, share in alike.items() if share == best}
    return found


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _note(step: dict[str, Any], found: Traces) -> None:
    if "意图" in step:
        found.intents.add(str(step["意图"]))
    if step.get("原因") == _MISSED:
        found.intents.add("out_of_scope")
    for key in ("客户", "连发"):
        said = step.get(key, ())
        found.written |= {bare(str(line)) for line in (said if isinstance(said, list) else [said])}
    if "发图" in step:
        found.intents.add(_SENDS_PICTURES)
    if "按" in step:
        found.pressed.add(str(step["按"]))
    for wanted in step.get("期望") or ():
        words = wanted.get("包含", ()) if isinstance(wanted, dict) else wanted
        found.expected |= {
            str(word) for word in (words if isinstance(words, list) else [words]) if len(str(word)) >= _SHORTEST
        }


def _steps(path: Path) -> Iterator[dict[str, Any]]:
    try:
        content = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    steps = content.get("对话") if isinstance(content, dict) else None
    yield from (step for step in steps or () if isinstance(step, dict))
