"""Conversations as readable YAML: what a file may say, checked before anything is run (tests/dialogue/README.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

KINDS = {
    "文字": "text",
    "订单卡": "order_card",
    "选订单": "order_choices",
    "物流卡": "logistics_card",
    "通知": "notice",
}
SPEAKERS = {"小接": "bot", "系统": "system", "坐席": "agent"}
STATES = {"小接": "bot", "排队": "waiting", "坐席": "agent", "结束": "closed"}
RESOLVE = {"结果", "备注", "之后"}

VISITOR = "访客"
DEFAULT_CUSTOMER = "u1001"

BURST = "连发"
PICTURE = "发图"

_DEEDS = ("客户", BURST, PICTURE, "按", "坐席接入", "坐席说", "坐席处理")
_CHECKS = {"期望", "不出现", "状态", "意图", "原因", "情绪"}
_EXPECTATION = {"谁", "类型", "代号", "包含", "不含", "匹配", "按钮", "数据"}


class BadDialogue(Exception):
    """Raised when a file is not written as the README says; the message names file and step."""


@dataclass(frozen=True)
class Expectation:
    """One event that must come, after the one before it. Empty fields do not matter."""

    speaker: str = ""
    kind: str = ""
    code: str = ""
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    pattern: str = ""
    buttons: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One deed and what must be so after it.

    ``deed`` is one of 客户, 连发, 发图, 按, 坐席接入, 坐席说, 坐席处理; ``words`` goes with it (for 连发: several
    lines; for 发图: a colour; for 坐席处理: a mapping).
    """

    deed: str
    words: Any
    expects: tuple[Expectation, ...] = ()
    never: tuple[str, ...] = ()
    state: str = ""
    intent: str = ""
    reason: str = ""
    emotion: str = ""


@dataclass(frozen=True)
class Dialogue:
    """A whole conversation of one customer (an empty id is a visitor)."""

    customer: str
    steps: tuple[Step, ...]

    @property
    def has_bursts(self) -> bool:
        """Whether messages are sent in a row, without waiting for an answer."""
        return any(step.deed == BURST for step in self.steps)


def read(path: Path) -> Dialogue:
    """Read a file.

    Raises:
        BadDialogue: it is not YAML or not written as it should be.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise BadDialogue(f"{path.name}: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("对话"), list) or not content["对话"]:
        raise BadDialogue(f"{path.name}: 最外层要有“对话”,下面是一步一步的列表")
    _only(content, {"说明", "顾客", "对话"}, path.name)
    customer = str(content.get("顾客", DEFAULT_CUSTOMER))
    steps = tuple(_step(item, f"{path.name} 第 {place} 步") for place, item in enumerate(content["对话"], start=1))
    return Dialogue("" if customer == VISITOR else customer, steps)


def _step(item: Any, where: str) -> Step:
    deeds = [name for name in _DEEDS if isinstance(item, dict) and name in item]
    if len(deeds) != 1:
        raise BadDialogue(f"{where}: 每一步要有且只有一个动作({'、'.join(_DEEDS)})")
    _only(item, {*_CHECKS, deeds[0]}, where)
    words = item[deeds[0]]
    if deeds[0] == "坐席处理":
        if not isinstance(words, dict):
            raise BadDialogue(f"{where}: 坐席处理下面要写{'、'.join(sorted(RESOLVE))}")
        _only(words, RESOLVE, where)
    elif deeds[0] == BURST:
        if not isinstance(words, list) or len(words) < 2:
            raise BadDialogue(f"{where}: 连发下面要写至少两句话的列表")
        words = tuple(str(line) for line in words)
    return Step(
        deed=deeds[0],
        words=words if isinstance(words, dict | tuple) else str(words),
        expects=tuple(_expectation(wanted, where) for wanted in item.get("期望", ())),
        never=_words(item.get("不出现")),
        state=_one_of(STATES, item.get("状态"), where),
        intent=str(item.get("意图", "")),
        reason=str(item.get("原因", "")),
        emotion=str(item.get("情绪", "")),
    )


def _expectation(item: Any, where: str) -> Expectation:
    if isinstance(item, str):
        return Expectation(contains=(item,))
    if not isinstance(item, dict):
        raise BadDialogue(f"{where}: 期望的每一项是一句话,或者 {'、'.join(sorted(_EXPECTATION))}")
    _only(item, _EXPECTATION, where)
    pattern = str(item.get("匹配", ""))
    try:
        re.compile(pattern)
    except re.error as error:
        raise BadDialogue(f"{where}: 匹配里的正则不对:{error}") from error
    return Expectation(
        speaker=_one_of(SPEAKERS, item.get("谁"), where),
        kind=_one_of(KINDS, item.get("类型"), where),
        code=str(item.get("代号", "")),
        contains=_words(item.get("包含")),
        lacks=_words(item.get("不含")),
        pattern=pattern,
        buttons=_words(item.get("按钮")),
        data=item.get("数据") or {},
    )


def _only(item: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = [str(name) for name in item if name not in known]
    if unknown:
        raise BadDialogue(f"{where}: 不认识“{'、'.join(unknown)}”,可以写的是:{'、'.join(sorted(known))}")


def _one_of(table: Mapping[str, str], word: Any, where: str) -> str:
    if word is None:
        return ""
    if word not in table:
        raise BadDialogue(f"{where}: “{word}”不对,可以写的是:{'、'.join(table)}")
    return table[word]


def _words(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(word) for word in value) if isinstance(value, list) else (str(value),)
