"""What designers wrote, read once: skills, intents, examples, rules, responses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DATA, SKILL_DOMAINS, ACTIONS = ROOT / "data", ROOT / "domain", ROOT / "actions"
BUTTON_ONLY = frozenset({"choose_order", "choose", "send_evidence"})
"""Intents that only a button sends: nobody types them, so they have no examples."""


def load(path: Path) -> dict[str, Any]:
    """A YAML file as a mapping."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def stems(folder: Path, suffix: str = ".yml") -> set[str]:
    """Names of the skills that have a file in a folder."""
    return {path.stem for path in folder.glob(f"*{suffix}")}


def declared(domain: dict[str, Any], section: str) -> list[str]:
    """Names in a list section of a domain file, whether plain or with settings below."""
    return [next(iter(item)) if isinstance(item, dict) else item for item in domain.get(section) or []]


def examples_of(path: Path) -> dict[str, list[str]]:
    """Examples of each intent in a file."""
    found: dict[str, list[str]] = {}
    for item in load(path)["nlu"]:
        lines = [line.strip() for line in item.get("examples", "").splitlines() if line.strip()]
        if "intent" in item:
            found.setdefault(item["intent"], []).extend(line.removeprefix("- ").strip() for line in lines)
    return found


DOMAINS = {path.stem: load(path) for path in sorted(SKILL_DOMAINS.glob("*.yml"))}
SHARED = load(ROOT / "domain.yml")
INTENTS = {intent for domain in [SHARED, *DOMAINS.values()] for intent in declared(domain, "intents")}
RESPONSES: dict[str, list[dict[str, Any]]] = {
    name: variants
    for domain in [SHARED, *DOMAINS.values()]
    for name, variants in (domain.get("responses") or {}).items()
}
EXAMPLES = {
    intent: found for path in sorted((DATA / "nlu").glob("*.yml")) for intent, found in examples_of(path).items()
}
RULES = [
    entry
    for folder in ("rules", "stories")
    for path in sorted((DATA / folder).glob("*.yml"))
    for entry in load(path).get("rules", []) + load(path).get("stories", [])
]


SKILLS = {name for name, domain in DOMAINS.items() if domain.get("intents")}
"""Files of the domain without intents hold what several skills share."""
