"""Customers, a small staff, a bot and time, over the real store: what each can try, whether or not it may be done."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Literal

from redis import Redis as BlockingRedis
from support.conversations import House, open_house, plain_rules
from support.handoff_laws import broken_laws
from support.handoff_moves import Move, moves_of
from support.shift import START, SwitchedHours

from bot.adapters.duty import RedisDuty
from bot.handoff.control import Control
from bot.handoff.core import Times
from bot.handoff.duty import Chosen
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.targets import Target
from bot.handoff.transfer import transfer_of
from bot.kernel.clock import FixedClock
from bot.kernel.errors import JiezhuError
from bot.kernel.ids import new_id

STAFF = [
    Agent("s_lin", "小林", capacity=1),
    Agent("s_zhou", "老周", "senior", capacity=2),
    Agent("s_guan", "主管", "supervisor", capacity=2),
    Agent("s_xu", "质检小徐", "qa", capacity=1),
]
CUSTOMERS = [
    CustomerProfile("u1", "林晓", "金卡会员", "138****0001", True),
    CustomerProfile("u2", "王雨", "", "138****0002", True),
    CustomerProfile("u3", "陈小", "", "138****0003", True),
]
VISITOR = CustomerProfile()

TARGETS = [
    Target("first_response", "首次响应", 60_000, 10_000, "handoff", "first_reply", True, True, "warning"),
    Target("golden_30", "黄金30分钟", 1_800_000, 300_000, "risk", "first_reply", False, False, "urgent", "risk"),
]

HOUR = 3_600_000


class Play:
    """The stage; everything returns when what it set off is done."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.clock = FixedClock(START)
        self.hours = SwitchedHours()
        self.house: House = self.run(self._open(url))
        self.service = self.house.service
        self.known: list[str] = []
        self.visitors: set[str] = set()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Let it run to its end."""
        return self.runner.run(work)

    async def _open(self, url: str) -> House:
        with BlockingRedis.from_url(url) as client:
            client.flushall()
        house = open_house(url, self.clock, Times(burst_gap=0))
        house.parts.rules = plain_rules(TARGETS, self.hours)
        house.parts.duty = RedisDuty(house.redis, self.clock, house.parts.rules.groups)
        return house

    def does(self, *attempts: Coroutine[Any, Any, Any]) -> None:
        """Somebody tries something; what may not be done is refused with an error of ours, and nothing else."""

        async def attempt() -> None:
            for work in attempts:
                with suppress(JiezhuError):
                    await work
            await self.service.background.drain()

        self.run(attempt())

    def control(self, conversation: str) -> Control:
        """The record as it is."""
        found: Control = self.run(self.house.store.control(conversation))
        return found

    def owner(self, conversation: str) -> Agent:
        """Who is in charge."""
        return _agent_of(self.control(conversation).agent_id)

    def asked(self, conversation: str) -> Agent:
        """Who is asked to take the customer."""
        control = self.control(conversation)
        transfer = transfer_of(control.transfer)
        return _agent_of(transfer.to_agent if transfer else control.offered_to)

    def broken(self) -> list[str]:
        """Every law that is broken now, in any conversation."""
        found: list[str] = []
        for conversation in self.known:
            found += self.run(broken_laws(self.house.redis, self.house.store, conversation))
        return found

    def moves(self) -> set[Move]:
        """Every row of the transition table that the logs tell of."""
        logs = [self.run(self.house.store.events(one, since=0, limit=100_000)) for one in self.known]
        return set().union(*map(moves_of, logs))

    def close(self) -> None:
        """Let go of the store."""
        self.run(self.house.close())
        self.runner.close()

    # Customers

    def arrives(self, who: CustomerProfile) -> str:
        """A customer, or a visitor nobody knows, opens the page."""
        conversation: str = self.run(self.service.open_for(who))
        self.known = list(dict.fromkeys([*self.known, conversation]))
        if not who.verified:
            self.visitors.add(conversation)
        return conversation

    def says(self, conversation: str, text: str, *, times: int = 1) -> None:
        """A line, perhaps sent twice."""
        name = self._name()
        self.does(*(self.service.customer_says(conversation, client_id=name, text=text) for _ in range(times)))

    def asks(self, conversation: str) -> None:
        """The button for a person."""
        self.does(self.service.ask_human(conversation, client_id=self._name()))

    def asks_and_thinks_better_of_it(self, conversation: str) -> None:
        """Back to the bot while the brief is being built: the shop's facts are long in coming."""

        async def attempt() -> None:
            facts = self.house.facts
            facts.hold()
            facts.reached.clear()
            with suppress(JiezhuError):
                await self.service.ask_human(conversation, client_id=self._name())
                await self.service.leave_queue(conversation, client_id=self._name())
            facts.gate.set()

        self.does(attempt())

    def leaves(self, conversation: str) -> None:
        """Back to the bot while waiting."""
        self.does(self.service.leave_queue(conversation, client_id=self._name()))

    def signs_in(self, visitor: str, who: CustomerProfile) -> None:
        """A visitor turns out to be a customer; who is one already stays who they are."""
        if visitor not in self.visitors:
            return
        own = self.arrives(who)
        self.does(self.service.sign_in(visitor, own, who), self.service.merge_what_is_due())

    # Staff

    def here(self, *team: Agent) -> None:
        """Their desks are open."""
        self.does(*(self.service.here(who) for who in team))

    def gone(self, who: Agent) -> None:
        """One signs out."""
        self.does(self.service.gone(who))

    def chooses(self, who: Agent, status: Chosen) -> None:
        """One takes a break, or comes back."""
        self.does(self.service.choose_status(who, status))

    def claims(self, conversation: str, *team: Agent, late: bool = False) -> None:
        """Each tries to take the customer, perhaps on a picture that is out of date."""
        control = self.control(conversation)
        handoff, epoch = control.handoff_id, max(0, control.epoch - late)
        self.does(
            *(self.service.claim(conversation, handoff_id=handoff, epoch=epoch, agent=who) for who in team),
        )

    def declines(self, conversation: str, who: Agent) -> None:
        """One says no."""
        handoff = self.control(conversation).handoff_id
        self.does(self.service.decline(conversation, handoff_id=handoff, agent=who))

    def writes(self, conversation: str, who: Agent, *, late: bool = False) -> None:
        """One writes to the customer; it is sent twice."""
        epoch, name = max(0, self.control(conversation).epoch - late), self._name()
        said = {"agent": who, "epoch": epoch, "client_id": name, "text": "您好"}
        self.does(*(self.service.agent_says(conversation, **said) for _ in range(2)))

    def hands_on(self, conversation: str, who: Agent, to: str) -> None:
        """One asks a colleague, or a group."""
        epoch = self.control(conversation).epoch
        asked = {"to_agent": to} if to.startswith("s_") else {"to_group": to}
        self.does(self.service.transfer(conversation, agent=who, epoch=epoch, reason="更熟悉", note="", **asked))

    def keeps(self, conversation: str, who: Agent) -> None:
        """One takes that back."""
        self.does(self.service.cancel_transfer(conversation, agent=who))

    def parks(self, conversation: str, who: Agent, minutes: int) -> None:
        """One promises a time."""
        epoch, due = self.control(conversation).epoch, self.clock.now_ms() + minutes * 60_000
        self.does(self.service.park(conversation, agent=who, epoch=epoch, due_at=due, note=""))

    def resolves(self, conversation: str, who: Agent, to: Literal["bot", "close"]) -> None:
        """One is done."""
        epoch = self.control(conversation).epoch
        self.does(
            self.service.resolve(conversation, agent=who, epoch=epoch, result="explained", note="", next=to),
        )

    def takes_over(self, conversation: str, who: Agent) -> None:
        """One who oversees takes the customer from a colleague."""
        epoch = self.control(conversation).epoch
        self.does(self.service.take_over(conversation, agent=who, epoch=epoch, reason="质检介入"))

    # Time

    def looks(self) -> None:
        """One sweep, which ends with a round of the router."""
        self.does(self.service.sweep.run_once())

    def passes(self, seconds: float) -> None:
        """Time passes with no desk open."""
        self.clock.advance(seconds=seconds)
        self.looks()

    def works_on(self, seconds: float) -> None:
        """Time passes with all desks open, so that nobody seems lost, however long it is."""
        for _ in range(3):
            self.clock.advance(seconds=seconds / 3)
            self.here(*STAFF)
        self.looks()

    def closes_for_an_hour(self) -> None:
        """The shop does."""
        self.hours.opens_at = self.clock.now_ms() + HOUR

    def _name(self) -> str:
        return new_id("m", self.clock.now_ms())


def _agent_of(agent_id: str) -> Agent:
    # Where nobody is in charge or asked, somebody tries all the same, and is refused.
    return next((agent for agent in STAFF if agent.agent_id == agent_id), STAFF[0])
