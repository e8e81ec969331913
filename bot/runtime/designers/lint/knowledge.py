"""How long entries of the knowledge base hold (playbook A6): what is over is never quoted, and is told here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import yaml

from bot.kernel.yaml_files import Document
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.knowledge import pages
from bot.runtime.designers.lint.validity import SOON
from bot.runtime.designers.project import Project


def check_knowledge_days(project: Project, today: date) -> Iterator[Finding]:
    """Entries whose days are over or end soon; days that are no days are told with the other mistakes."""
    for document, _ in pages(project):
        node = document.sections.get("valid_until")
        end = _day(node)
        if node is None or end is None:
            continue
        title, owner = (_word(document, name) for name in ("title", "owner"))
        if end < today:
            what = f"知识库的“{title}”有效期到 {end} 为止，已经过了，不再念给客户。"
            yield project.finding("expired", document.place(node), what, f"请{owner}换成现在的说法，或者删掉。")
        elif end <= today + SOON:
            what = f"知识库的“{title}”有效期到 {end} 为止，还有{(end - today).days}天。"
            yield project.finding("expires-soon", document.place(node), what, f"请{owner}续期，或者准备新的说法。")


def _day(node: yaml.Node | None) -> date | None:
    try:
        return date.fromisoformat(str(node.value)) if isinstance(node, yaml.ScalarNode) else None
    except ValueError:
        return None


def _word(document: Document, name: str) -> str:
    node = document.sections.get(name)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
