"""Reads ``groups.yml``: who a customer is handed to, and how long offers and parked customers wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.handoff.groups import Group, Groups
from bot.handoff.lines import REASONS
from bot.runtime.policies.form import Form
from bot.runtime.service_rules.book import Book
from bot.runtime.service_rules.words import one_of

_REASON = one_of("Reason", REASONS)
"""Why a person is called (``bot/handoff/lines.py``), as designers may write it."""

ACCEPT_S, CAPACITY = 20, 5


@dataclass(frozen=True)
class OfferRules:
    """How long what waits for a person waits; all in ms.

    Attributes:
        grace_ms: customers of an agent whose connection was lost wait so long for the agent to come back.
        transfer_ms: how long a colleague has to accept a customer who is passed on.
        park_ms: opening time within which a parked customer hears from a person.
        lead_ms: so long before the promised time a parked customer is put into the queue again.
    """

    grace_ms: int = 30_000
    transfer_ms: int = 60_000
    park_ms: int = 1_800_000
    lead_ms: int = 600_000


def read(book: Book, calendars: Collection[str]) -> tuple[Groups, OfferRules]:
    """The groups and the waiting times."""
    return _groups(book, calendars), _offers(book)


def _groups(book: Book, calendars: Collection[str]) -> Groups:
    found: dict[str, tuple[Group, Form]] = {}
    by_reason: dict[str, str] = {}
    takes_the_rest: list[str] = []
    for form in book.section("groups"):
        group = _group(form, calendars)
        if group.code in found:
            form.note("code", f"{group.code} 写了两次，请只留一个。")
        found[group.code] = (group, form)
        for reason in form.choices("reasons", _REASON):
            if reason.value in by_reason:
                form.note("reasons", f"{reason.value} 已经给了 {by_reason[reason.value]}，只能先给一个组。")
            by_reason.setdefault(reason.value, group.code)
        if form.flag("takes_the_rest", default=False):
            takes_the_rest.append(group.code)
    _lead_somewhere(found)
    if len(takes_the_rest) != 1:
        book.note(
            "groups",
            f"要有一个组写 takes_the_rest: true，接其余所有的原因，只能有一个，现在有{len(takes_the_rest)}个。",
        )
    return Groups(tuple(group for group, _ in found.values()), (takes_the_rest or [""])[0], by_reason)


def _group(form: Form, calendars: Collection[str]) -> Group:
    group = Group(
        code=form.text("code"),
        title=form.text("title"),
        accept_ms=1000 * form.count("accept_s", "秒", least=5, most=600, default=ACCEPT_S),
        capacity=form.count("capacity", "人", least=1, most=100, default=CAPACITY),
        hours=form.text("hours"),
        escalates_to=form.text("escalates_to", ""),
    )
    if group.hours and group.hours not in calendars:
        form.note("hours", f"hours.yml 里没有叫 {group.hours} 的时间表，有的是：{'、'.join(calendars) or '（没有）'}。")
    return group


def _lead_somewhere(found: dict[str, tuple[Group, Form]]) -> None:
    """Each group escalates to one that is there, and no way leads back; a circle is noted once."""
    in_circles: set[str] = set()
    for group, form in found.values():
        if group.escalates_to and group.escalates_to not in found:
            what = f"没有叫 {group.escalates_to} 的组，有的是：{'、'.join(found)}。最上面的组不写这一项。"
            form.note("escalates_to", what)
        way = [group.code]
        while (above := found[way[-1]][0].escalates_to) in found and above not in way:
            way.append(above)
        if above == group.code and group.code not in in_circles:
            in_circles |= set(way)
            form.note("escalates_to", f"绕了一圈又回到 {group.code}：{' → '.join([*way, above])}。")


def _offers(book: Book) -> OfferRules:
    rules = OfferRules()
    for at, form in enumerate(book.section("offers")):
        if at:
            form.note("", "offers 只写一条。")
        rules = OfferRules(
            grace_ms=1000 * form.count("grace_s", "秒", least=5, most=600, default=30),
            transfer_ms=1000 * form.count("transfer_s", "秒", least=5, most=3600, default=60),
            park_ms=60_000 * form.count("park_minutes", "分钟", least=1, most=1440, default=30),
            lead_ms=60_000 * form.count("lead_minutes", "分钟", least=0, most=1440, default=10),
        )
        if form.sound and rules.lead_ms >= rules.park_ms:
            form.note("lead_minutes", "应当比 park_minutes 小：先提醒，再到约好的时间。")
    return rules
