"""Everything that can be checked in seconds, without training."""

from __future__ import annotations

from datetime import date

from bot.kernel.yaml_files import entries
from bot.runtime.designers.check.contradictions import Slots, check_contradictions
from bot.runtime.designers.check.files import check_files
from bot.runtime.designers.check.hours import check_hours
from bot.runtime.designers.check.intents import check_intents
from bot.runtime.designers.check.knowledge import check_knowledge
from bot.runtime.designers.check.names import check_names, check_unused
from bot.runtime.designers.check.policies import check_policies
from bot.runtime.designers.check.service import check_service
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.findings import Finding, in_order
from bot.runtime.designers.lint.run import lint
from bot.runtime.designers.paths import read_paths
from bot.runtime.designers.project import Project


def check(project: Project, domain: Domain, today: date) -> list[Finding]:
    """What is wrong with the designers' files, texts included, by file and line.

    With a file that cannot be read, only the texts are looked at: half the names would be called unknown.
    """
    found = lint(project, domain, today)
    found += check_policies(project, today)
    found += check_knowledge(project, domain, today)
    found += check_service(project, today)
    found += check_hours(project, today)
    if not project.broken:
        paths = read_paths(project)
        found += check_names(project, domain, paths)
        found += check_unused(project, domain, paths)
        found += check_intents(project, domain, paths)
        found += check_files(project, domain)
        found += check_contradictions(project, paths, slots_as_rasa_sees_them(project))
    return in_order(found)


def slots_as_rasa_sees_them(project: Project) -> Slots:
    """From ``influence_conversation`` and ``type`` of each slot; text and lists count only as set or not set."""
    silent, only_whether_set = set(), set()
    for document in project.domain_files:
        for key, value in entries(document, document.sections.get("slots")):
            parts = {name.value: str(node.value) for name, node in entries(document, value)}
            if parts.get("influence_conversation", "").lower() in {"false", "no", "off"} or parts.get("type") == "any":
                silent.add(key.value)
            elif parts.get("type") in {"text", "list"}:
                only_whether_set.add(key.value)
    return Slots(frozenset(silent), frozenset(only_whether_set))
