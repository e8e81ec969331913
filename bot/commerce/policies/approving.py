"""Who has to approve an amount today."""

from __future__ import annotations

from datetime import datetime

from bot.commerce.days import shop_day
from bot.commerce.policies.approval import Deed, Role
from bot.commerce.policies.book import Policies
from bot.kernel.money import Fen


def approver(policies: Policies, deed: Deed, amount: Fen, now: datetime, *, at_least: Role = Role.BOT) -> Role:
    """The least entitled role that may approve it; the supervisor where no limits are in force."""
    rule = policies.approvals.limits.get(deed.value, shop_day(now))
    return rule.approver(amount, at_least=at_least) if rule else Role.SUPERVISOR
