"""One thing that is wrong in a designer's file, and the table of everything that can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["error", "warning"]

RULES: dict[str, tuple[Level, str]] = {
    # Texts: bot/runtime/designers/lint.
    "forbidden-phrase": ("error", "客户听了难受的话"),
    "empty-promise": ("error", "兑现不了的许诺"),
    "promise-without-time": ("error", "答应了要做，没说什么时候"),
    "blame": ("error", "怪客户或者怪快递"),
    "informal-you": ("error", "对客户说“你”"),
    "unknown-variable": ("error", "动作不给的变量"),
    "expired": ("error", "过了有效期"),
    "bad-validity": ("error", "有效期写得不对"),
    "bad-reply": ("error", "客服常用语写得不对"),
    "no-empathy": ("error", "缺共情句"),
    "bad-lint-file": ("error", "检查用的词表写得不对"),
    "unlisted-variable": ("warning", "文件开头的变量说明和动作对不上"),
    "expires-soon": ("warning", "快过有效期"),
    "few-tones": ("warning", "投诉类意图没有自己的共情句"),
    "half-width": ("warning", "中文里用了英文标点"),
    "too-long": ("warning", "手机上太长"),
    "duplicate-text": ("warning", "同一句话写了两遍"),
    "unused-response": ("warning", "没人用的话术"),
    "skill-without-test": ("warning", "没有对话用例的技能"),
    # How the files fit together: bot/runtime/designers/check.
    "yaml": ("error", "YAML 读不懂"),
    "declared-twice": ("error", "同一个名字声明了两次"),
    "undeclared": ("error", "用了没有声明的名字"),
    "intent-without-rule": ("error", "意图没有规则"),
    "intent-without-examples": ("error", "意图没有例句"),
    "action-without-code": ("error", "动作没有代码"),
    "missing-response": ("error", "代码要说的话术不在"),
    "bad-button": ("error", "按钮没有去处"),
    "contradiction": ("error", "规则或故事互相矛盾"),
    "bad-name": ("error", "规则或故事的名字不合规矩"),
    "wrong-file": ("error", "写错了文件"),
    "label-missing": ("error", "标签、名称表不齐"),
    "bad-example": ("error", "例句写法不对"),
    "example-in-two-intents": ("error", "同一句例句属于两个意图"),
    "bad-emotion-file": ("error", "情绪例句写法不对"),
    "bad-policy": ("error", "规则数据写得不对"),
    "bad-knowledge": ("error", "知识库写得不对"),
    "bad-service": ("error", "服务规则写得不对"),
    "hours-differ": ("error", "对客户说的钟点没人在"),
    "holidays-unknown": ("warning", "还不知道放假安排"),
    "example-twice": ("warning", "例句重复"),
    "few-examples": ("warning", "例句太少"),
    "unused": ("warning", "声明了没人用"),
}
"""Every kind of finding: how grave it is, and its name for people. ``docs/designers.md`` explains each."""


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong where.

    Attributes:
        file: path below the project's folder, with forward slashes; ``line`` counts from 1.
        rule: a key of :data:`RULES`.
        what: one Chinese sentence.
        better: the better wording, or what to do; may be empty when ``what`` says it all.
    """

    file: str
    line: int
    rule: str
    what: str
    better: str = ""

    @property
    def level(self) -> Level:
        """Errors fail a check; warnings are only told."""
        return RULES[self.rule][0]

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {**asdict(self), "level": self.level}


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Those that fail a check."""
    return [finding for finding in found if finding.level == "error"]


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Each once, by file and line."""
    return sorted(set(found))
