"""Opening hours, groups and targets in ``data/service/``, by the same reading that refuses them at start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project
from bot.runtime.service_rules import load


def check_service(project: Project, today: date) -> Iterator[Finding]:
    """What is wrong with them; a project without the folder has no rules of service to look at."""
    if not (project.root / load.FOLDER).is_dir():
        return
    for problem in load.read(today, project.root)[1]:
        rule = "holidays-unknown" if problem.lapsed else "bad-service"
        yield Finding(problem.file, problem.line, rule, f"{problem.field}：{problem.message}")
