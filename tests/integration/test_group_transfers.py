"""A customer handed on to a group is offered as one who waits: one of it after the other (playbook D7, invariant 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.conversations import LIN
from support.shift import LAOZHOU, LINA, ZHANG, ZHUGUAN, Shift

from bot.handoff.control import Control, State
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.transfer import Transfer, transfer_of
from bot.kernel.errors import AlreadyClaimed

SECONDS = 1_000
CHEN = CustomerProfile("u2", "陈先生", "", "138****0002", True)
SENIORS = {LAOZHOU.agent_id: LAOZHOU, ZHUGUAN.agent_id: ZHUGUAN}


@pytest.fixture
async def served(shift: Shift) -> str:
    """A customer of 小李, with everybody at work."""
    await shift.comes(LINA, ZHANG, LAOZHOU, ZHUGUAN)
    conversation = await shift.asks(LIN)
    await shift.takes(conversation, LINA)
    return conversation


async def to_seniors(shift: Shift, conversation: str, who: Agent = LINA) -> Control:
    """Hand on to the senior group and let the router look."""
    await shift.hands_on(conversation, who, to_group="senior")
    await shift.service.dispatch.run_once()
    return await shift.control(conversation)


def asked_in(control: Control) -> Transfer:
    """The request under way."""
    found = transfer_of(control.transfer)
    assert found is not None
    return found


async def declines(shift: Shift, conversation: str, who: str) -> Control:
    """The one asked says no, and the router looks again."""
    handoff = (await shift.control(conversation)).handoff_id
    await shift.service.decline(conversation, handoff_id=handoff, agent=SENIORS[who])
    await shift.service.dispatch.run_once()
    return await shift.control(conversation)


async def test_the_router_asks_one_of_the_group_with_its_timer_and_the_old_owner_keeps_the_customer(
    shift: Shift, served: str
) -> None:
    """The desk of the one asked shows it, with the group's time to accept; the whole request has its own."""
    control = await to_seniors(shift, served)

    asked, now = asked_in(control), shift.clock.now_ms()
    assert (control.state, control.agent_id) == (State.TRANSFERRING, LINA.agent_id)
    assert asked.to_agent in SENIORS
    assert (asked.ask_until, asked.due_at) == (now + 20 * SECONDS, now + 60 * SECONDS)
    assert control.due_at == asked.ask_until
    assert [one.conversation for one in await shift.house.store.asked_of(asked.to_agent)] == [served]
    [item] = await shift.service.queue()
    assert (item["transfer"]["to_agent"], item["transfer"]["ask_until"]) == (asked.to_agent, asked.ask_until)
    await shift.answers(served, LINA, "我请资深同事来看一下")


async def test_who_lets_it_lapse_is_not_asked_again_and_the_next_one_is(shift: Shift, served: str) -> None:
    """Invariant 6; the place in line, the owner and the epoch stay as they were."""
    before = await to_seniors(shift, served)
    first = asked_in(before).to_agent

    await shift.works_on(21, LINA, ZHANG, LAOZHOU, ZHUGUAN)

    control = await shift.control(served)
    assert {first, asked_in(control).to_agent} == set(SENIORS)
    assert asked_in(control).lapsed == (first,)
    assert (control.agent_id, control.epoch, control.queued_at) == (LINA.agent_id, before.epoch, before.queued_at)
    assert await shift.house.store.asked_of(first) == []


async def test_when_all_of_the_group_were_asked_the_agent_has_the_customer_at_once(shift: Shift, served: str) -> None:
    """Invariant 8: nobody is left, so nobody waits for the end of the request; the agent is told once."""
    first = asked_in(await to_seniors(shift, served)).to_agent

    second = asked_in(await declines(shift, served, first)).to_agent
    control = await declines(shift, served, second)

    assert (control.state, control.agent_id, control.transfer) == (State.HUMAN, LINA.agent_id, "")
    assert [code for code in await shift.alerts(served) if code.startswith("transfer")] == ["transfer_lapsed"]


async def test_the_end_of_the_request_ends_the_asking_too(shift: Shift, served: str) -> None:
    """Whoever is asked just then is not asked any more; the customer was the agent's all along."""
    shift.house.parts.rules = replace(shift.house.parts.rules, transfer_ms=30 * SECONDS)
    await to_seniors(shift, served)
    await shift.works_on(21, LINA, ZHANG, LAOZHOU, ZHUGUAN)
    last = asked_in(await shift.control(served))

    await shift.works_on(10, LINA, ZHANG, LAOZHOU, ZHUGUAN)

    control = await shift.control(served)
    assert last.ask_until == last.due_at
    assert (control.state, control.agent_id) == (State.HUMAN, LINA.agent_id)
    assert await shift.house.store.asked_of(last.to_agent) == []


