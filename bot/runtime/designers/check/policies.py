"""The shop's rules in ``data/policies/``, by the same reading that refuses them at start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project
from bot.runtime.policies import load


def check_policies(project: Project, today: date) -> Iterator[Finding]:
    """What is wrong with them; a project without the folder has no rules to look at."""
    folder = project.root / "data" / "policies"
    if not folder.is_dir():
        return
    for problem in load.read(today, folder)[1]:
        file = project.name(folder / Path(problem.file).name)
        yield Finding(
            file, problem.line, "expired" if problem.lapsed else "bad-policy", f"{problem.field}：{problem.message}"
        )
