"""The agents' canned replies: by the same reading that refuses them at start, and what only a whole project tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.runtime.agent_replies import reading
from bot.runtime.agent_replies.library import Situation
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.lint.validity import SOON
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import AGENTS, Text
from bot.runtime.policies.sheet import Entry

_NAME_ALONE = re.compile(r"\{name\}(?!您好)")


def check_agent_replies(project: Project, domain: Domain, found: list[Text], today: date) -> Iterator[Finding]:
    """What is wrong with the file, what is over or soon will be, and names that are none."""
    if AGENTS not in project.documents:
        return
    _, entries, problems = reading.read(project.documents[AGENTS].path, AGENTS)
    for problem in problems:
        yield Finding(AGENTS, problem.line, "bad-reply", f"{problem.field}：{problem.message}")
    yield from _days(entries, today)
    if not project.broken:
        yield from _intents(entries, domain)
    for text in found:
        if project.name(text.document.path) == AGENTS and (hit := _NAME_ALONE.search(text.words)):
            what = f"{text.owner} 的 {{name}} 后面不是“您好”，访客没有称呼，话就不通了。"
            yield project.finding("bad-reply", text.place_of(hit.start()), what, "写成“{name}您好”，或者去掉 {name}。")


def _days(entries: list[Entry], today: date) -> Iterator[Finding]:
    """Once for each period: a whole file that ends is one thing to do, not a hundred."""
    told: set[tuple[date, str]] = set()
    for entry in entries:
        validity = entry.rule.validity
        end = validity.valid_until
        if end is None or (end, validity.owner) in told:
            continue
        told.add((end, validity.owner))
        place = AGENTS, entry.form.line()
        if validity.over_by(today):
            what = f"{entry.form.path} 的有效期到 {end} 为止，已经过了，工作台不再给出来。"
            yield Finding(*place, "expired", what, f"请{validity.owner}换成现在的说法，或者删掉这一条。")
        elif end <= today + SOON:
            what = f"{entry.form.path} 的有效期到 {end} 为止，还有{(end - today).days}天。"
            yield Finding(*place, "expires-soon", what, f"请{validity.owner}续期，或者准备新的说法。")


def _intents(entries: list[Entry], domain: Domain) -> Iterator[Finding]:
    for entry in entries:
        if isinstance(entry.rule, Situation):
            for intent in sorted(entry.rule.intents - domain.by_section["intents"].keys()):
                what = f"{entry.form.path} 里的意图 {intent} 没有声明过。"
                better = "改成 domain/ 里有的意图名，或者去掉。"
                yield Finding(AGENTS, entry.form.line(), "undeclared", what, better)
