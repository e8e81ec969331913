"""Everything that can happen to three customers and a visitor, in any order, tried by anybody: hypothesis draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.handoff_deeds import STAGES, goes_on
from support.handoff_moves import Move
from support.handoff_play import CUSTOMERS, STAFF, VISITOR, Play

from bot.handoff.control import State
from bot.handoff.people import Agent, CustomerProfile

THE_ONE = Agent("", "")
"""Stands for whoever is in charge, or is asked, when the rule runs: a stranger's attempts are mostly refused."""

ANYBODY = st.sampled_from([*STAFF, *[THE_ONE] * 6])
PICKS = st.lists(st.integers(0, 9_999), min_size=4, max_size=12)
"""Which of the steps that a state knows is taken, by the remainder."""

LINES = ["我的快递到哪了", "转人工", "气死我了", "再不处理我打12315", "有点担心", "谢谢"]

HELPER = Agent("s_all", "帮手", "senior", capacity=50)


class Handoffs(RuleBasedStateMachine):
    """One run.

    Attributes:
        url: the store.
        stage: how the run begins.
        reached: gathers what the logs of all runs tell of.
    """

    url: ClassVar[str]
    stage: ClassVar[str]
    reached: ClassVar[set[Move]]

    conversations: Bundle[str] = Bundle("conversations")

    def __init__(self) -> None:
        super().__init__()
        self.play = Play(self.url)

    @initialize(target=conversations, picks=PICKS)
    def first_customer(self, picks: list[int]) -> str:
        """Nothing can happen without a customer, and much only after something else has."""
        conversation = self.play.arrives(VISITOR if self.stage == "signs in" else CUSTOMERS[0])
        for deed in STAGES[self.stage]:
            deed(self.play, conversation)
            self.every_law_holds()
        self.the_story_goes_on(conversation, picks)
        return conversation

    @rule(target=conversations, who=st.sampled_from([*CUSTOMERS[1:], VISITOR]))
    def customer_arrives(self, who: CustomerProfile) -> str:
        return self.play.arrives(who)

    @rule(conversation=conversations, picks=PICKS)
    def the_story_goes_on(self, conversation: str, picks: list[int]) -> None:
        """A few steps as they really follow each other."""
        for pick in picks:
            goes_on(self.play, conversation, pick)
            self.every_law_holds()

    @rule(conversation=conversations, text=st.sampled_from(LINES), times=st.integers(1, 2))
    def customer_writes(self, conversation: str, text: str, times: int) -> None:
        self.play.says(conversation, text, times=times)

    @rule(conversation=conversations, deed=st.sampled_from([Play.asks, Play.leaves, Play.asks_and_thinks_better_of_it]))
    def customer_wants_a_person_or_not(self, conversation: str, deed: Callable[[Play, str], None]) -> None:
        deed(self.play, conversation)

    @rule(conversation=conversations, who=st.sampled_from(CUSTOMERS))
    def visitor_signs_in(self, conversation: str, who: CustomerProfile) -> None:
        self.play.signs_in(conversation, who)

    @rule(who=st.sampled_from(STAFF))
    def agent_is_here(self, who: Agent) -> None:
        self.play.here(who)

    @rule(who=st.sampled_from(STAFF))
    def agent_signs_out(self, who: Agent) -> None:
        self.play.gone(who)

    @rule(who=st.sampled_from(STAFF), status=st.sampled_from(["online", "break", "away"]))
    def agent_chooses(self, who: Agent, status: Any) -> None:
        self.play.chooses(who, status)

    @rule(conversation=conversations, who=ANYBODY, late=st.booleans())
    def agent_claims(self, conversation: str, who: Agent, late: bool) -> None:
        self.play.claims(conversation, self._asked(conversation, who), late=late)

    @rule(conversation=conversations, who=ANYBODY)
    def agent_declines(self, conversation: str, who: Agent) -> None:
        self.play.declines(conversation, self._asked(conversation, who))

    @rule(conversation=conversations, who=ANYBODY, late=st.booleans())
    def agent_writes(self, conversation: str, who: Agent, late: bool) -> None:
        self.play.writes(conversation, self._in_charge(conversation, who), late=late)

    @rule(
        conversation=conversations,
        who=ANYBODY,
        to=st.sampled_from([*(agent.agent_id for agent in STAFF), "service", "senior", "nowhere"]),
    )
    def agent_hands_on(self, conversation: str, who: Agent, to: str) -> None:
        self.play.hands_on(conversation, self._in_charge(conversation, who), to)

    @rule(conversation=conversations, who=ANYBODY)
    def agent_keeps_it(self, conversation: str, who: Agent) -> None:
        self.play.keeps(conversation, self._in_charge(conversation, who))

    @rule(conversation=conversations, who=ANYBODY, minutes=st.sampled_from([1, 15, 60]))
    def agent_promises_a_call_back(self, conversation: str, who: Agent, minutes: int) -> None:
        self.play.parks(conversation, self._in_charge(conversation, who), minutes)

    @rule(conversation=conversations, who=ANYBODY, to=st.sampled_from(["bot", "close"]))
    def agent_resolves(self, conversation: str, who: Agent, to: Any) -> None:
        self.play.resolves(conversation, self._in_charge(conversation, who), to)

    @rule(conversation=conversations, who=st.sampled_from(STAFF), what=st.sampled_from(["join", "leave", "take over"]))
    def overseer_steps_in(self, conversation: str, who: Agent, what: str) -> None:
        if what == "take over":
            self.play.takes_over(conversation, who)
        else:
            self.play.does(getattr(self.play.service, what)(conversation, agent=who))

    @rule(down=st.booleans())
    def engine_goes_or_comes(self, down: bool) -> None:
        self.play.house.engine.down = down

    @precondition(lambda self: self.play.hours.is_open(self.play.clock.now_ms()))
    @rule()
    def shop_closes_for_an_hour(self) -> None:
        self.play.closes_for_an_hour()

    @rule(seconds=st.sampled_from([5, 12, 15, 90]))
    def everybody_works_on(self, seconds: int) -> None:
        """Time passes with all desks open."""
        self.play.works_on(seconds)

    @rule(seconds=st.sampled_from([1, 8, 25, 45, 150, 700, 3700, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.play.passes(seconds)

    @rule()
    def sweep_twice(self) -> None:
        self.play.looks()
        self.play.looks()

    @invariant()
    def every_law_holds(self) -> None:
        broken = self.play.broken()
        assert not broken, broken

    @invariant()
    def nobody_is_offered_more_than_they_can_take(self) -> None:
        play = self.play
        for seat in play.run(play.house.parts.duty.seats()):
            offered = play.run(play.house.store.asked_of(seat.agent_id))
            new = [one for one in offered if one.control.state is State.OFFERED]
            assert not new or seat.active <= seat.capacity + 2, "offers on top of full hands"

    def teardown(self) -> None:
        """Whatever happened: with everybody at work again, nobody who waits is left without an offer."""
        play = self.play
        play.house.engine.down = False
        play.clock.advance(hours=2)
        try:
            for _ in range(6):
                play.here(HELPER)
                play.looks()
                play.clock.advance(seconds=15)
            self.every_law_holds()
            self.reached.update(play.moves())
            states = [play.control(one).state for one in play.known]
            assert not {State.PACKING, State.QUEUED, State.ORPHANED, State.RETURNING} & set(states), states
        finally:
            play.close()

    def _asked(self, conversation: str, who: Agent) -> Agent:
        return self.play.asked(conversation) if who is THE_ONE else who

    def _in_charge(self, conversation: str, who: Agent) -> Agent:
        return self.play.owner(conversation) if who is THE_ONE else who
