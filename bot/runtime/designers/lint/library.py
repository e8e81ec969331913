"""The response library as a whole: what is missing in it, said twice, said by nobody, or tried by nobody."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from bot.kernel.yaml_files import Place, entries, items
from bot.runtime.designers.code_names import said_in_code
from bot.runtime.designers.dialogue_tests import FOLDER, tested_skills, traces
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.examples import bare, read_entries
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import RULES, Text

EMPATHY = "utter_empathy_"
FELT = ("worried", "dissatisfied")
"""Levels an answer opens with a sentence of sympathy for; an angry customer gets a person (playbook C2)."""

TONES = 3
"""Variants of a sentence of sympathy: an upset customer who hears the same one twice hears a machine."""

_SHORT = 8
"""Texts with fewer letters may be equal by chance."""


def check_library(project: Project, domain: Domain, found: list[Text]) -> Iterator[Finding]:
    """Sympathy (C2), doubles, responses nobody uses, skills without a conversation that tries them."""
    yield from _sympathy(project, domain)
    yield from _doubles(project, found)
    yield from _unused(project, domain)
    yield from _untested(project, domain)


def said_by_rules(project: Project) -> set[str]:
    """Everything that follows ``action:`` in rules and stories."""
    found: set[str] = set()
    for document in project.below("data/rules", "data/stories"):
        for section in ("rules", "stories"):
            for item in items(document.sections.get(section)):
                steps = {key.value: value for key, value in entries(document, item)}.get("steps")
                for step in items(steps):
                    found |= {str(value.value) for key, value in entries(document, step) if key.value == "action"}
    return found


def _sympathy(project: Project, domain: Domain) -> Iterator[Finding]:
    top = Place(project.root / "domain.yml", 1)
    for level in FELT:
        name = f"{EMPATHY}{level}"
        if name not in domain.responses:
            what = f"没有 {name}：客户{_LEVELS[level]}时，小接开口就讲事。"
            yield project.finding("no-empathy", top, what, "在 domain.yml 的 responses 里添上它，至少三种说法。")
    for intent, place in domain.by_section["intents"].items():
        if intent.startswith("complain_") and f"{EMPATHY}{intent}" not in domain.responses:
            what = f"{intent} 没有自己的共情句，客户只能听到一般的那几句。"
            yield project.finding("few-tones", place, what, f"在 domain.yml 里添 {EMPATHY}{intent}，至少三种说法。")
    for name, response in domain.responses.items():
        if name.startswith(EMPATHY) and len(response.variants) < TONES:
            what = f"{name} 只有{len(response.variants)}种说法，客户连着听到同一句会觉得是机器在应付。"
            yield project.finding("few-tones", response.place, what, f"写到{TONES}种以上。")


_LEVELS = {"worried": "担心", "dissatisfied": "不满"}


def _doubles(project: Project, found: list[Text]) -> Iterator[Finding]:
    first: dict[str, Text] = {}
    for text in found:
        letters = bare(text.words)
        if text.kind != "reply" or len(letters) < _SHORT or project.name(text.document.path).startswith(RULES):
            # Two rules may well have one cause: 这单的退款正在办理 closes both cancelling and a change of address.
            continue
        earlier = first.setdefault(letters, text)
        if earlier is not text and earlier.reader == text.reader:
            where = f"{project.name(earlier.place.path)} 第 {earlier.place.line} 行"
            what = f"{text.owner} 和 {earlier.owner}（{where}）是同一句话。"
            better = "换一种说法。" if text.owner == earlier.owner else "两处共用一个话术，或者各说各的事。"
            yield project.finding("duplicate-text", text.place, what, better)


def _unused(project: Project, domain: Domain) -> Iterator[Finding]:
    used = said_by_rules(project) | said_in_code(project, domain)
    for name, response in domain.responses.items():
        if name not in used:
            better = "删掉它，或者在规则里用上；是名字写错了就改对。"
            yield project.finding("unused-response", response.place, f"{name} 没有规则也没有代码用到。", better)


def _untested(project: Project, domain: Domain) -> Iterator[Finding]:
    tested = tested_skills(domain, read_entries(project), traces(project))
    for document in project.below("domain"):
        skill = document.path.stem
        if skill not in tested and not isinstance(document.sections.get("intents"), yaml.ScalarNode):
            what = f"技能 {skill} 在 {FOLDER} 里没有对话用例。"
            better = f"照 {FOLDER}/README.md 写一段，用上这个技能的例句、按钮或者答复。"
            yield project.finding("skill-without-test", Place(document.path, 1), what, better)
