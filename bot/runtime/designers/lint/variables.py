"""Variables: a text may use what its speaker fills in; any other reaches the customer in braces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.handoff.lines import NEEDED
from bot.kernel.yaml_files import items
from bot.runtime.agent_replies.filling import VARIABLES
from bot.runtime.designers.domain import Domain
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.knowledge import FOLDER as KNOWLEDGE
from bot.runtime.designers.lint.wording import VARIABLE
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import AGENTS, Text
from bot.runtime.knowledge import figures

SYSTEM = "data/replies/system.yml"
FIRST_LINE = frozenset({"name", "title"})
"""What the brief fills into ``desk.first_line`` (``bot/handoff/brief.py``)."""


def check_variables(project: Project, domain: Domain, found: list[Text]) -> Iterator[Finding]:
    """Unknown variables in texts, and comments on top of domain files that tell something else than the code."""
    for text in found:
        allowed = _allowed(project, domain, text)
        for hit in VARIABLE.finditer(text.words):
            if hit[1] not in allowed:
                usable = "、".join(f"{{{name}}}" for name in sorted(allowed)) or "一个也没有"
                what = f"{text.owner} 用了变量 {{{hit[1]}}}，说这句话时没有人填它，客户会看到花括号。"
                yield project.finding("unknown-variable", text.place_of(hit.start()), what, f"这里能用的：{usable}。")
    for name, given in project.provided.items():
        if name in domain.responses:
            yield from _listed(project, domain, name, frozenset(given))


def _listed(project: Project, domain: Domain, name: str, given: frozenset[str]) -> Iterator[Finding]:
    listed, place = domain.documented.get(name, (None, domain.responses[name].place))
    if listed is None:
        what = f"{name} 没有写在文件开头的变量说明里。"
        yield project.finding("unlisted-variable", place, what, f"添一行：#   {name}({', '.join(sorted(given))})")
    elif listed != given:
        what = f"{name} 的变量说明和动作给的不一样：动作给的是 {_names(given)}，这里写的是 {_names(listed)}。"
        yield project.finding("unlisted-variable", place, what, "改成动作给的那些。")


def _allowed(project: Project, domain: Domain, text: Text) -> frozenset[str]:
    file = project.name(text.document.path)
    if file == SYSTEM:
        part, _, rest = text.owner.partition(".")
        if part == "desk" and rest.startswith("first_line."):
            return FIRST_LINE
        return _LINES.get(rest if part == "customer" else text.owner, frozenset())
    if file == AGENTS:
        return frozenset(VARIABLES)
    if file.startswith(f"{KNOWLEDGE}/"):
        return figures.NAMES
    if file.startswith("data/"):
        return frozenset(item.value for item in items(text.document.sections.get("variables")))
    if text.owner in project.provided:
        return frozenset(project.provided[text.owner])
    # Said by a rule: Rasa fills in slots.
    return frozenset(domain.by_section["slots"])


_LINES: Mapping[str, frozenset[str]] = NEEDED


def _names(names: frozenset[str]) -> str:
    return "、".join(sorted(names)) or "没有"
