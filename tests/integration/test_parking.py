"""Nobody there: told before any promise, called back at a time that is kept (playbook D5, D6)."""

from __future__ import annotations

import pytest
from support.shift import LINA, ZHANG, Shift

from bot.handoff.control import Controller, State
from bot.kernel.errors import BadInput, NotAllowed

HOUR_MS = 3_600_000


async def test_outside_opening_hours_no_person_is_promised_but_a_time(shift: Shift) -> None:
    """The first line does not say that somebody is being called, the second says when somebody will be there."""
    shift.hours.opens_at = shift.clock.now_ms() + HOUR_MS
    await shift.comes(LINA)

    conversation = await shift.asks()

    control = await shift.control(conversation)
    first, second = [
        event["text"]
        for event in await shift.service.events(conversation, since=0, audience="customer")
        if event["kind"] == "notice"
    ]
    assert (control.state, control.controller) == (State.PARKED, Controller.PARKED)
    assert control.parked_for == shift.hours.opens_at + 1_800_000
    assert control.due_at == control.parked_for
    assert "转接" not in first
    assert "今天11:00 上班" in second
    assert "今天11:30 前" in second


async def test_within_hours_with_nobody_at_work_it_is_the_same(shift: Shift) -> None:
    """Real capacity counts, not the calendar alone; and staff are called."""
    conversation = await shift.asks()

    assert (await shift.control(conversation)).state is State.PARKED
    assert "今天10:30 前" in await shift.last_notice(conversation)
    assert "nobody_there" in await shift.alerts(conversation)


async def test_a_parked_customer_is_queued_as_soon_as_somebody_comes(shift: Shift) -> None:
    """Nobody lets a customer wait for a time on the clock while an agent is free."""
    conversation = await shift.asks()

    await shift.comes(LINA)
    await shift.look()

    control = await shift.control(conversation)
    assert (control.state, control.offered_to) == (State.OFFERED, LINA.agent_id)
    assert (await shift.notices(conversation))[-1] == "queued"


async def test_parked_over_night_they_are_first_in_the_morning_and_the_promise_is_kept(shift: Shift) -> None:
    """The promise stands in the log and is kept by the claim."""
    shift.hours.opens_at = shift.clock.now_ms() + HOUR_MS
    conversation = await shift.asks()
    await shift.works_on(1800, LINA)
    assert (await shift.control(conversation)).state is State.PARKED

    await shift.works_on(1801, LINA)
    await shift.takes(conversation, LINA)

    events = await shift.service.events(conversation, since=0, audience="staff")
    promise = next(event for event in events if event["kind"] == "promise")
    kept = next(event for event in events if event["kind"] == "promise_kept")
    assert promise["data"]["code"] == "call_back"
    assert kept["data"]["promise"] == promise["id"]
    assert kept["at"] <= promise["data"]["due_at"]


async def test_a_broken_promise_is_said_sorry_for_once_and_called_out_again_and_again(shift: Shift) -> None:
    """Never silently."""
    conversation = await shift.asks()

    for _ in range(3):
        await shift.passes(minutes=31)

    assert (await shift.control(conversation)).state is State.PARKED
    assert (await shift.alerts(conversation)).count("call_back_overdue") == 3
    late = [code for code in await shift.notices(conversation) if code == "parked"]
    assert len(late) == 2


async def test_what_a_parked_customer_adds_is_noted_and_they_are_told_so_once(shift: Shift) -> None:
    """And again whenever they ask for a person."""
    conversation = await shift.asks()
    before = len(await shift.notices(conversation))

    await shift.says(conversation, "补充一下，是黑色那件")
    await shift.says(conversation, "尺码M")
    await shift.says(conversation, "转人工")

    assert len(await shift.notices(conversation)) == before + 2
    assert not [line for line in await shift.house.texts(conversation) if line.startswith("bot:")]


async def test_a_parked_customer_may_go_back_to_the_bot(shift: Shift) -> None:
    """They need not wait for the morning to ask where their parcel is."""
    conversation = await shift.asks()

    await shift.service.leave_queue(conversation, client_id="back")
    await shift.says(conversation, "我的快递到哪了")

    assert (await shift.house.texts(conversation))[-1] == "bot:text:答：我的快递到哪了"
    assert await shift.service.parked() == []


async def test_an_agent_promises_a_time_and_is_asked_first_when_it_comes(shift: Shift) -> None:
    """Ten minutes before; the customer may do something else meanwhile."""
    await shift.comes(LINA, ZHANG)
    conversation = await shift.asks()
    await shift.takes(conversation, LINA)
    epoch = (await shift.control(conversation)).epoch
    due = shift.clock.now_ms() + HOUR_MS

    await shift.service.park(conversation, agent=LINA, epoch=epoch, due_at=due, note="等仓库回话")
    parked = await shift.control(conversation)
    await shift.works_on(2900, LINA, ZHANG)
    early = await shift.control(conversation)
    await shift.works_on(200, LINA, ZHANG)

    assert (parked.state, parked.owner, parked.agent_id) == (State.PARKED, LINA.agent_id, "")
    assert "今天11:00" in (await shift.service.events(conversation, since=0, audience="customer"))[-2]["text"]
    assert early.state is State.PARKED
    assert (await shift.control(conversation)).offered_to == LINA.agent_id


async def test_a_time_that_has_passed_or_is_far_away_is_refused(shift: Shift) -> None:
    """And only the agent in charge may promise one."""
    await shift.comes(LINA)
    conversation = await shift.asks()
    await shift.takes(conversation, LINA)
    epoch = (await shift.control(conversation)).epoch
    now = shift.clock.now_ms()

    for due in (now, now - 1, now + 8 * 24 * HOUR_MS):
        with pytest.raises(BadInput):
            await shift.service.park(conversation, agent=LINA, epoch=epoch, due_at=due, note="")
    with pytest.raises(NotAllowed):
        await shift.service.park(conversation, agent=ZHANG, epoch=epoch, due_at=now + HOUR_MS, note="")


async def test_who_waits_when_everybody_has_gone_is_told_a_time(shift: Shift) -> None:
    """At the next look at least: nobody stands in a line that nobody serves."""
    await shift.comes(LINA)
    await shift.service.choose_status(LINA, "online")
    first = await shift.asks()
    await shift.service.choose_status(LINA, "away")

    await shift.passes(seconds=121)

    assert (await shift.control(first)).state is State.PARKED


async def test_a_day_in_line_ends_with_an_apology_an_alert_and_the_bot(shift: Shift) -> None:
    """Invariant 3: a handoff that failed tells the customer what happens next."""
    await shift.comes(LINA)
    conversation = await shift.asks()
    for _ in range(30):
        await shift.service.choose_status(LINA, "online")
        await shift.works_on(3600, LINA)
        if (await shift.control(conversation)).state is State.BOT:
            break

    assert (await shift.control(conversation)).state is State.BOT
    assert "handoff_failed" in await shift.alerts(conversation)
    assert (await shift.notices(conversation))[-1] == "left_queue"
