"""Random sequences of everything that can happen, over the real store; every invariant is checked after each step."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis import Redis as BlockingRedis
from support.conversations import House, open_house, plain_rules
from support.handoff_laws import broken_laws

from bot.adapters.duty import RedisDuty
from bot.handoff.control import Control, State
from bot.handoff.core import Times
from bot.handoff.hours import FOREVER_MS
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
]
CUSTOMERS = [
    CustomerProfile("u1", "林晓", "金卡会员", "138****0001", True),
    CustomerProfile("u2", "王雨", "", "138****0002", True),
    CustomerProfile("u3", "陈小", "", "138****0003", True),
]
THE_ONE = Agent("", "")
"""Stands for whoever is in charge, or is asked, when the rule runs: a stranger's attempts are mostly refused."""

ANYBODY = st.sampled_from([*STAFF, *[THE_ONE] * 6])

LINES = ["我的快递到哪了", "转人工", "气死我了", "再不处理我打12315", "有点担心", "谢谢"]

TARGETS = [
    Target("first_response", "首次响应", 60_000, 10_000, "handoff", "first_reply", True, True, "warning"),
    Target("golden_30", "黄金30分钟", 1_800_000, 300_000, "risk", "first_reply", False, False, "urgent", "risk"),
]

HOUR = 3_600_000


class SwitchedHours:
    """Hours that a test opens and closes; closed, they open an hour after they were closed."""

    def __init__(self) -> None:
        self.opens_at = 0

    def is_open(self, at_ms: int) -> bool:
        return at_ms >= self.opens_at

    def next_open(self, at_ms: int) -> int:
        return max(at_ms, self.opens_at)

    def after(self, at_ms: int, business_ms: int) -> int:
        return at_ms if business_ms <= 0 else self.next_open(at_ms) + business_ms

    def between(self, start_ms: int, end_ms: int) -> int:
        return max(0, end_ms - max(start_ms, self.opens_at))

    def closes_at(self, at_ms: int) -> int:
        return FOREVER_MS if self.is_open(at_ms) else at_ms


