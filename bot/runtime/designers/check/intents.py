"""Intents: each has examples, a rule, a label and a name, and its examples are its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.kernel.yaml_files import Document, Place
from bot.runtime.choices import LONGEST
from bot.runtime.designers.check.names import RASAS_INTENTS
from bot.runtime.designers.code_names import mentioned
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.examples import Entry, Example, read_entries
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.paths import Path
from bot.runtime.designers.project import Project

FEWEST = 30
"""Examples below which an intent is not learnt (``data/README.md``)."""

LABELS, CHOICES, INTENTS = "data/labels.yml", "data/choices.yml", "data/intents.yml"


def check_intents(project: Project, domain: Domain, paths: Sequence[Path]) -> Iterator[Finding]:
    """Examples, rules, labels and names of all intents."""
    found = read_entries(project)
    yield from _written(project, domain, found)
    yield from _doubles(project, found)
    yield from _complete(project, domain, found, paths)
    yield from _tables(project, domain, found)


def only_by_button(project: Project, intent: str) -> bool:
    """Whether an intent is sent by a button that code makes (``/choose_order{…}``): nobody types it."""
    return any(f"/{intent}" in text for text in project.code.values()) and mentioned(project, intent)


def _written(project: Project, domain: Domain, found: list[Entry]) -> Iterator[Finding]:
    intents, known = domain.by_section["intents"], domain.by_section["entities"]
    for entry in found:
        skill = domain.skill_of(entry.intent)
        if entry.intent not in intents:
            what = f"例句的意图 {entry.intent or '（空）'} 没有在 domain 里声明。"
            yield project.finding("undeclared", entry.place, what, "先在 domain/<技能>.yml 的 intents 里写上它。")
        elif skill != entry.place.path.stem:
            what = f"意图 {entry.intent} 属于技能 {skill}，例句却写在 {entry.place.path.name}。"
            yield project.finding("wrong-file", entry.place, what, f"移到 data/nlu/{skill}.yml。")
        for place in entry.dashless:
            what = f"{entry.intent} 的这一行例句没有以“- ”开头。"
            yield project.finding("bad-example", place, what, "行首写一个减号和一个空格。")
        for example in entry.examples:
            for entity in example.entities:
                if entity not in known:
                    what = f"例句“{example.line}”标的实体 {entity} 没有声明。"
                    better = f"改成已有的：{'、'.join(known)}。"
                    yield project.finding("undeclared", example.place, what, better)


def _doubles(project: Project, found: list[Entry]) -> Iterator[Finding]:
    owners: dict[str, Example] = {}
    for example in (example for entry in found for example in entry.examples):
        first = owners.setdefault(example.bare, example)
        if first is example:
            continue
        where = f"{project.name(first.place.path)} 第 {first.place.line} 行"
        if first.of != example.of:
            what = f"“{example.line}”既是 {example.of} 的例句，又是 {first.of} 的例句（{where}）。"
            yield project.finding("example-in-two-intents", example.place, what, "想清楚它归哪边，只留一处。")
        elif first.words == example.words:
            what = f"“{example.line}”在 {example.of} 里写了两遍（{where}）。"
            yield project.finding("example-twice", example.place, what, "删掉一行。")


def _complete(project: Project, domain: Domain, found: list[Entry], paths: Sequence[Path]) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for entry in found:
        counts[entry.intent] = counts.get(entry.intent, 0) + len(entry.examples)
    ruled = {step.name for path in paths for step in path.steps if step.deed == "intent"}
    for intent, place in domain.by_section["intents"].items():
        number = counts.get(intent, 0)
        if not number and not only_by_button(project, intent):
            what = f"意图 {intent} 一句例句也没有，小接永远听不懂它。"
            better = f"在 data/nlu/{place.path.stem}.yml 里写至少{FEWEST}句。"
            yield project.finding("intent-without-examples", place, what, better)
        elif 0 < number < FEWEST:
            what = f"意图 {intent} 只有{number}句例句。"
            yield project.finding("few-examples", place, what, f"写到{FEWEST}句以上，长的短的、方言、错别字都要有。")
        if intent not in ruled:
            what = f"意图 {intent} 没有规则，听懂了也不知道接什么。"
            better = f"在 data/rules/{place.path.stem}.yml 里添一条规则。"
            yield project.finding("intent-without-rule", place, what, better)


def _tables(project: Project, domain: Domain, found: list[Entry]) -> Iterator[Finding]:
    intents = domain.by_section["intents"]
    labels, choices, names = (project.documents.get(name) for name in (LABELS, CHOICES, INTENTS))
    spoken = set(intents) - {intent for intent in intents if not any(entry.intent == intent for entry in found)}
    for file, documents, wanted, what, better in (
        (LABELS, [labels], set(intents), "没有标签", "照别的行添一行：意图: 标签。"),
        (INTENTS, [choices, names], spoken, "没有中文名", f"客户能选的写进 {CHOICES}，其余写进 {INTENTS}。"),
    ):
        written = {key for document in documents if document for key in document.sections}
        for intent in sorted(wanted - written):
            yield project.finding("label-missing", Place(project.root / file, 1), f"意图 {intent} {what}。", better)
    for document in filter(None, (labels, choices, names)):
        yield from _rows(project, domain, document)
    if choices and names:
        for intent in choices.sections.keys() & names.sections.keys():
            what = f"{intent} 在 choices.yml 和 intents.yml 里都有。"
            place = names.place(names.sections[intent])
            yield project.finding("declared-twice", place, what, "客户能选的只写在 choices.yml。")


def _rows(project: Project, domain: Domain, document: Document) -> Iterator[Finding]:
    for intent, node in document.sections.items():
        place, words = document.place(node), str(node.value)
        if intent not in domain.by_section["intents"] and intent not in RASAS_INTENTS:
            what = f"{document.path.name} 里的 {intent} 不是意图。"
            yield project.finding("undeclared", place, what, "改对名字，或者删掉这一行。")
        if document.path.stem != "labels" and not 0 < len(words) <= LONGEST:
            what = f"{intent} 的名称“{words}”应当是1到{LONGEST}个字。"
            yield project.finding("label-missing", place, what, "手机上三个按钮要排得下。")
