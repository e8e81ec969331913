"""What is wrong with one text by itself: words, promises, manners, punctuation, length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.runtime.designers.findings import Finding
from bot.runtime.designers.lint.phrases import GROUPS, Phrase, Phrases, sentence
from bot.runtime.designers.project import Project
from bot.runtime.designers.texts import Text

VARIABLE = re.compile(r"\{([^{}\n]*)\}")

_HAN = "\u3400-\u9fff"
_CLOSE = f"[{_HAN}}}”」』）》]"
_OPEN = f"[{_HAN}{{“「『（《]"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。", '"': "“”"}
_HALF_WIDTH = re.compile(
    rf"(?<={_CLOSE})\.{{2,}}|(?<={_CLOSE})[,;:?!()\"]|[,;:?!()\"](?={_OPEN})|(?<={_CLOSE})\.(?!\w)"
)
_QUOTED = re.compile("“[^”]*”")
_YOU = re.compile("[你妳]")
_NOT_YOU = ("迷你",)
_EXAMPLE_VALUE = "八个字的变量内容"
"""How long a variable is when it is filled in, about."""


def check_text(project: Project, text: Text, phrases: Phrases) -> Iterator[Finding]:
    """Everything wrong with the wording of one text."""
    if text.kind == "reply":
        yield from _phrases(project, text, phrases)
        yield from _you(project, text)
        yield from _length(project, text, phrases)
    yield from _half_width(project, text)


def _phrases(project: Project, text: Text, phrases: Phrases) -> Iterator[Finding]:
    # What stands in “…” are the customer's own words or the label of a button.
    words = _QUOTED.sub(lambda match: "“" + "＿" * (len(match[0]) - 2) + "”", text.words)
    for group, rule in GROUPS.items():
        for phrase in phrases.groups.get(group, ()):
            for hit in phrase.hits(words):
                if rule == "promise-without-time":
                    if text.reader == "staff" or phrases.names_time(sentence(words, hit.start(), neighbours=1)):
                        continue
                elif phrase.with_time and phrases.names_time(sentence(words, hit.start())):
                    continue
                what = f"{text.owner} {_WHAT[rule]}“{hit[0]}”{_why(phrase)}。"
                yield project.finding(rule, text.place_of(hit.start()), what, phrase.better)


_WHAT = {
    "forbidden-phrase": "说了客户听了难受的话",
    "empty-promise": "许诺了做不到的事",
    "promise-without-time": "答应了要做，却没说什么时候",
    "blame": "在怪客户或者怪快递",
}


def _why(phrase: Phrase) -> str:
    return "，要有具体时间才能说" if phrase.with_time else ""


def _you(project: Project, text: Text) -> Iterator[Finding]:
    if text.reader == "staff":
        return
    words = _QUOTED.sub(lambda match: "＿" * len(match[0]), text.words)
    for word in _NOT_YOU:
        words = words.replace(word, "＿" * len(word))
    hit = _YOU.search(words)
    if hit:
        what = f"{text.owner} 对客户说了“{_around(text.words, hit.start())}”。"
        yield project.finding("informal-you", text.place_of(hit.start()), what, "称呼客户用“您”。")


def _half_width(project: Project, text: Text) -> Iterator[Finding]:
    hit = _HALF_WIDTH.search(text.words)
    if hit:
        full = "……" if hit[0].startswith("..") else _FULL[hit[0]]
        what = f"{text.owner} 的“{_around(text.words, hit.start())}”用了英文标点 {hit[0]}"
        yield project.finding("half-width", text.place_of(hit.start()), what, f"改成 {full}")


def _length(project: Project, text: Text, phrases: Phrases) -> Iterator[Finding]:
    shown = VARIABLE.sub(_EXAMPLE_VALUE, text.words.strip())
    if text.reader == "staff":
        return
    longest_line = max((len(line) for line in shown.splitlines()), default=0)
    in_steps = "\n" in shown
    allowed = phrases.longest_steps if in_steps else phrases.longest
    if len(shown) > allowed:
        limit = f"分步骤写的最多{allowed}个字" if in_steps else f"最多{allowed}个字"
        what = f"{text.owner} 有{len(shown)}个字，手机上一屏读不完（{limit}）。"
    elif longest_line > phrases.longest:
        what = f"{text.owner} 有一行{longest_line}个字，手机上读着累（一行最多{phrases.longest}个字）。"
    else:
        return
    better = "只留客户这一刻要知道的，其余放到下一句；步骤多的用 |- 一行写一步。"
    yield project.finding("too-long", text.place, what, better)


def _around(text: str, at: int) -> str:
    return text[max(0, at - 5) : at + 6].replace("\n", " ")
