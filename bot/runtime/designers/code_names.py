"""What our Python names: responses, actions, slots and intents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.kernel.reading import EMOTIONS
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.project import Project

DECLARED_IN = "actions/responses/"
"""Its files list every response an action may say; being listed is not being said."""

_RESPONSE = re.compile(r"[\"'](utter_[a-z0-9_]+)")
_TITLE = re.compile(r"^\s+title(?:: [\w\[\], ]+)? = [\"']((?:action|validate)_\w+)[\"']", re.MULTILINE)
_RASAS_OWN = {"utter_action"}
"""Rasa's key for which response a bot event was made from."""


def said_in_code(project: Project, domain: Domain) -> set[str]:
    """Responses of the domain that code says, by name or by a name it puts together (``utter_empathy_<intent>``)."""
    named = {
        name
        for path, text in project.code.items()
        if not path.startswith(DECLARED_IN)
        for name in _RESPONSE.findall(text)
        if name not in _RASAS_OWN
    }
    beginnings = {name for name in named if name.endswith("_")}
    return {
        name
        for name in domain.responses
        if name in named or any(_is_made_from(name, beginning, domain) for beginning in beginnings)
    }


def action_titles(project: Project) -> set[str]:
    """Actions that have code."""
    code = [text for path, text in project.code.items() if path.startswith("actions/")]
    return {title for text in code for title in _TITLE.findall(text)}


def mentioned(project: Project, name: str) -> bool:
    """Whether a slot, an entity or an intent is named anywhere in our code."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(word.search(text) for text in project.code.values())


def missing_responses(project: Project, domain: Domain) -> Iterator[str]:
    """Responses an action says and the domain does not have."""
    for name in project.provided:
        if name not in domain.responses:
            yield name


def declared_at(project: Project, name: str) -> str:
    """The file that lists a response an action may say."""
    lists = (path for path, text in project.code.items() if path.startswith(DECLARED_IN) and f'"{name}"' in text)
    return next(lists, f"{DECLARED_IN}__init__.py")


def _is_made_from(name: str, beginning: str, domain: Domain) -> bool:
    if not name.startswith(beginning) or name == beginning:
        return False
    ends = {"utter_empathy_": {*domain.by_section["intents"], *EMOTIONS}}.get(beginning)
    return ends is None or name.removeprefix(beginning) in ends
