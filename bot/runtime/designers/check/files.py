"""Files: a skill has the same name in every folder, and examples of feelings are as the trainer wants them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from bot.kernel.reading import EMOTIONS
from bot.kernel.yaml_files import Document, Place
from bot.runtime.designers.check.intents import only_by_button
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.examples import Example, lines
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project

_FOLDERS = {"data/nlu": "例句", "data/rules": "规则", "data/stories": "故事"}


def check_files(project: Project, domain: Domain) -> Iterator[Finding]:
    """Skills that lack a file, files that belong to no skill, and the files of feelings."""
    yield from _skill_files(project, domain)
    yield from _emotions(project)


def _skill_files(project: Project, domain: Domain) -> Iterator[Finding]:
    skills = set(project.skills)
    for folder, title in _FOLDERS.items():
        for document in project.below(folder):
            if document.path.stem not in skills:
                what = f"{title}文件 {document.path.name} 没有对应的技能。"
                better = f"同一个技能在每个文件夹里文件名一样：改名，或者新建 domain/{document.path.name}。"
                yield project.finding("wrong-file", Place(document.path, 1), what, better)
    intents = domain.by_section["intents"].items()
    spoken = {place.path.stem for intent, place in intents if not only_by_button(project, intent)}
    for skill in sorted({place.path.stem for _, place in intents} & skills):
        for folder in ("data/nlu", "data/rules"):
            needed = folder == "data/rules" or skill in spoken
            if needed and f"{folder}/{skill}.yml" not in project.documents:
                what = f"技能 {skill} 没有{_FOLDERS[folder]}文件。"
                place = Place(project.root / "domain" / f"{skill}.yml", 1)
                yield project.finding("wrong-file", place, what, f"新建 {folder}/{skill}.yml。")


def _emotions(project: Project) -> Iterator[Finding]:
    owners: dict[str, Example] = {}
    for document in project.below("data/emotions"):
        emotion = _emotion(document)
        if emotion not in EMOTIONS:
            place = document.place(document.sections["emotion"]) if "emotion" in document.sections else None
            what = f"情绪“{emotion}”不认识。" if emotion else "没有写 emotion。"
            better = f"写 emotion: 加上 {'、'.join(EMOTIONS)} 中的一个。"
            yield project.finding("bad-emotion-file", place or Place(document.path, 1), what, better)
        examples, dashless = lines(document, emotion, document.sections.get("examples"))
        if not examples:
            what = "没有例句。"
            better = "写 examples: | ，例句一行一句写在它下面，每行以“- ”开头。"
            yield project.finding("bad-emotion-file", Place(document.path, 1), what, better)
        for place in dashless:
            yield project.finding("bad-emotion-file", place, "这一行没有以“- ”开头。", "行首写一个减号和一个空格。")
        for example in examples:
            first = owners.setdefault(example.line, example)
            if first.of != example.of:
                where = f"{project.name(first.place.path)} 第 {first.place.line} 行"
                what = f"“{example.line}”既算 {example.of}，又算 {first.of}（{where}）。"
                yield project.finding("bad-emotion-file", example.place, what, "只留一处。")


def _emotion(document: Document) -> str:
    node = document.sections.get("emotion")
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
