"""What a claim has to know beyond the order and the reason."""

from __future__ import annotations

import re
from typing import Any

from actions.base import Turn
from actions.claims.case import ALL, INTACT, Case, case_of
from actions.forms.order_step import chosen_order, place_named
from actions.forms.step import NOTED, Step
from actions.heard import Heard
from bot.commerce.days import shop_day
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.refunding import Answer
from bot.commerce.policies.solution import Solution
from bot.commerce.policy import in_force
from bot.language.goods import goods_named, kinds_named

_ALL_OF_IT = re.compile(r"都|全部|整单|全退|全都|一起|两[件样个]|所有")
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
        titles = [line.title for line in order.lines]
        if len(kinds_named(words, titles)) == len(titles):
            return ALL
        at = goods_named(words, titles)
        if at is None and asked:
            at = place_named(words, len(order.lines))
        return order.lines[at].line_id if at is not None and (asked or corrects or not turn.slot(self.slot)) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        order = await chosen_order(turn)
        lines = order.lines if order else ()
        choices = {f"{line.title} {line.spec}".strip(): f"{self.slot}:{line.line_id}" for line in lines}
        turn.say("utter_claim_which_line", choices={**choices, "all_lines": f"{self.slot}:{ALL}"})


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


_WORDS: tuple[tuple[Solution, re.Pattern[str]], ...] = (
    (Solution.PARTIAL_REFUND, re.compile(r"部分退|退一部分|退一点|少退|留下.{0,4}退|补偿点|不退货.{0,2}退[点些]")),
    (Solution.EXCHANGE, re.compile(r"换货|换[一个件双台新]|给换|换成|想换|能换|调换|更换|^换")),
    (Solution.REPAIR, re.compile(r"维修|修(?:一下|理|好)|保修|返修|(?:我|想|要|能|帮|可以|去)修|^修")),
    (Solution.RESHIP, re.compile(r"补发|重发|补寄|再发一|重新发|重寄|补一[个件份]")),
    (Solution.INTERCEPT, re.compile(r"拦截|拦(?:下|回)|截回|召回")),
    (Solution.REFUSE_PARCEL, re.compile(r"拒收|不收了")),
    (Solution.EXPEDITE, re.compile(r"继续等|再等等|催一?催|催一下")),
    (Solution.REFUND_ONLY, re.compile(r"仅退款|只退款|(?<!先)不退货(?!了)")),
    (
        Solution.RETURN_REFUND,
        re.compile(
            r"退货退款|退货|退了吧|寄回(?!去?的?(?:运费|邮费|要|多久|怎么|地址))|退回去|(?:要|想|直接|能)退(?=$|[，,。！!吗])|^退[吧了]?$"
        ),
    ),
)
_MONEY = re.compile(r"退款|退钱|把钱退|钱退|退给我|全额退|退了")
_MONEY_WAYS = (Solution.CANCEL_REFUND, Solution.REFUND_ONLY, Solution.RETURN_REFUND)
_ORDINAL = re.compile(r"(?:第|选|办法)([一二三四1-4])|^([一二三四1-4])(?:号|个|种|条)?[吧呗啊]?$")
_AT = {"一": 0, "二": 1, "三": 2, "四": 3, "1": 0, "2": 1, "3": 2, "4": 3}
_NEGATED = re.compile("不")
_REFUSED = re.compile(r"(?:不|别|没|先不)(?:想|要|用|是|给|能|肯|再)?$")
_SURE = 0.6
"""From this confidence on, words about a refund are a question about the rules and choose nothing."""
_MADE_UP_FOR = {Solution.EXCHANGE: Solution.RESHIP, Solution.RESHIP: Solution.EXCHANGE}
"""Who wants other goods for these cares little whether these have to go back for it."""


