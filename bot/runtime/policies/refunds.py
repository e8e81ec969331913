"""Reads ``refunds.yml``."""

from __future__ import annotations

from bot.commerce.policies.book import Refunds
from bot.commerce.policies.condition import Condition
from bot.commerce.policies.evidence import Evidence, EvidenceRule
from bot.commerce.policies.no_reason import STATUTORY_DAYS, NoReasonRule
from bot.commerce.policies.payer import Payer
from bot.commerce.policies.reason import Fault, ReasonRule
from bot.commerce.policies.solution import BEFORE_SIGNING, FOR_A_REASON, Remedy, Solution, SolutionRule
from bot.commerce.policies.stage import Stage, StageRule
from bot.commerce.reasons import Reason
from bot.runtime.policies.form import Form
from bot.runtime.policies.sheet import Head, Sheet

LEAST_SOLUTIONS = 2
"""A customer chooses (playbook F4)."""


def read(sheet: Sheet) -> Refunds:
    """All sections."""
    return Refunds(
        no_reason=sheet.section("no_reason", _no_reason, single=True),
        stages=sheet.section("stages", _stage, Stage),
        reasons=sheet.section("reasons", _reason, Reason),
        solutions=sheet.section("solutions", _solution, Solution),
        evidence=sheet.section("evidence", _evidence, Evidence),
    )


def _no_reason(form: Form, head: Head) -> NoReasonRule:
    rule = NoReasonRule(
        code=head.code,
        validity=head.validity,
        days=form.count("days", "天", most=365),
        freight=form.choice("freight", Payer),
        not_when=form.choices("not_when", Condition),
        money_back_days=form.count("money_back_days", "天", most=60),
        bank_days=form.count("bank_days", "工作日", most=30),
        page_note_name=form.text("page_note_name"),
    )
    if form.sound and rule.days < STATUTORY_DAYS:
        form.note("days", f"无理由退货法律规定不能少于{STATUTORY_DAYS}天，现在是{rule.days}天。")
    return rule


def _stage(form: Form, head: Head) -> StageRule:
    solutions = form.choices("solutions", Solution)
    _fits(form, "solutions", solutions, BEFORE_SIGNING)
    _enough(form, len(solutions))
    if head.code == Stage.SIGNED.value:
        form.note("code", "签收以后按 reasons 里的原因办，这里不用写 signed。")
    return StageRule(code=head.code, validity=head.validity, solutions=solutions, freight=form.choice("freight", Payer))


def _reason(form: Form, head: Head) -> ReasonRule:
    fault = form.choice("fault", Fault)
    remedies = form.forms("solutions")
    rule = ReasonRule(
        code=head.code,
        validity=head.validity,
        fault=fault,
        freight=form.choice("freight", Payer),
        evidence=form.choices("evidence", Evidence),
        solutions=tuple(_remedy(remedy, fault) for remedy in remedies),
        under=form.text("under", default=""),
        trace_first=form.flag("trace_first", default=False),
        review=form.flag("review", default=False),
        complaint=form.text("complaint", default=""),
    )
    _enough(form, len(remedies))
    _responsibility(form, rule)
    if not rule.complaint and any(remedy.solution is Solution.COMPENSATION for remedy in rule.solutions):
        form.note("solutions", "办法里有 compensation，要写 complaint，指明按 compensation.yml 里哪一种投诉补偿。")
    return rule


def _responsibility(form: Form, rule: ReasonRule) -> None:
    if rule.fault in (Fault.SHOP, Fault.COURIER) and rule.freight is Payer.CUSTOMER and form.sound:
        form.note("freight", "事情不出在客户这边，寄回的运费不能让客户出，请写 shop。")
    if rule.fault is Fault.UNCLEAR and not rule.review:
        form.note("", "fault 是 unclear（还说不清）的，要由同事来定，请加上 review: true。")
    if rule.under and rule.freight is Payer.CUSTOMER:
        form.note("under", "under 只用在店铺出运费的原因上，这里的运费是客户出，请删掉 under。")


def _remedy(form: Form, fault: Fault) -> Remedy:
    solution = form.choice("do", Solution)
    days = form.days("within_days", least=1)
    percent = form.count("up_to_percent", "百分之几", least=1, most=100, default=100)
    form.close()
    if form.sound:
        _fits(form, "do", (solution,), FOR_A_REASON)
        if fault is Fault.CUSTOMER and days is not None:
            form.note("within_days", "出在客户这边的原因按无理由退货的天数办，这里不用写 within_days。")
        if fault is not Fault.CUSTOMER and days is None and solution is not Solution.REPAIR:
            form.note("", "缺少 within_days，应当写签收次日起几天内可以这样办，比如 15。")
        if form.has("up_to_percent") and solution is not Solution.PARTIAL_REFUND:
            form.note("up_to_percent", "up_to_percent 只用在 partial_refund（部分退款）上，请删掉。")
    return Remedy(solution, days, percent)


def _fits(form: Form, name: str, given: tuple[Solution, ...], possible: frozenset[Solution]) -> None:
    usable = "、".join(solution.value for solution in Solution if solution in possible)
    for solution in given:
        if solution not in possible:
            form.note(name, f"{solution.value} 不能用在这里，这里可以写：{usable}。")


def _enough(form: Form, count: int) -> None:
    because = form.text("only_one_because", default="")
    if 0 < count < LEAST_SOLUTIONS and not because:
        form.note(
            "solutions",
            "只有一种办法，客户没得选。请再加一种；实在没有，写 only_one_because 说明缘由。",
        )


def _solution(form: Form, head: Head) -> SolutionRule:
    return SolutionRule(code=head.code, validity=head.validity, name=form.text("name"), tell=form.text("tell"))


def _evidence(form: Form, head: Head) -> EvidenceRule:
    return EvidenceRule(code=head.code, validity=head.validity, name=form.text("name"), ask=form.text("ask"))
