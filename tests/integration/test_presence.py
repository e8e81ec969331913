"""Presence by leases: agents who are lost, come back, go, and have several windows."""

from __future__ import annotations

import pytest
from support.shift import LINA, ZHANG, Shift

from bot.adapters import keys
from bot.handoff.control import State
from bot.handoff.people import CustomerProfile
from bot.handoff.presence import LEASE_MS
from bot.hub.desk_socket import RENEW_S
from bot.kernel.errors import Stale

CHEN = CustomerProfile("u2", "陈先生", "", "138****0002", True)


async def in_charge(shift: Shift) -> str:
    """A conversation of 小李."""
    await shift.comes(LINA)
    conversation = await shift.asks()
    await shift.takes(conversation, LINA)
    return conversation


def test_a_lease_outlasts_two_lost_renewals_and_is_no_multiple_of_the_interval() -> None:
    """Never equal intervals on both sides."""
    least, most = RENEW_S
    assert least < most
    assert 2 * most < LEASE_MS / 1000


async def test_a_lost_agents_customer_waits_a_grace_and_then_is_first_in_line(shift: Shift) -> None:
    """Told only when the grace is over; the time queued is kept, and everybody who waits is behind."""
    conversation = await in_charge(shift)
    queued_at = (await shift.control(conversation)).queued_at
    await shift.comes(ZHANG)
    await shift.service.choose_status(ZHANG, "break")
    waiting = await shift.asks(CHEN, "再不处理我打12315")

    await shift.works_on(21, ZHANG)
    orphaned = await shift.control(conversation)
    await shift.works_on(31, ZHANG)

    assert orphaned.state is State.ORPHANED
    assert "agent_lost" not in (await shift.notices(conversation))[:-1]
    assert (await shift.notices(conversation))[-1] in {"agent_lost", "parked"}
    assert (await shift.control(conversation)).queued_at == queued_at
    assert await shift.alerts(conversation)
    assert (await shift.control(waiting)).state is not State.HUMAN


async def test_the_front_of_the_line_is_before_everybody_of_the_class(shift: Shift) -> None:
    """Whoever lost their agent does not stand at the end again."""
    conversation = await in_charge(shift)
    await shift.comes(ZHANG)
    others = [await shift.asks(CustomerProfile(f"u{n}", f"客户{n}", verified=True)) for n in range(5, 12)]

    await shift.works_on(21, ZHANG)
    await shift.works_on(31, ZHANG)

    control = await shift.control(conversation)
    assert control.state is State.OFFERED
    assert control.offered_to == ZHANG.agent_id or await shift.house.store.position(conversation) == 0
    assert len(others) == 7


async def test_an_agent_who_comes_back_in_time_goes_on_and_the_customer_never_knew(shift: Shift) -> None:
    """Same epoch: what the agent had typed meanwhile is still good."""
    conversation = await in_charge(shift)
    epoch = (await shift.control(conversation)).epoch
    before = await shift.notices(conversation)
    await shift.passes(seconds=21)
    assert (await shift.control(conversation)).state is State.ORPHANED

    await shift.comes(LINA)

    control = await shift.control(conversation)
    assert (control.state, control.epoch, control.agent_id) == (State.HUMAN, epoch, LINA.agent_id)
    assert await shift.notices(conversation) == before


async def test_an_agent_who_writes_is_not_lost_whatever_became_of_the_lease(shift: Shift) -> None:
    """Their words reach the customer."""
    conversation = await in_charge(shift)
    await shift.passes(seconds=21)

    await shift.answers(conversation, LINA)

    assert (await shift.control(conversation)).state is State.HUMAN


async def test_after_the_grace_the_old_agent_can_no_longer_speak(shift: Shift) -> None:
    """Two voices are impossible (invariant 2)."""
    conversation = await in_charge(shift)
    epoch = (await shift.control(conversation)).epoch
    await shift.passes(seconds=21)
    await shift.passes(seconds=31)

    with pytest.raises(Stale):
        await shift.service.agent_says(conversation, agent=LINA, epoch=epoch, client_id="late", text="我回来了")


async def test_signing_out_gives_the_customers_to_others_soon(shift: Shift) -> None:
    """And another browser of the same agent keeps them."""
    conversation = await in_charge(shift)
    await shift.comes(ZHANG)

    await shift.service.gone(LINA)
    assert (await shift.control(conversation)).state is State.ORPHANED
    await shift.works_on(11, ZHANG)

    assert (await shift.control(conversation)).offered_to == ZHANG.agent_id


async def test_another_window_of_the_one_who_signed_out_keeps_the_customers(shift: Shift) -> None:
    """The lease is renewed before the goodbye takes effect."""
    conversation = await in_charge(shift)

    await shift.service.gone(LINA)
    await shift.works_on(9, LINA)

    assert (await shift.control(conversation)).state is State.HUMAN


async def test_who_claims_without_ever_opening_a_desk_loses_the_customer_when_they_owe_an_answer(
    shift: Shift,
) -> None:
    """There is no lease that could end: the overdue answer is looked at instead."""
    conversation = await in_charge(shift)
    await shift.house.redis.delete(keys.PRESENT)
    await shift.comes(ZHANG)

    await shift.works_on(181, ZHANG)
    await shift.works_on(31, ZHANG)

    assert (await shift.control(conversation)).offered_to == ZHANG.agent_id


async def test_the_team_list_says_who_is_there_and_what_they_have_in_hand(shift: Shift) -> None:
    """Loads count what is offered."""
    await in_charge(shift)
    await shift.asks(CHEN)

    team = {one["name"]: (one["status"], one["active"], one["capacity"]) for one in await shift.service.team_list()}
    await shift.passes(seconds=21)
    lost = {one["name"]: one["status"] for one in await shift.service.team_list()}

    assert team == {"小李": ("online", 2, 5)}
    assert lost == {"小李": "lost"}
