"""Names: declared once, used only when declared, and used by somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import yaml

from bot.kernel.yaml_files import entries
from bot.runtime.designers.code_names import action_titles, declared_at, mentioned, missing_responses
from bot.runtime.designers.domain import LISTS, MAPPINGS, Domain
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.lint.wording import VARIABLE
from bot.runtime.designers.paths import TITLES, Path
from bot.runtime.designers.project import Project

_TITLES = {**LISTS, **MAPPINGS}
RASAS_INTENTS = frozenset({"nlu_fallback", "restart", "back", "out_of_scope", "session_start"})
_RASAS_SLOTS = frozenset({"requested_slot", "session_started_metadata"})
_RASAS_ACTIONS = "action_listen action_restart action_session_start action_default_fallback action_deactivate_loop"
RASAS_ACTIONS = frozenset(
    f"{_RASAS_ACTIONS} action_revert_fallback_events action_default_ask_affirmation action_default_ask_rephrase "
    "action_two_stage_fallback action_unlikely_intent action_back action_extract_slots".split()
)
"""Names Rasa 3.6 brings along."""


def check_names(project: Project, domain: Domain, paths: Sequence[Path]) -> Iterator[Finding]:
    """Doubles, unknown names, missing code and responses, buttons that lead nowhere, names of rules."""
    yield from _doubles(project, domain)
    yield from _undeclared(project, domain, paths)
    yield from _missing(project, domain)
    yield from _buttons(project, domain)
    yield from _path_names(project, paths)


def check_unused(project: Project, domain: Domain, paths: Sequence[Path]) -> Iterator[Finding]:
    """What is declared and nobody uses. (Responses are looked after by the lint.)"""
    used = {(step.deed, step.name) for path in paths for step in (*path.steps, *path.condition)}
    for action, place in domain.by_section["actions"].items():
        if ("action", action) not in used and not mentioned(project, action):
            yield project.finding("unused", place, f"动作 {action} 没有规则用到。", "在规则里用上，或者删掉这一行。")
    filled = {hit[1] for hit in VARIABLE.finditer(_all_responses(domain))}
    required = _required_slots(project)
    for slot, place in domain.by_section["slots"].items():
        if ("slot", slot) in used or slot in filled or slot in required or mentioned(project, slot):
            continue
        yield project.finding("unused", place, f"槽位 {slot} 没有规则、话术或者代码用到。", "删掉它，或者用上。")


def _doubles(project: Project, domain: Domain) -> Iterator[Finding]:
    for name in domain.names:
        first = domain.by_section[name.section][name.name]
        if name.place != first:
            where = f"{project.name(first.path)} 第 {first.line} 行"
            what = f"{_TITLES[name.section]} {name.name} 写了两次，另一次在 {where}。"
            yield project.finding("declared-twice", name.place, what, "只保留一处。")


def _undeclared(project: Project, domain: Domain, paths: Sequence[Path]) -> Iterator[Finding]:
    declared = domain.by_section
    known = {
        "intent": {*declared["intents"], *RASAS_INTENTS},
        "action": {*declared["actions"], *declared["responses"], *declared["forms"], *RASAS_ACTIONS},
        "slot": {*declared["slots"], *_RASAS_SLOTS},
        "loop": {*declared["forms"], "null"},
    }
    kinds = {"intent": "意图", "action": "动作", "slot": "槽位", "loop": "表单"}
    for path in paths:
        for step in (*path.condition, *path.steps):
            if step.deed in kinds and not step.name.startswith("“") and step.name not in known[step.deed]:
                kind = kinds[step.deed]
                what = f"{path.title}用到的{kind} {step.name or '（空）'} 没有在 domain 里声明。"
                better = _nearest(step.name, known[step.deed]) or f"先在 domain/<技能>.yml 里声明这个{kind}。"
                yield project.finding("undeclared", step.place, what, better)


def _missing(project: Project, domain: Domain) -> Iterator[Finding]:
    titles = action_titles(project)
    for action, place in domain.by_section["actions"].items():
        if action.startswith("action_") and action not in titles:
            what = f"动作 {action} 在 actions/ 里没有代码。"
            better = _nearest(action, titles) or "请工程师写好它，或者先不要声明。"
            yield project.finding("action-without-code", place, what, better)
    for name in missing_responses(project, domain):
        better = _nearest(name, set(domain.responses)) or "在技能的 domain 文件里写上它，或者请工程师从代码里去掉。"
        what = f"动作要说的话术 {name} 不在 domain 里。"
        yield Finding(declared_at(project, name), 1, "missing-response", what, better)


def _buttons(project: Project, domain: Domain) -> Iterator[Finding]:
    intents = domain.by_section["intents"]
    for response in domain.responses.values():
        for button in (button for variant in response.variants for button in variant.buttons):
            if not button.title.strip():
                yield project.finding("bad-button", button.place, f"{response.name} 有一个按钮没有字。", "写上 title。")
            if not button.payload.startswith("/") or button.intent not in intents:
                what = f"{response.name} 的按钮“{button.title}”要去的 {button.payload or '（空）'} 不是意图。"
                better = _nearest(button.intent, set(intents)) or "payload 写成 /意图名。"
                yield project.finding("bad-button", button.place, what, better)


def _path_names(project: Project, paths: Sequence[Path]) -> Iterator[Finding]:
    places = {(path.kind, path.name, path.place) for path in paths}
    times = Counter(name for _, name, _ in places)
    for kind, name, place in sorted(places, key=lambda one: one[2]):
        parts = [part.strip() for part in name.split(" / ")]
        if len(parts) != 3 or not all(parts):
            what = f"{TITLES[kind]}的名字“{name}”不是“技能 / 情形 / 结果”三段。"
            yield project.finding("bad-name", place, what, f"例如 {place.path.stem} / customer asks … / told …")
        elif parts[0] != place.path.stem:
            what = f"{TITLES[kind]}“{name}”写在 {place.path.stem} 的文件里，名字却以 {parts[0]} 开头。"
            yield project.finding("bad-name", place, what, "名字的第一段写文件名，或者把它移到那个技能的文件里。")
        if times[name] > 1:
            what = f"{TITLES[kind]}的名字“{name}”用了{times[name]}次。"
            yield project.finding("bad-name", place, what, "每条规则和故事一个名字，报错时才找得到。")


def _all_responses(domain: Domain) -> str:
    return "\n".join(v.text.value for r in domain.responses.values() for v in r.variants if v.text is not None)


def _required_slots(project: Project) -> set[str]:
    found: set[str] = set()
    for document in project.domain_files:
        for _, form in entries(document, document.sections.get("forms")):
            parts = {key.value: value for key, value in entries(document, form)}
            slots = parts.get("required_slots")
            found |= {str(item.value) for item in slots.value} if isinstance(slots, yaml.SequenceNode) else set()
    return found


def _nearest(name: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1, cutoff=0.75)
    return f"是不是想写 {near[0]}？" if near else ""
