"""All rules for texts, on a whole project."""

from __future__ import annotations

from datetime import date

from bot.runtime.designers.domain import Domain
from bot.runtime.designers.findings import Finding, in_order
from bot.runtime.designers.lint import phrases
from bot.runtime.designers.lint.agent_replies import check_agent_replies
from bot.runtime.designers.lint.knowledge import check_knowledge_days
from bot.runtime.designers.lint.library import check_library
from bot.runtime.designers.lint.validity import check_validity
from bot.runtime.designers.lint.variables import check_variables
from bot.runtime.designers.lint.wording import check_text
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import texts, validities


def lint(project: Project, domain: Domain, today: date) -> list[Finding]:
    """What is wrong with the texts, by file and line; files that cannot be read are told as they are."""
    lists, found = phrases.load(project)
    found += project.broken
    every = texts(project, domain)
    for text in every:
        found += check_text(project, text, lists)
    found += check_validity(project, validities(project, domain), today)
    found += check_knowledge_days(project, today)
    found += check_agent_replies(project, domain, every, today)
    if not project.broken:
        # With a file missing from the picture, half the names would be called unknown.
        found += check_variables(project, domain, every)
        found += check_library(project, domain, every)
    return in_order(found)
