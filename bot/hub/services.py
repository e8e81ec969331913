"""What the hub needs from the rest of the product. The wiring (``bot.runtime.wiring``) builds an object with these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from bot.adapters.accounts import Accounts
from bot.adapters.customer_token import CustomerTokens
from bot.adapters.login_guard import LoginGuard
from bot.adapters.sessions import Sessions
from bot.care.keeping import PromiseKeeping
from bot.handoff.people import CustomerProfile
from bot.handoff.service import ConversationService
from bot.handoff.wakeups_port import Wakeups
from bot.hub.bucket import Ledger
from bot.kernel.clock import Clock
from bot.runtime.agent_replies.library import Library
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings

Check = Callable[[], Awaitable[None]]
"""A look at one part: returns when it is well, raises a JiezhuError whose message says what is wrong."""


class DemoShop(Protocol):
    """The demo shop's side of signing in, with ``JIEZHU_DEMO`` only."""

    async def demo_customers(self) -> Sequence[tuple[CustomerProfile, str]]:
        """Customers one may be on the demo page, each with a few words on what makes them interesting.

        The first is the one a visitor is until they choose. Phone numbers are masked.
        """
        ...


class Services(Protocol):
    """Everything the two audiences are served with. Built once per process; nothing here is global."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def conversations(self) -> ConversationService: ...

    @property
    def promises(self) -> PromiseKeeping: ...

    @property
    def replies(self) -> Library: ...

    @property
    def wakeups(self) -> Wakeups: ...

    @property
    def customer_tokens(self) -> CustomerTokens: ...

    @property
    def customer_sessions(self) -> Sessions: ...

    @property
    def staff_sessions(self) -> Sessions: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def login_guard(self) -> LoginGuard: ...

    @property
    def ledger(self) -> Ledger:
        """Where all hub processes count together what a customer or an address does."""
        ...

    @property
    def demo_shop(self) -> DemoShop: ...

    @property
    def metrics(self) -> Metrics: ...

    @property
    def metrics_token(self) -> str: ...

    @property
    def checks(self) -> Mapping[str, Check]:
        """Parts by name: ``store``, ``sql``, ``engine``, ``actions``, ``shop``."""
        ...
