"""Suggestions as a file of examples, with what is known of each in comments above it.

The whole is valid for our importer; each entry fits below ``nlu:`` of the file named above it. Comments cannot stand
between examples (there they would be examples), so they are numbered like them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.kernel.clock import from_ms, spoken_date
from bot.runtime.lessons.candidates import WHYS, Why
from bot.runtime.lessons.suggestions import Dispute, Suggestion, Suggestions

PARTS: Mapping[Why, str] = {
    "relabelled": "同事标过的，意图已经定了",
    "missed": "小接没听懂的，意图是推测的，请先看对不对",
    "unsure": "小接拿不准的，意图是推测的，请先看对不对",
}
UNKNOWN = "不知道归哪类，请先定意图，再写进对应的文件"
NOT_UNDERSTOOD = "没听懂"


def as_yaml(found: Suggestions, titles: Mapping[str, str], indent: Mapping[str, int]) -> str:
    """The suggestions as YAML; ``titles`` of intents, ``indent`` of skills' files."""
    lines = [*_head(found), 'version: "3.1"', "", f"nlu:{'' if any(item.intent for item in found.items) else ' []'}"]
    for why in WHYS:
        part = [item for item in found.items if item.why == why]
        if any(item.intent for item in part):
            lines += ["", f"# ━━ {PARTS[why]} ━━"]
        for skill, entries in _grouped(part, "skill").items():
            lines += _skill(skill, entries, titles, indent.get(skill, 0)) if skill else []
    lines += _unknown([item for item in found.items if not item.intent], titles)
    lines += _disputed(found.disputes, titles)
    return "\n".join(lines) + "\n"


def _head(found: Suggestions) -> Iterator[str]:
    more = f"；还有 {found.left_out} 句没列，用 --limit 看更多" if found.left_out else ""
    yield f"# 从 {found.messages} 条消息里挑出 {len(found.items)} 句，最值得加的在前面{more}。"
    if found.known:
        yield f"# {found.known} 条已经是例句，不再列。"
    if found.long:
        yield f"# {found.long} 条太长，不适合做例句，没有列。"
    yield "# 号码都已经换成编的；人名和住址请自己看一遍，有就改掉。"
    yield "# 贴法：把“- intent:”那一段（或者只把例句那几行，放在同一个意图下面）贴进上面写的文件。"


def _skill(skill: str, items: Sequence[Suggestion], titles: Mapping[str, str], indent: int) -> Iterator[str]:
    shift = f"（这个文件缩进多{indent}格，整段右移{indent}格再贴）" if indent else ""
    yield ""
    yield f"# ── data/nlu/{skill}.yml{shift}"
    for intent, entries in _grouped(items, "intent").items():
        for number, item in enumerate(entries, 1):
            yield f"#   {number}. {_about(item, titles)}"
        yield f"- intent: {intent}"
        yield "  examples: |"
        yield from (f"    - {item.text}" for item in entries)


def _about(item: Suggestion, titles: Mapping[str, str]) -> str:
    facts = [_seen(item)]
    if item.why == "relabelled":
        taken = "，".join(
            f"{_named(name, titles)}{f'{times}次' if times > 1 else ''}" for name, times in item.predicted
        )
        facts.append(f"小接当时判为：{taken}；同事标为：{_named(item.intent, titles)}")
    else:
        facts.append(f"最像：{_likely(item, titles)}")
    if item.like:
        facts.append(f"注意：{item.like[0]} 里有很像的一句“{item.like[1]}”")
    return "；".join(facts)


def _seen(item: Suggestion) -> str:
    wordings = f"（{item.wordings} 种说法）" if item.wordings > 1 else ""
    return f"见过 {item.times} 次{wordings}，最近 {spoken_date(from_ms(item.last_at))}"


def _unknown(items: Sequence[Suggestion], titles: Mapping[str, str]) -> Iterator[str]:
    if items:
        yield from ("", f"# ━━ {UNKNOWN} ━━")
    for item in items:
        likely = f"；最像：{_likely(item, titles)}" if item.likeliest else ""
        yield f"# - {item.text}"
        yield f"#     {_seen(item)}{likely}"


def _disputed(disputes: Sequence[Dispute], titles: Mapping[str, str]) -> Iterator[str]:
    if disputes:
        yield from ("", "# ━━ 说法有冲突，先定归哪边再加 ━━")
    for one in disputes:
        labels = "，".join(f"{_named(name, titles)}{times}次" for name, times in one.labels)
        owner = f"；可它已经是 {one.owner} 的例句" if one.owner else ""
        yield f"# - {one.text}"
        yield f"#     同事标为：{labels}{owner}；最近 {spoken_date(from_ms(one.last_at))}"


def _likely(item: Suggestion, titles: Mapping[str, str]) -> str:
    return "，".join(f"{_named(name, titles)} {confidence:.2f}" for name, confidence in item.likeliest)


def _named(intent: str, titles: Mapping[str, str]) -> str:
    if intent in {"", "nlu_fallback"}:
        return NOT_UNDERSTOOD if intent else "没有问它"
    return f"{intent}（{titles[intent]}）" if intent in titles else intent


def _grouped(items: Sequence[Suggestion], by: str) -> dict[str, list[Suggestion]]:
    """Items by a field, each group where its first item stands."""
    groups: dict[str, list[Suggestion]] = {}
    for item in items:
        groups.setdefault(getattr(item, by), []).append(item)
    return groups
