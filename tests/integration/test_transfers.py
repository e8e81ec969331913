"""From colleague to colleague (playbook D3, D7; invariant 8), and those who look on (E2)."""

from __future__ import annotations

import pytest
from support.shift import LAOZHOU, LINA, ZHANG, ZHUGUAN, Shift

from bot.handoff.control import State
from bot.kernel.errors import AlreadyClaimed, BadInput, NotAllowed, NotFound, Stale


@pytest.fixture
async def served(shift: Shift) -> str:
    """A customer of 小李, with everybody at work."""
    await shift.comes(LINA, ZHANG, LAOZHOU, ZHUGUAN)
    conversation = await shift.asks()
    await shift.takes(conversation, LINA)
    return conversation


async def test_the_old_owner_answers_until_the_new_one_accepts(shift: Shift, served: str) -> None:
    """Invariant 8: the customer is never nobody's."""
    await shift.hands_on(served, LINA, to_agent=ZHANG.agent_id)
    await shift.answers(served, LINA, "我请同事来看一下")
    during = await shift.control(served)

    await shift.takes(served, ZHANG)

    after = await shift.control(served)
    assert (during.state, during.agent_id) == (State.TRANSFERRING, LINA.agent_id)
    assert (after.state, after.agent_id, after.epoch) == (State.HUMAN, ZHANG.agent_id, during.epoch + 1)
    assert after.queued_at == during.queued_at
    assert (await shift.notices(served))[-2:] == ["transferring", "transferred"]
    with pytest.raises(NotAllowed):
        await shift.service.agent_says(served, agent=LINA, epoch=during.epoch, client_id="x", text="我还在")


async def test_reason_and_note_travel_with_it(shift: Shift, served: str) -> None:
    """Playbook D7: nobody asks why."""
    await shift.hands_on(served, LINA, to_agent=ZHANG.agent_id)

    [asked] = await shift.house.store.asked_of(ZHANG.agent_id)
    shown = next(item for item in await shift.service.queue() if item["conversation"] == asked.conversation)

    assert (shown["transfer"]["from_name"], shown["transfer"]["reason"]) == ("小李", "需要资深处理")
    assert shown["transfer"]["note"] == "客户要求补发"
    assert await shift.service.may_see(served, ZHANG)


async def test_a_group_is_asked_and_any_of_it_may_accept_but_nobody_else(shift: Shift, served: str) -> None:
    """The first wins."""
    await shift.hands_on(served, LINA, to_group="senior")

    with pytest.raises(AlreadyClaimed):
        await shift.takes(served, ZHANG)
    await shift.takes(served, LAOZHOU)

    assert (await shift.control(served)).agent_id == LAOZHOU.agent_id


async def test_a_transfer_nobody_accepts_comes_back_and_the_agent_is_told(shift: Shift, served: str) -> None:
    """Invariant 8: if it lapses, the old owner still has it."""
    await shift.hands_on(served, LINA, to_group="senior")

    await shift.works_on(61, LINA, ZHANG, LAOZHOU, ZHUGUAN)

    control = await shift.control(served)
    assert (control.state, control.agent_id, control.transfer) == (State.HUMAN, LINA.agent_id, "")
    assert (await shift.alerts(served))[-1] == "transfer_lapsed"


async def test_a_declined_transfer_and_a_cancelled_one_leave_it_where_it_was(shift: Shift, served: str) -> None:
    """At once, not when the time is up."""
    await shift.hands_on(served, LINA, to_agent=ZHANG.agent_id)
    handoff = (await shift.control(served)).handoff_id
    await shift.service.decline(served, handoff_id=handoff, agent=ZHANG)
    declined = await shift.control(served)

    await shift.hands_on(served, LINA, to_agent=LAOZHOU.agent_id)
    await shift.service.cancel_transfer(served, agent=LINA)

    assert declined.state is State.HUMAN
    assert (await shift.control(served)).state is State.HUMAN
    with pytest.raises(Stale):
        await shift.service.cancel_transfer(served, agent=LINA)


async def test_nobody_is_handed_to_somebody_who_is_not_there(shift: Shift, served: str) -> None:
    """Nor to oneself, nor without a reason."""
    await shift.service.choose_status(ZHANG, "break")

    with pytest.raises(NotFound):
        await shift.hands_on(served, LINA, to_agent=ZHANG.agent_id)
    with pytest.raises(NotFound):
        await shift.hands_on(served, LINA, to_group="nowhere")
    with pytest.raises(BadInput):
        await shift.hands_on(served, LINA, to_agent=LINA.agent_id)
    with pytest.raises(BadInput):
        await shift.hands_on(served, LINA, to_group="senior", reason="  ")


async def test_an_owner_who_is_lost_meanwhile_does_not_leave_the_customer_between_two(
    shift: Shift, served: str
) -> None:
    """The request ends, the grace begins, then the front of the line."""
    await shift.hands_on(served, LINA, to_agent=ZHANG.agent_id)

    await shift.works_on(21, ZHANG, LAOZHOU)
    orphaned = await shift.control(served)
    await shift.works_on(31, ZHANG, LAOZHOU)

    assert (orphaned.state, orphaned.transfer) == (State.ORPHANED, "")
    assert (await shift.control(served)).state is State.OFFERED


async def test_a_supervisor_takes_over_with_a_reason_and_the_old_agent_is_stale(shift: Shift, served: str) -> None:
    """Playbook E2; an agent may not do it."""
    epoch = (await shift.control(served)).epoch

    with pytest.raises(NotAllowed):
        await shift.service.take_over(served, agent=ZHANG, epoch=epoch, reason="我来")
    await shift.service.take_over(served, agent=ZHUGUAN, epoch=epoch, reason="舆情风险")

    assert (await shift.control(served)).agent_id == ZHUGUAN.agent_id
    assert (await shift.notices(served))[-1] == "taken_over"
    with pytest.raises(NotAllowed):
        await shift.answers(served, LINA)


async def test_who_joins_may_speak_and_the_agent_stays_in_charge(shift: Shift, served: str) -> None:
    """Leaving again takes the voice away; joining twice says nothing twice."""
    await shift.service.join(served, agent=ZHUGUAN)
    await shift.service.join(served, agent=ZHUGUAN)
    await shift.answers(served, ZHUGUAN, "我是主管，这件事我来协调")
    joined = await shift.control(served)

    await shift.service.leave(served, agent=ZHUGUAN)

    assert joined.agent_id == LINA.agent_id
    assert (await shift.notices(served)).count("joined") == 1
    with pytest.raises(NotAllowed):
        await shift.answers(served, ZHUGUAN)


async def test_a_whisper_reaches_staff_and_never_the_customer(shift: Shift, served: str) -> None:
    """Invariant 11."""
    await shift.service.whisper(served, agent=ZHUGUAN, client_id="w1", text="先道歉，再谈补偿")
    with pytest.raises(NotAllowed):
        await shift.service.whisper(served, agent=ZHANG, client_id="w2", text="听我说")

    assert "agent:whisper:先道歉，再谈补偿" in await shift.house.texts(served, "staff")
    assert not [line for line in await shift.house.texts(served) if "先道歉" in line]


async def test_the_list_of_live_conversations_is_for_those_who_oversee(shift: Shift, served: str) -> None:
    """Who has whom, since when, who owes the next word."""
    await shift.answers(served, LINA)

    [item] = await shift.service.live()

    assert (item["conversation"], item["agent_name"], item["waiting_on"]) == (served, "小李", "customer")
