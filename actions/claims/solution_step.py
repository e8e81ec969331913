"""Which way a claim is to be settled, chosen among those that the rules open (playbook F4)."""

from __future__ import annotations

import re
from typing import Any

from actions.base import Turn
from actions.claims.case import Case, case_of
from actions.forms.step import NOTED, Step
from actions.heard import Heard
from bot.commerce.days import shop_day
from bot.commerce.policies.solution import Solution, SolutionRule
from bot.commerce.policy import in_force

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
            r"退货退款|退货|退了吧|寄回(?!去?的?(?:运费|邮费|要|多久|怎么|地址))|退回去|(?:要|想|直接|能)退(?=$|[，,。！!吗]|[一二两三四五1-5][件双条个只台])|^退[吧了]?$"
        ),
    ),
)
_MONEY = re.compile(r"退款|退钱|把钱退|钱退|退给我|全额退|退了")
_MONEY_WAYS = (Solution.CANCEL_REFUND, Solution.REFUND_ONLY, Solution.RETURN_REFUND)
_ORDINAL = re.compile(r"(?:第|选|办法)([一二三四1-4])|^([一二三四1-4])(?:号|个|种|条)?[吧呗啊]?$")
_AT = {"一": 0, "二": 1, "三": 2, "四": 3, "1": 0, "2": 1, "3": 2, "4": 3}
_NEGATED = re.compile("不")
_REFUSED = re.compile(r"(?:不|别|没|先不)(?:想|要|用|是|给|能|肯|再)?$")
_CURT = 6
"""Up to so many characters a wish is all that is said, whatever it was understood as."""
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
        if heard.intent not in {"request_return", "request_refund", turn.slot("matter")} and len(heard.text) > _CURT:
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
        rules = _rules_of(turn, case)
        ways = "\n".join(f"{at}. {rule.name}：{rule.tell}" for at, rule in enumerate(rules.values(), 1))
        response = "utter_claim_solution_again" if again else "utter_claim_solution"
        words = {"title": case.title, "ways": ways}
        wish = turn.slot("wish")
        if wish and case.offer(wish) is None and not _comes_to_it(case, wish):
            # Asked for and not to be had: said once, so that it does not look as if it was not heard.
            response = "utter_claim_solution_not_open"
            words["wanted"] = in_force().refunds.solutions.need(wish, shop_day(turn.now)).name
            turn.remember(wish=None)
        turn.say(response, words, choices=_buttons(rules))

    async def remind(self, turn: Turn) -> None:
        """What each way means stands a few lines further up."""
        case = await case_of(turn)
        if case is not None:
            turn.say("utter_claim_solution_wait", choices=_buttons(_rules_of(turn, case)))


def _rules_of(turn: Turn, case: Case) -> dict[Solution, SolutionRule]:
    day, rules = shop_day(turn.now), in_force().refunds.solutions
    return {offer.solution: rules.need(offer.solution.value, day) for offer in case.offers}


def _buttons(rules: dict[Solution, SolutionRule]) -> dict[str, str]:
    return {rule.name: f"{SolutionStep.slot}:{way.value}" for way, rule in rules.items()}


def _comes_to_it(case: Case, wish: str) -> bool:
    """Whether the ways before the goods are signed for are what the customer calls by another name."""
    return not case.signed and Solution(wish) in _MONEY_WAYS


def wish_of(text: str) -> Solution | None:
    """The way the words ask for; one that they refuse (不退货了) is none."""
    return next((solution for solution, words in _WORDS if _said(words, text)), None)


def _said(words: re.Pattern[str], text: str) -> bool:
    return any(_NEGATED.match(found[0]) or not _REFUSED.search(text[: found.start()]) for found in words.finditer(text))