class Handoffs(RuleBasedStateMachine):
    """Three customers, three members of staff, a bot that may be down, and time."""

    url = ""

    conversations: Bundle[str] = Bundle("conversations")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = FixedClock(datetime(2026, 11, 22, 2, tzinfo=timezone.utc))
        self.hours = SwitchedHours()
        self.house: House = self.run(self._open())
        self.known: list[str] = []
        self.sent: dict[str, int] = {}

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Let it run to its end, and everything it sets off."""
        return self.runner.run(work)

    async def _open(self) -> House:
        with BlockingRedis.from_url(self.url) as client:
            client.flushall()
        house = open_house(self.url, self.clock, Times(burst_gap=0))
        house.parts.rules = plain_rules(TARGETS, self.hours)
        house.parts.duty = RedisDuty(house.redis, self.clock, house.parts.rules.groups)
        return house

    def does(self, work: Coroutine[Any, Any, Any]) -> None:
        """Somebody tries something; what may not be done is refused with an error of ours, and nothing else."""

        async def attempt() -> None:
            with suppress(JiezhuError):
                await work
            await self.house.service.background.drain()

        self.run(attempt())

    def _meant(self, conversation: str, who: Agent) -> tuple[Control, Agent]:
        """The record as it is, and who is to try something."""
        control = self.run(self.house.store.control(conversation))
        if who is not THE_ONE:
            return control, who
        asked = transfer_of(control.transfer)
        wanted = control.agent_id or control.offered_to or (asked.to_agent if asked else "")
        return control, next((agent for agent in STAFF if agent.agent_id == wanted), STAFF[0])

    @initialize(target=conversations, stage=st.sampled_from(["alone", "asks", "served", "served", "served"]))
    def first_customer(self, stage: str) -> str:
        """Nothing can happen without a customer; mostly everybody is at work and an agent already in charge."""
        conversation = self._arrives(CUSTOMERS[0])
        if stage != "alone":
            for who in STAFF:
                self.agent_is_here(who)
            self.customer_asks_for_a_person(conversation)
        if stage == "served":
            self.agent_claims(conversation, THE_ONE, late=False)
        return conversation

    @rule(
        conversation=conversations,
        deeds=st.lists(st.sampled_from(["writes", "hands on", "keeps", "parks", "bot", "close", "claims"]), max_size=3),
        minutes=st.sampled_from([1, 15, 60]),
        to=st.sampled_from([*(agent.agent_id for agent in STAFF), "service", "senior"]),
    )
    def whoever_is_in_charge_goes_on(self, conversation: str, deeds: list[str], minutes: int, to: str) -> None:
        """A few steps in a row as a real agent takes them, so that the rare states are reached often."""
        for deed in deeds:
            match deed:
                case "writes":
                    self.agent_writes(conversation, THE_ONE, late=False)
                case "hands on":
                    self.agent_hands_on(conversation, THE_ONE, to)
                case "keeps":
                    self.agent_keeps_it(conversation, THE_ONE)
                case "parks":
                    self.agent_promises_a_call_back(conversation, THE_ONE, minutes)
                case "claims":
                    self.somebody_asked_claims(conversation)
                case _:
                    self.agent_resolves(conversation, THE_ONE, deed)

    @rule(conversation=conversations)
    def somebody_asked_claims(self, conversation: str) -> None:
        """Whoever is asked to take a colleague's customer does."""
        control = self.run(self.house.store.control(conversation))
        for who in STAFF:
            self.does(
                self.house.service.claim(conversation, handoff_id=control.handoff_id, epoch=control.epoch, agent=who)
            )

    @rule(target=conversations, who=st.sampled_from(CUSTOMERS[1:]))
    def customer_arrives(self, who: CustomerProfile) -> str:
        return self._arrives(who)

    def _arrives(self, who: CustomerProfile) -> str:
        conversation: str = self.run(self.house.service.open_for(who))
        self.known = list(dict.fromkeys([*self.known, conversation]))
        return conversation

    @rule(conversation=conversations, text=st.sampled_from(LINES), again=st.booleans())
    def customer_writes(self, conversation: str, text: str, again: bool) -> None:
        name = new_id("m", self.clock.now_ms())
        for _ in range(2 if again else 1):
            self.does(self.house.service.customer_says(conversation, client_id=name, text=text))

    @rule(conversation=conversations)
    def customer_asks_for_a_person(self, conversation: str) -> None:
        name = new_id("m", self.clock.now_ms())
        self.does(self.house.service.ask_human(conversation, client_id=name))

    @rule(conversation=conversations)
    def customer_goes_back_to_the_bot(self, conversation: str) -> None:
        name = new_id("m", self.clock.now_ms())
        self.does(self.house.service.leave_queue(conversation, client_id=name))

    @rule(who=st.sampled_from(STAFF))
    def agent_is_here(self, who: Agent) -> None:
        self.does(self.house.service.here(who))

    @rule(seconds=st.sampled_from([5, 12, 15, 90]))
    def everybody_works_on(self, seconds: int) -> None:
        """Time passes with all desks open."""
        for _ in range(3):
            self.clock.advance(seconds=seconds / 3)
            for who in STAFF:
                self.agent_is_here(who)
        self.does(self.house.service.sweep.run_once())

    @rule(who=st.sampled_from(STAFF))
    def agent_signs_out(self, who: Agent) -> None:
        self.does(self.house.service.gone(who))

    @rule(who=st.sampled_from(STAFF), status=st.sampled_from(["online", "break", "away"]))
    def agent_chooses(self, who: Agent, status: Any) -> None:
        self.does(self.house.service.choose_status(who, status))

    @rule(conversation=conversations, who=ANYBODY, late=st.booleans())
    def agent_claims(self, conversation: str, who: Agent, late: bool) -> None:
        control, who = self._meant(conversation, who)
        epoch = max(0, control.epoch - late)
        self.does(self.house.service.claim(conversation, handoff_id=control.handoff_id, epoch=epoch, agent=who))

    @rule(conversation=conversations, who=ANYBODY)
    def agent_declines(self, conversation: str, who: Agent) -> None:
        control, who = self._meant(conversation, who)
        self.does(self.house.service.decline(conversation, handoff_id=control.handoff_id, agent=who))

    @rule(conversation=conversations, who=ANYBODY, late=st.booleans())
    def agent_writes(self, conversation: str, who: Agent, late: bool) -> None:
        control, who = self._meant(conversation, who)
        epoch = max(0, control.epoch - late)
        name = new_id("m", self.clock.now_ms())
        for _ in range(2):
            self.does(self.house.service.agent_says(conversation, agent=who, epoch=epoch, client_id=name, text="您好"))

    @rule(
        conversation=conversations,
        who=ANYBODY,
        to=st.sampled_from([*(agent.agent_id for agent in STAFF), "service", "senior", "nowhere"]),
    )
    def agent_hands_on(self, conversation: str, who: Agent, to: str) -> None:
        control, who = self._meant(conversation, who)
        epoch = control.epoch
        asked = {"to_agent": to} if to.startswith("s_") else {"to_group": to}
        self.does(self.house.service.transfer(conversation, agent=who, epoch=epoch, reason="更熟悉", note="", **asked))

    @rule(conversation=conversations, who=ANYBODY)
    def agent_keeps_it(self, conversation: str, who: Agent) -> None:
        _, who = self._meant(conversation, who)
        self.does(self.house.service.cancel_transfer(conversation, agent=who))

    @rule(conversation=conversations, who=ANYBODY, minutes=st.sampled_from([1, 15, 60]))
    def agent_promises_a_call_back(self, conversation: str, who: Agent, minutes: int) -> None:
        control, who = self._meant(conversation, who)
        epoch = control.epoch
        due = self.clock.now_ms() + minutes * 60_000
        self.does(self.house.service.park(conversation, agent=who, epoch=epoch, due_at=due, note=""))

    @rule(conversation=conversations, who=ANYBODY, next_=st.sampled_from(["bot", "close"]))
    def agent_resolves(self, conversation: str, who: Agent, next_: Any) -> None:
        control, who = self._meant(conversation, who)
        epoch = control.epoch
        self.does(
            self.house.service.resolve(conversation, agent=who, epoch=epoch, result="explained", note="", next=next_)
        )

    @rule(conversation=conversations, who=st.sampled_from(STAFF), what=st.sampled_from(["join", "leave", "take_over"]))
    def overseer_steps_in(self, conversation: str, who: Agent, what: str) -> None:
        service = self.house.service
        if what == "take_over":
            epoch = self.run(self.house.store.control(conversation)).epoch
            self.does(service.take_over(conversation, agent=who, epoch=epoch, reason="质检介入"))
        else:
            self.does(getattr(service, what)(conversation, agent=who))

    @rule(down=st.booleans())
    def engine_goes_or_comes(self, down: bool) -> None:
        self.house.engine.down = down

    @precondition(lambda self: self.hours.is_open(self.clock.now_ms()))
    @rule()
    def shop_closes_for_an_hour(self) -> None:
        self.hours.opens_at = self.clock.now_ms() + HOUR

    @rule(seconds=st.sampled_from([1, 8, 25, 45, 150, 700, 3700, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        self.does(self.house.service.sweep.run_once())

    @rule()
    def sweep_twice(self) -> None:
        self.does(self.house.service.sweep.run_once())
        self.does(self.house.service.sweep.run_once())

    @invariant()
    def every_law_holds(self) -> None:
        for conversation in self.known:
            broken = self.run(broken_laws(self.house.redis, self.house.store, conversation))
            assert not broken, broken

    @invariant()
    def nobody_is_offered_more_than_they_can_take(self) -> None:
        for seat in self.run(self.house.parts.duty.seats()):
            offered = self.run(self.house.store.asked_of(seat.agent_id))
            new = [one for one in offered if one.control.state is State.OFFERED]
            assert not new or seat.active <= seat.capacity + 2, "offers on top of full hands"

    def teardown(self) -> None:
        """Whatever happened: with everybody at work again, nobody who waits is left without an offer."""
        self.house.engine.down = False
        self.clock.advance(hours=2)
        helper = Agent("s_all", "帮手", "senior", capacity=50)
        try:
            for _ in range(6):
                self.does(self.house.service.here(helper))
                self.does(self.house.service.sweep.run_once())
                self.clock.advance(seconds=15)
            self.every_law_holds()
            states = [self.run(self.house.store.control(one)).state for one in self.known]
            assert not {State.PACKING, State.QUEUED, State.ORPHANED, State.RETURNING} & set(states), states
        finally:
            self.run(self.house.close())
            self.runner.close()


def test_no_sequence_of_events_breaks_an_invariant(store_url: str) -> None:
    """All the invariants of the design's second section that one conversation's record, log and lists can show."""
    Handoffs.url = store_url
    run_state_machine_as_test(
        Handoffs,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
