"""How long a text holds (playbook A6): nobody says a rule of last year's campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import yaml

from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import Validity

SOON = timedelta(days=14)
_STRING = "tag:yaml.org,2002:str"


def check_validity(project: Project, found: list[Validity], today: date) -> Iterator[Finding]:
    """Dates that are not dates, periods that are over or end soon, and periods nobody answers for."""
    for one in found:
        for part, node in one.parts.items():
            what = _ill_formed(part, node)
            if what:
                place = one.document.place(node)
                yield project.finding("bad-validity", place, f"{one.owner} 的 {part} {what}", '例如 "2026-12-31"。')
        begin, end = (_day(one.parts.get(name)) for name in ("valid_from", "valid_until"))
        place = one.document.place(next(iter(one.parts.values())))
        if begin and end and begin > end:
            yield project.finding("bad-validity", place, f"{one.owner} 的有效期从 {begin} 到 {end}，开始比结束晚。")
        if end and not _word(one.parts.get("owner")):
            what = f"{one.owner} 有截止日期，却没有写 owner（到期时该找谁）。"
            yield project.finding("bad-validity", place, what, "添上 owner: 部门或者人。")
        if end and end < today:
            what = f"{one.owner} 的有效期到 {end} 为止，已经过了。"
            yield project.finding("expired", place, what, f"{_who(one)}换成现在的规则，或者删掉这一条。")
        elif end and end <= today + SOON:
            what = f"{one.owner} 的有效期到 {end} 为止，还有{(end - today).days}天。"
            yield project.finding("expires-soon", place, what, f"{_who(one)}续期，或者准备新的说法。")


def _ill_formed(part: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        return "应该是一个词或者一个日期。"
    if part == "owner":
        return ""
    if _day(node) is None:
        return f"“{node.value}”不是日期。"
    # Unquoted, it becomes a date in Rasa's memory, which its tracker cannot write down.
    return "" if node.tag == _STRING else "要加引号。"


def _day(node: yaml.Node | None) -> date | None:
    try:
        return date.fromisoformat(_word(node))
    except ValueError:
        return None


def _word(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _who(one: Validity) -> str:
    owner = _word(one.parts.get("owner"))
    return f"请{owner}" if owner else ""
