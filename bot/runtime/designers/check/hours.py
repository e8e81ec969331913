"""Whether the hours the bot tells customers of are hours in which somebody is there.

``data/policies/promises.yml`` says from when to when promises are counted and what customers are told;
``data/service/hours.yml`` says when they are really handed to somebody. The first may be narrower, never wider: a
promise for an hour in which nobody is there is a broken one (playbook B5, D6).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.commerce.days import moment
from bot.handoff.hours import Hours
from bot.kernel.clock import spoken_date, to_ms
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project
from bot.runtime.policies import load as policies
from bot.runtime.service_rules import load as service_rules

LOOKED_AHEAD = 30
"""Days: what the next month holds, holidays among it."""

FILE = Path("data") / "policies" / "promises.yml"


def check_hours(project: Project, today: date) -> Iterator[Finding]:
    """The first day on which customers are told of more than there is; each file's own faults are told elsewhere."""
    if not (project.root / service_rules.FOLDER).is_dir() or not (project.root / FILE).is_file():
        return
    book, problems = policies.read(today, project.root / "data" / "policies")
    rules = service_rules.read(today, project.root)[0]
    if rules is None or any(not problem.lapsed for problem in problems):
        return
    hours = rules.hours[rules.groups.default.hours]
    for day in (today + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD)):
        told = book.promises.service_hours.get("service_hours", day)
        if told is not None and not _all_open(hours, day, told.from_hour, told.until_hour):
            said = (
                f"这里说每天{told.from_hour}点到{told.until_hour}点有人，{spoken_date(moment(day, 12))}那天却不全开着。"
            )
            better = "把钟点改得和 data/service/hours.yml 一样，或者更短。"
            yield Finding(FILE.as_posix(), _line(project.root / FILE), "hours-differ", said, better)
            return


def _all_open(hours: Hours, day: date, from_hour: int, until_hour: int) -> bool:
    start = to_ms(moment(day, from_hour))
    end = to_ms(moment(day + timedelta(days=1), 0) if until_hour == 24 else moment(day, until_hour))
    return hours.between(start, end) == end - start


def _line(path: Path) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.startswith("service_hours:")), 1)