async def test_anybody_of_the_group_may_take_it_while_another_is_asked(shift: Shift, served: str) -> None:
    """From the list; the one asked is asked no more and hears who was quicker."""
    asked = asked_in(await to_seniors(shift, served)).to_agent
    other = next(who for name, who in SENIORS.items() if name != asked)

    await shift.takes(served, other)

    assert (await shift.control(served)).agent_id == other.agent_id
    assert await shift.house.store.asked_of(asked) == []
    with pytest.raises(AlreadyClaimed):
        await shift.takes(served, SENIORS[asked])


async def test_one_of_the_group_who_is_not_asked_has_nothing_to_decline(shift: Shift, served: str) -> None:
    """The one who is goes on being asked."""
    asked = asked_in(await to_seniors(shift, served))
    other = next(name for name in SENIORS if name != asked.to_agent)

    control = await declines(shift, served, other)

    assert asked_in(control) == asked


async def test_who_goes_away_while_asked_has_not_let_it_lapse(shift: Shift, served: str) -> None:
    """The next is asked; coming back, the first may be asked again."""
    first = asked_in(await to_seniors(shift, served)).to_agent

    await shift.service.choose_status(SENIORS[first], "break")
    passed = asked_in(await shift.control(served))
    await shift.look()

    assert (passed.to_agent, passed.ask_until, passed.lapsed) == ("", 0, ())
    assert asked_in(await shift.control(served)).to_agent not in {"", first}


async def test_the_one_who_hands_on_is_never_asked_and_with_nobody_there_it_waits_for_its_time(shift: Shift) -> None:
    """A group of one's own in which nobody else is: somebody may come, or take it from the list, until it is over."""
    await shift.comes(LAOZHOU)
    conversation = await shift.asks(LIN)
    await shift.takes(conversation, LAOZHOU)

    alone = await to_seniors(shift, conversation, LAOZHOU)
    await shift.comes(ZHUGUAN)
    await shift.look()

    assert (alone.state, asked_in(alone).to_agent, alone.due_at) == (State.TRANSFERRING, "", asked_in(alone).due_at)
    assert asked_in(await shift.control(conversation)).to_agent == ZHUGUAN.agent_id


async def test_full_hands_are_not_asked_until_they_are_free(shift: Shift) -> None:
    """Capacity counts what is handed on as it counts what waits; with room again within the time, they are asked."""
    full = Agent("s_one", "老陈", "senior", capacity=1)
    await shift.comes(LINA)
    conversation = await shift.asks(LIN)
    await shift.takes(conversation, LINA)
    await shift.comes(full)
    other = await shift.asks(CHEN, "再不处理我打12315")
    await shift.takes(other, full)

    before = asked_in(await to_seniors(shift, conversation)).to_agent
    epoch = (await shift.control(other)).epoch
    await shift.service.resolve(other, agent=full, epoch=epoch, result="explained", note="", next="bot")
    await shift.look()

    assert before == ""
    assert asked_in(await shift.control(conversation)).to_agent == full.agent_id


async def test_a_new_request_asks_those_again_who_did_not_take_the_last_one(shift: Shift, served: str) -> None:
    """Another reason, another question."""
    first = asked_in(await to_seniors(shift, served)).to_agent
    await declines(shift, served, first)
    await shift.service.cancel_transfer(served, agent=LINA)

    again = asked_in(await to_seniors(shift, served))

    assert again.lapsed == ()
    assert again.to_agent in SENIORS


async def test_who_answers_no_request_counts_as_away(shift: Shift, served: str) -> None:
    """As with offers: a desk is open and nobody sits at it, so it is asked no more."""
    await shift.service.choose_status(ZHUGUAN, "away")

    for _ in range(3):
        await to_seniors(shift, served)
        await shift.works_on(21, LINA, ZHANG, LAOZHOU, ZHUGUAN)

    team = {one["agent_id"]: one["status"] for one in await shift.service.team_list()}
    assert team[LAOZHOU.agent_id] == "away"
    assert (await shift.control(served)).state is State.HUMAN


async def test_every_step_of_the_asking_is_in_the_log_of_staff(shift: Shift, served: str) -> None:
    """Who was asked, who did not take it, how it ended."""
    first = asked_in(await to_seniors(shift, served)).to_agent
    second = asked_in(await declines(shift, served, first)).to_agent
    await shift.takes(served, SENIORS[second])

    events = await shift.service.events(served, since=0, audience="staff")
    steps = [event["data"] for event in events if event["kind"] == "control"][-5:]
    assert [(step["reason"], step["by"]) for step in steps] == [
        ("transfer", LINA.agent_id),
        ("offered", first),
        ("passed_on", first),
        ("offered", second),
        ("transferred", second),
    ]
