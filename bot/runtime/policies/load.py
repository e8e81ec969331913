"""Loads the whole book of rules, or lists what is wrong with it."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from bot.commerce import policy
from bot.commerce.policies.book import Policies
from bot.kernel.errors import SettingError
from bot.runtime.policies import (
    approvals,
    cancelling,
    categories,
    checks,
    compensation,
    delivery,
    invoice,
    price_protection,
    promises,
    refunds,
    warranty,
)
from bot.runtime.policies.problem import Problem
from bot.runtime.policies.sheet import Sheet
from bot.runtime.settings import ROOT

FOLDER = ROOT / "data" / "policies"
FILES = (
    "categories",
    "refunds",
    "delivery",
    "compensation",
    "price_protection",
    "cancelling",
    "address",
    "invoice",
    "warranty",
    "promises",
    "approvals",
)

log = logging.getLogger("jiezhu.policies")


def read(today: date, folder: Path = FOLDER) -> tuple[Policies, list[Problem]]:
    """The rules, and all that is wrong with them; with a problem that is not merely lapsed they are not to be used."""
    sheets = {name: Sheet(folder / f"{name}.yml", _shown(folder, name)) for name in FILES}
    book = Policies(
        categories=categories.read(sheets["categories"]),
        refunds=refunds.read(sheets["refunds"]),
        delivery=delivery.read(sheets["delivery"]),
        compensation=compensation.read(sheets["compensation"]),
        cancelling=cancelling.read(sheets["cancelling"]),
        address=cancelling.read_address(sheets["address"]),
        price_protection=price_protection.read(sheets["price_protection"]),
        invoices=invoice.read(sheets["invoice"]),
        warranty=warranty.read(sheets["warranty"]),
        promises=promises.read(sheets["promises"]),
        approvals=approvals.read(sheets["approvals"]),
    )
    for sheet in sheets.values():
        sheet.done()
    checks.check(sheets, today)
    strays = [
        Problem(_shown(folder, path.stem), 1, "整个文件", f"没有这一类规则，请改名或删掉。这里有：{'、'.join(FILES)}。")
        for path in sorted(folder.glob("*.y*ml"))
        if path.name not in {f"{name}.yml" for name in FILES}
    ]
    return book, [problem for sheet in sheets.values() for problem in sheet.problems] + strays


def load(today: date, folder: Path = FOLDER) -> Policies:
    """The rules, ready for use. A rule whose days are over is logged and left out by itself.

    Raises:
        SettingError: something is wrong; the message lists all of it, a line each.
    """
    book, problems = read(today, folder)
    wrong = [str(problem) for problem in problems if not problem.lapsed]
    if wrong:
        raise SettingError("店铺规则有写错的地方：\n" + "\n".join(wrong))
    for problem in problems:
        log.warning("policy.lapsed %s", problem)
    return book


def put_in_force(today: date, folder: Path = FOLDER) -> None:
    """Load the rules and let them hold in this process.

    Raises:
        SettingError: something is wrong with them.
    """
    policy.put_in_force(load(today, folder))


def _shown(folder: Path, name: str) -> str:
    inside = folder.is_relative_to(ROOT)
    return f"{folder.relative_to(ROOT) if inside else folder}/{name}.yml"