class SolutionStep(Step):
    """The way the customer chooses among those the rules open, with what each of them means (playbook F4)."""

    slot = "solution"

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        wish = wish_of(heard.text)
        if not asked:
            return await self._in_passing(turn, heard, wish)
        if heard.intent == "ask_refund_policy" and heard.confidence >= _SURE:
            return None
        case = await case_of(turn)
        open_now = [offer.solution for offer in case.offers] if case else []
        if wish in open_now:
            return wish.value if wish else None
        if wish in _MADE_UP_FOR and _MADE_UP_FOR[wish] in open_now:
            return _MADE_UP_FOR[wish].value
        if _said(_MONEY, heard.text):
            return next((one.value for one in _MONEY_WAYS if one in open_now), None)
        if wish is not None:
            turn.remember(wish=wish.value)
            return NOTED
        place = _ORDINAL.search(heard.text)
        at = _AT[place[1] or place[2]] if place else -1
        return open_now[at].value if 0 <= at < len(open_now) else None

    async def _in_passing(self, turn: Turn, heard: Heard, wish: Solution | None) -> Any:
        if wish is None or heard.intent == "ask_refund_policy":
            return None
        if await self._means_the_same(turn, wish):
            return None
        if turn.slot(self.slot) not in (None, wish.value):
            # Another way than the one chosen before is a change of mind, however it is put.
            return wish.value
        if heard.intent not in {"request_return", "request_refund", turn.slot("matter")}:
            return None
        if turn.slot("wish") == wish.value:
            # Said again without a word of what was asked: that is no answer.
            return None
        turn.remember(wish=wish.value)
        return NOTED

    async def _means_the_same(self, turn: Turn, wish: Solution) -> bool:
        """Whether it is another word for the money that the chosen way brings: 退吧 for an order called off."""
        chosen, case = turn.slot(self.slot), await case_of(turn)
        money = chosen is not None and Solution(chosen) in _MONEY_WAYS and wish in _MONEY_WAYS
        return money and case is not None and case.offer(wish.value) is None

    async def guess(self, turn: Turn) -> Any:
        """The only way; the way the customer asked for; of a change of mind, what they came for."""
        case = await case_of(turn)
        if case is None or not case.offers:
            return None
        if len(case.offers) == 1:
            return case.offers[0].solution.value
        if wish := turn.slot("wish"):
            first = case.offer(wish) or (case.offer(Solution.CANCEL_REFUND.value) if _comes_to_it(case, wish) else None)
            return first.solution.value if first else None
        if turn.slot("matter") == "request_refund" and not case.verdict.evidence:
            first = case.offer(Solution.CANCEL_REFUND.value) or (
                case.offer(Solution.RETURN_REFUND.value) if case.signed else None
            )
            return first.solution.value if first else None
        return None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        case = await case_of(turn)
        if case is None:
            return
        day, rules = shop_day(turn.now), in_force().refunds.solutions
        known = [(offer, rules.need(offer.solution.value, day)) for offer in case.offers]
        ways = "\n".join(f"{at}. {rule.name}：{rule.tell}" for at, (_, rule) in enumerate(known, 1))
        response = "utter_claim_solution_again" if again else "utter_claim_solution"
        words = {"title": case.title, "ways": ways}
        wish = turn.slot("wish")
        if wish and case.offer(wish) is None and not _comes_to_it(case, wish):
            # Asked for and not to be had: said once, so that it does not look as if it was not heard.
            response = "utter_claim_solution_not_open"
            words["wanted"] = rules.need(wish, day).name
            turn.remember(wish=None)
        choices = {rule.name: f"{self.slot}:{offer.solution.value}" for offer, rule in known}
        turn.say(response, words, choices=choices)


def _comes_to_it(case: Case, wish: str) -> bool:
    """Whether the ways before the goods are signed for are what the customer calls by another name."""
    return not case.signed and Solution(wish) in _MONEY_WAYS


def wish_of(text: str) -> Solution | None:
    """The way the words ask for; one that they refuse (不退货了) is none."""
    return next((solution for solution, words in _WORDS if _said(words, text)), None)


def _said(words: re.Pattern[str], text: str) -> bool:
    return any(_NEGATED.match(found[0]) or not _REFUSED.search(text[: found.start()]) for found in words.finditer(text))
