"""Waiting customers are offered to agents: who, how long, and what happens when nobody takes them."""

from __future__ import annotations

import asyncio

import pytest
from support.conversations import LIN
from support.shift import LAOZHOU, LINA, ZHANG, Shift

from bot.handoff.control import State
from bot.handoff.people import Agent, CustomerProfile
from bot.kernel.errors import AlreadyClaimed, Stale

CHEN = CustomerProfile("u2", "陈先生", "", "138****0002", True)


async def test_a_waiting_customer_is_offered_to_a_free_agent_at_once(shift: Shift) -> None:
    """No round of the sweep is needed for it, and the place in line is kept until somebody accepts."""
    await shift.comes(LINA)

    conversation = await shift.asks()

    control = await shift.control(conversation)
    assert (control.state, control.offered_to) == (State.OFFERED, LINA.agent_id)
    assert await shift.house.store.position(conversation) == 0


async def test_an_offer_that_lapses_goes_to_somebody_else_and_keeps_its_place(shift: Shift) -> None:
    """Invariant 6: the one who let it lapse is not asked again while somebody else is there."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    first = (await shift.control(conversation)).offered_to

    await shift.works_on(21, LINA, ZHANG)

    control = await shift.control(conversation)
    assert control.state is State.OFFERED
    assert {first, control.offered_to} == {LINA.agent_id, ZHANG.agent_id}
    assert control.queued_at == shift.clock.now_ms() - 21_000


async def test_when_nobody_else_is_left_the_same_agent_is_asked_again(shift: Shift) -> None:
    """Invariant 6, the other half."""
    await shift.comes(LINA)
    conversation = await shift.asks()

    await shift.works_on(21, LINA)

    assert (await shift.control(conversation)).offered_to == LINA.agent_id


async def test_a_declined_offer_goes_on_without_waiting_for_the_timer(shift: Shift) -> None:
    """Saying no is quicker than letting it lapse."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    control = await shift.control(conversation)
    first = LINA if control.offered_to == LINA.agent_id else ZHANG

    await shift.service.decline(conversation, handoff_id=control.handoff_id, agent=first)
    await shift.service.dispatch.run_once()

    assert (await shift.control(conversation)).offered_to not in {"", first.agent_id}


async def test_an_agent_is_never_offered_more_than_they_can_take(shift: Shift) -> None:
    """Capacity counts what is offered as well as what is being served."""
    one = Agent("s_one", "小一", capacity=1)
    await shift.comes(one)

    first, second = await shift.asks(LIN), await shift.asks(CHEN)

    assert [(await shift.control(each)).state for each in (first, second)] == [State.OFFERED, State.QUEUED]


async def test_the_agent_who_knows_the_customer_is_asked_first(shift: Shift) -> None:
    """Nobody tells their story twice, also not tomorrow."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    await shift.takes(conversation, ZHANG)
    epoch = (await shift.control(conversation)).epoch
    await shift.service.resolve(conversation, agent=ZHANG, epoch=epoch, result="explained", note="", next="bot")
    await shift.asks(CHEN)

    await shift.says(conversation, "转人工")

    assert (await shift.control(conversation)).offered_to == ZHANG.agent_id


async def test_a_threat_goes_to_a_senior_agent_and_to_anybody_when_none_is_there(shift: Shift) -> None:
    """Playbook D3; a person now is worth more than the right one later."""
    await shift.comes(LINA, LAOZHOU)
    threatened = await shift.asks(LIN, "再不处理我打12315")
    await shift.service.gone(LAOZHOU)
    later = await shift.asks(CHEN, "我要打12315投诉")

    assert (await shift.control(threatened)).group == "senior"
    assert (await shift.control(later)).offered_to == LINA.agent_id


async def test_somebody_on_a_break_is_offered_nobody_and_gives_an_offer_back(shift: Shift) -> None:
    """It does not count as having let it lapse."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    offered = (await shift.control(conversation)).offered_to
    who = LINA if offered == LINA.agent_id else ZHANG

    await shift.service.choose_status(who, "break")
    await shift.look()

    control = await shift.control(conversation)
    assert control.offered_to not in {"", who.agent_id}
    assert control.lapsed == ""


async def test_an_offered_customer_may_be_taken_by_another_and_one_wins(shift: Shift) -> None:
    """Invariant 5, offers included: whoever is quicker serves the customer, the others hear the winner's name."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    control = await shift.control(conversation)

    async def attempt(who: Agent) -> str:
        try:
            await shift.service.claim(conversation, handoff_id=control.handoff_id, epoch=control.epoch, agent=who)
        except AlreadyClaimed as error:
            return str(error.fields["by"])
        return "won"

    outcomes = await asyncio.gather(*(attempt(who) for who in (LINA, ZHANG, LAOZHOU)))

    assert outcomes.count("won") == 1
    winner = (LINA, ZHANG, LAOZHOU)[outcomes.index("won")]
    assert [said for said in outcomes if said != "won"] == [winner.name] * 2
    assert [one.conversation for one in await shift.house.store.asked_of(control.offered_to)] == []


async def test_an_offer_that_is_gone_cannot_be_declined(shift: Shift) -> None:
    """The desk's picture was out of date; it is told so."""
    await shift.comes(LINA)
    conversation = await shift.asks()
    handoff = (await shift.control(conversation)).handoff_id
    await shift.takes(conversation, ZHANG)

    with pytest.raises(Stale):
        await shift.service.decline(conversation, handoff_id=handoff, agent=LINA)


async def test_who_answers_no_offer_counts_as_away_until_they_say_otherwise(shift: Shift) -> None:
    """A desk is open and nobody sits at it: the customer is told a time instead of being offered for ever."""
    await shift.comes(LINA)
    conversation = await shift.asks()

    for _ in range(3):
        await shift.works_on(21, LINA)
    away = (await shift.service.team_list())[0]["status"]
    await shift.works_on(121, LINA)
    parked = await shift.control(conversation)
    await shift.service.choose_status(LINA, "online")
    await shift.look()

    assert away == "away"
    assert parked.state is State.PARKED
    assert (await shift.control(conversation)).offered_to == LINA.agent_id
