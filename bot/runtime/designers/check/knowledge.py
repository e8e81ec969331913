"""The knowledge base, by the same reading that refuses it at start, and the names its entries refer to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import yaml

from bot.kernel.yaml_files import Document, entries, items
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.knowledge import FOLDER, pages
from bot.runtime.designers.project import Project
from bot.runtime.knowledge import load


def check_knowledge(project: Project, domain: Domain, today: date) -> Iterator[Finding]:
    """What is wrong with the entries; a project without the folder has none to look at."""
    folder = project.root / FOLDER
    if not folder.is_dir():
        return
    for problem in load.read(today, folder, project.root).problems:
        # What has lapsed is told by lint.
        if not problem.lapsed:
            yield Finding(problem.file, problem.line, "bad-knowledge", f"{problem.field}：{problem.message}")
    for document, _ in pages(project):
        yield from _buttons(project, domain, document)
        yield from _skills(project, document)


def _buttons(project: Project, domain: Domain, document: Document) -> Iterator[Finding]:
    for button in items(document.sections.get("buttons")):
        for key, value in entries(document, button):
            if key.value == "intent" and value.value not in domain.by_section["intents"]:
                what = f"按钮要去的意图 {value.value} 不存在。"
                yield project.finding("bad-button", document.place(value), what, "意图的名字在 domain/ 里。")


def _skills(project: Project, document: Document) -> Iterator[Finding]:
    for node in items(document.sections.get("skills")):
        if isinstance(node, yaml.ScalarNode) and node.value not in project.skills:
            what = f"没有叫 {node.value} 的技能。"
            better = "skills 里写 domain/ 下面的文件名；所有技能都能用的，不写 skills。"
            yield project.finding("undeclared", document.place(node), what, better)
