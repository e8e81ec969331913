"""Loads the rules of service, or lists what is wrong with them."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from bot.adapters.public_holidays import AnnouncedHolidays, PublicHolidays
from bot.handoff.clocks import ClockRules
from bot.handoff.rules import ServiceRules
from bot.kernel.clock import SystemClock, from_ms, in_shop_zone
from bot.kernel.errors import SettingError
from bot.runtime.policies.problem import Problem
from bot.runtime.service_rules import groups, hours, targets
from bot.runtime.service_rules.book import Book
from bot.runtime.settings import ROOT

FOLDER = Path("data") / "service"
FILES = ("hours", "groups", "targets")

log = logging.getLogger("jiezhu.service_rules")


def read(
    today: date, root: Path = ROOT, announced: PublicHolidays | None = None
) -> tuple[ServiceRules | None, list[Problem]]:
    """The rules, None when they are not to be used, and all that is wrong with them.

    A problem that is ``lapsed`` is only to be told: everything works all the same.
    """
    books = {name: Book(root / FOLDER / f"{name}.yml", (FOLDER / f"{name}.yml").as_posix()) for name in FILES}
    calendars = hours.read(books["hours"], announced or AnnouncedHolidays(), today)
    staff, offers = groups.read(books["groups"], calendars)
    wanted = targets.read(books["targets"])
    for book in books.values():
        book.done()
    problems = [problem for book in books.values() for problem in book.problems] + _strays(root)
    if any(not problem.lapsed for problem in problems):
        return None, problems
    clocks = ClockRules(wanted, calendars[staff.default.hours])
    rules = ServiceRules(
        groups=staff,
        hours=calendars,
        clocks=clocks,
        grace_ms=offers.grace_ms,
        call_back_ms=offers.park_ms,
        lead_ms=offers.lead_ms,
        transfer_ms=offers.transfer_ms,
    )
    return rules, problems


def load(root: Path = ROOT, *, today: date | None = None) -> ServiceRules:
    """The rules, ready for use; holidays that nobody announced yet are logged.

    Raises:
        SettingError: something is wrong; the message lists all of it, a line each.
    """
    rules, problems = read(today or in_shop_zone(from_ms(SystemClock().now_ms())).date(), root)
    if rules is None:
        wrong = [str(problem) for problem in problems if not problem.lapsed]
        raise SettingError("服务规则有写错的地方：\n" + "\n".join(wrong))
    for problem in problems:
        log.warning("service_rules.holidays_unknown %s", problem)
    return rules


def _strays(root: Path) -> list[Problem]:
    names = {f"{name}.yml" for name in FILES}
    return [
        Problem(
            (FOLDER / path.name).as_posix(), 1, "整个文件", f"没有这一类，请改名或删掉。这里有：{'、'.join(FILES)}。"
        )
        for path in sorted((root / FOLDER).glob("*.y*ml"))
        if path.name not in names
    ]
