"""What a claim has to know beyond the order and the reason."""

from __future__ import annotations

import re
from typing import Any

from actions.base import Turn
from actions.claims.case import ALL, INTACT, case_of
from actions.forms.order_step import chosen_order, place_named
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.days import shop_day
from bot.commerce.orders import Order
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.refunding import Answer
from bot.commerce.policy import in_force
from bot.language.goods import goods_named, kinds_named

_ALL_OF_IT = re.compile(r"都(?=[要退换有是坏不办修烂错吧]|没|$|[，。,！!])|全部|整单|全退|全都|一起|两[件样个]|所有")
_NOT_THAT = re.compile(r"不是[^，,。；;!！]*[，,。；;!！是]?|^不对|(?:弄|说|选|点|搞)错了?")
"""What is taken back in a correction: 不是裤子，是鞋子."""


class LineStep(Step):
    """Which goods of an order with several: a line's id, or all of them."""

    slot = "claim_line"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`: what was not handed over yet goes as a whole."""
        case = await case_of(turn)
        return case is not None and case.signed and len(case.order.lines) > 1

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        order = await chosen_order(turn)
        if order is None or len(order.lines) < 2:
            return None
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed if pressed == ALL or any(line.line_id == pressed for line in order.lines) else None
        corrects = _NOT_THAT.search(heard.text) is not None
        words = _NOT_THAT.sub("", heard.text)
        if asked and _ALL_OF_IT.search(words):
            return ALL
        if len(kinds_named(words, [line.title for line in order.lines])) == len(order.lines):
            return ALL
        at = _line_named(words, order)
        if at is None and asked:
            at = place_named(words, len(order.lines))
        return order.lines[at].line_id if at is not None and (asked or corrects or not turn.slot(self.slot)) else None

    async def guess(self, turn: Turn) -> Any:
        """The line that was named before it was plain which order is meant."""
        order = await chosen_order(turn)
        at = _line_named(turn.heard.text, order) if order and turn.heard.text else None
        return order.lines[at].line_id if order and at is not None else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        order = await chosen_order(turn)
        lines = order.lines if order else ()
        choices = {f"{line.title} {line.spec}".strip(): f"{self.slot}:{line.line_id}" for line in lines}
        turn.say("utter_claim_which_line", choices={**choices, "all_lines": f"{self.slot}:{ALL}"})


def _line_named(text: str, order: Order) -> int | None:
    """The one line whose goods, or else whose colour or size, the words name (黑色M码那件)."""
    at = goods_named(text, [line.title for line in order.lines])
    if at is not None:
        return at
    specs = [line.spec.split() for line in order.lines]
    named = [at for at, spec in enumerate(specs) if any(len(part) > 1 and part in text for part in spec)]
    return named[0] if len(named) == 1 else None


_BROKEN: tuple[tuple[Condition, re.Pattern[str]], ...] = (
    (Condition.WASHED, re.compile(r"洗过|水洗|下过水|洗了")),
    (
        Condition.TAG_REMOVED,
        re.compile(r"吊牌(?:(?!没|未).){0,4}(?:剪|掉|撕|扔|拆)|吊牌.{0,2}没有?了|剪.{0,3}吊牌|没有?吊牌|标.{0,3}剪"),
    ),
    (
        Condition.INCOMPLETE,
        re.compile(r"(?:盒子?|包装|配件|说明书|赠品)(?:(?!没|未).){0,4}(?:没有?了|扔|丢|少|缺|不全)|扔了|丢了"),
    ),
    (Condition.OPENED, re.compile(r"拆(?:封|开|了|过)|打开(?:了|过)|开封")),
    (Condition.ACTIVATED, re.compile(r"激活(?:了|过)|注册(?:了|过)")),
    (Condition.USED, re.compile(r"(?:用|穿|戴|喝|吃|试用|使用)(?:了|过)")),
    (Condition.TRIED, re.compile(r"试(?:了|过|穿)")),
)
_NOT = re.compile(r"(?:没有?|未|还没|不曾)[^，。！？,]{0,6}$")
_ALL_FINE = re.compile(r"完好|全新|没(?:有)?(?:拆|穿|用|洗|动|剪|试|激活)|都在|好好的|原样|未拆|没问题")
_AS_NEW = re.compile(r"完好|全新|(?:没有?|未)(?:拆[封开过]?|穿过|用过|动过|打开)")
"""What says by itself, unasked, that nothing was done with the goods."""


class ConditionStep(Step):
    """What became of the goods: codes of what no-reason returns do not allow, or ``intact`` alone."""

    slot = "condition"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        case = await case_of(turn)
        return case is not None and case.verdict.answer is Answer.ASK

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return [pressed]
        if not asked:
            return [INTACT] if turn.slot(self.slot) is None and _AS_NEW.search(heard.text) else None
        broken = [condition.value for condition, words in _BROKEN if _says(words, heard.text)]
        if broken:
            return broken
        if _ALL_FINE.search(heard.text) or heard.intent == "affirm":
            return [INTACT]
        return [Condition.USED.value] if heard.intent == "deny" else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        case = await case_of(turn)
        if case is None:
            return
        day, rules = shop_day(turn.now), in_force().categories.conditions
        names = [rules.need(one.value, day).name for one in case.verdict.conditions]
        broken = {name: f"{self.slot}:{one.value}" for name, one in zip(names, case.verdict.conditions, strict=True)}
        words = {"title": case.title, "conditions": "、".join(names)}
        turn.say("utter_claim_condition", words, choices={"intact": f"{self.slot}:{INTACT}", **broken})


def _says(words: re.Pattern[str], text: str) -> bool:
    return any(not _NOT.search(text[: found.start()]) for found in words.finditer(text))
