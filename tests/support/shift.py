"""A house with a real team: presence in the store, a clock the test moves, hours the test opens and closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from support.conversations import LIN, House, open_house, plain_rules

from bot.adapters.duty import RedisDuty
from bot.handoff.control import Control
from bot.handoff.core import Times
from bot.handoff.hours import FOREVER_MS
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.targets import Target
from bot.kernel.clock import FixedClock

LINA = Agent("s_lina", "小李")
ZHANG = Agent("s_zhang", "小张")
LAOZHOU = Agent("s_laozhou", "老周", "senior")
ZHUGUAN = Agent("s_zhuguan", "王主管", "supervisor")

START = datetime(2026, 11, 23, 2, tzinfo=timezone.utc)
"""Monday, ten in the morning at the shop."""


class SwitchedHours:
    """Opening hours that a test closes until a moment."""

    def __init__(self) -> None:
        self.opens_at = 0

    def is_open(self, at_ms: int) -> bool:
        """See the port."""
        return at_ms >= self.opens_at

    def next_open(self, at_ms: int) -> int:
        """See the port."""
        return max(at_ms, self.opens_at)

    def after(self, at_ms: int, business_ms: int) -> int:
        """See the port."""
        return at_ms if business_ms <= 0 else self.next_open(at_ms) + business_ms

    def between(self, start_ms: int, end_ms: int) -> int:
        """See the port."""
        return max(0, end_ms - max(start_ms, self.opens_at))

    def closes_at(self, at_ms: int) -> int:
        """See the port."""
        return FOREVER_MS if self.is_open(at_ms) else at_ms


class Shift:
    """A house and its team."""

    def __init__(self, url: str, targets: Sequence[Target] = ()) -> None:
        self.clock = FixedClock(START)
        self.hours = SwitchedHours()
        self.house: House = open_house(url, self.clock, Times(burst_gap=0))
        self.house.parts.rules = plain_rules(targets, self.hours)
        self.duty = RedisDuty(self.house.redis, self.clock, self.house.parts.rules.groups)
        self.house.parts.duty = self.duty
        self.service = self.house.service
        self._count = 0

    async def comes(self, *team: Agent) -> None:
        """They open their desks."""
        for who in team:
            await self.service.here(who)

    async def works_on(self, seconds: float, *team: Agent) -> None:
        """Time passes with these desks open, and what is due is done."""
        for _ in range(3):
            self.clock.advance(seconds=seconds / 3)
            await self.comes(*team)
        await self.look()

    async def passes(self, **delta: float) -> None:
        """Time passes with nobody renewing anything, and what is due is done."""
        self.clock.advance(**delta)
        await self.look()

    async def look(self) -> None:
        """One sweep."""
        await self.service.sweep.run_once()
        await self.service.background.drain()

    async def asks(self, customer: CustomerProfile = LIN, text: str = "转人工") -> str:
        """A customer asks for a person; gives the conversation."""
        conversation = await self.service.open_for(customer)
        await self.says(conversation, text)
        return conversation

    async def says(self, conversation: str, text: str) -> None:
        """A customer's line, with everything it sets off done."""
        self._count += 1
        await self.service.customer_says(conversation, client_id=f"m{self._count}", text=text)
        await self.service.background.drain()

    async def takes(self, conversation: str, who: Agent) -> None:
        """An agent claims what waits, is offered or is handed on to them."""
        control = await self.control(conversation)
        await self.service.claim(conversation, handoff_id=control.handoff_id, epoch=control.epoch, agent=who)

    async def answers(self, conversation: str, who: Agent, text: str = "您好，我来处理") -> None:
        """An agent writes to the customer."""
        self._count += 1
        epoch = (await self.control(conversation)).epoch
        await self.service.agent_says(conversation, agent=who, epoch=epoch, client_id=f"a{self._count}", text=text)

    async def hands_on(self, conversation: str, who: Agent, **to: str) -> None:
        """An agent asks a colleague or a group to take the customer."""
        epoch = (await self.control(conversation)).epoch
        asked: dict[str, Any] = {"reason": "需要资深处理", "note": "客户要求补发", **to}
        await self.service.transfer(conversation, agent=who, epoch=epoch, **asked)

    async def control(self, conversation: str) -> Control:
        """The record."""
        return await self.house.store.control(conversation)

    async def notices(self, conversation: str) -> list[str]:
        """The codes of the lines the system said to the customer, in order."""
        events = await self.service.events(conversation, since=0, audience="customer")
        return [event["data"]["code"] for event in events if event["kind"] == "notice"]

    async def alerts(self, conversation: str) -> list[str]:
        """The codes of the lines that called staff, in order."""
        events = await self.service.events(conversation, since=0, audience="staff")
        return [event["data"]["code"] for event in events if event["kind"] == "alert"]

    async def last_notice(self, conversation: str) -> str:
        """The words of the last of the system's lines to the customer."""
        events = await self.service.events(conversation, since=0, audience="customer")
        return str([event["text"] for event in events if event["kind"] == "notice"][-1])

    async def close(self) -> None:
        """Let go of the connections."""
        await self.house.close()
