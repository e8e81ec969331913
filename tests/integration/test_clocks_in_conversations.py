"""Clocks run in real conversations: warned, breached once, paused, stopped, restart-proof (invariant 9)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from support.shift import LAOZHOU, LINA, Shift

from bot.handoff.control import State
from bot.handoff.targets import Target

MINUTE = 60_000

FIRST = Target("first_response", "首次响应", MINUTE, 15_000, "handoff", "first_reply", True, False, "warning")
NEXT = Target("next_response", "后续响应", 3 * MINUTE, 0, "customer", "reply", True, False, "warning")
GOLDEN = Target(
    "golden_30", "黄金30分钟", 30 * MINUTE, 5 * MINUTE, "risk", "first_reply", False, False, "urgent", "risk"
)
SENIOR = Target("senior_10", "10分钟升级", 10 * MINUTE, 0, "handoff", "senior", False, False, "urgent", "urgent")


@pytest.fixture
async def timed(store_url: str) -> AsyncIterator[Shift]:
    """A shift with four clocks."""
    opened = Shift(store_url, [FIRST, NEXT, GOLDEN, SENIOR])
    yield opened
    await opened.close()


async def marks(shift: Shift, conversation: str) -> list[str]:
    """What staff were told of clocks, in order: ``warning:<clock>``, ``breached:<clock>``."""
    events = await shift.service.events(conversation, since=0, audience="staff")
    return [
        f"{event['data']['code'].removeprefix('clock_')}:{event['data']['clock']}"
        for event in events
        if event["kind"] == "alert" and event["data"]["code"].startswith("clock_")
    ]


async def test_a_customer_who_waits_for_the_first_word_is_warned_of_and_called_out_once(timed: Shift) -> None:
    """Sweeping again, from any process, is harmless."""
    await timed.comes(LINA)
    conversation = await timed.asks()

    await timed.works_on(46, LINA)
    await timed.works_on(15, LINA)
    await timed.look()

    assert await marks(timed, conversation) == ["warning:first_response", "breached:first_response"]


async def test_the_first_word_of_a_person_stops_it_and_the_bot_never_does(timed: Shift) -> None:
    """Bot time is not counted: the clock begins at the handoff."""
    await timed.comes(LINA)
    conversation = await timed.asks(text="我的快递到哪了")
    timed.clock.advance(seconds=3600)
    await timed.says(conversation, "转人工")
    await timed.takes(conversation, LINA)
    await timed.answers(conversation, LINA)

    await timed.works_on(200, LINA)

    assert await marks(timed, conversation) == []


async def test_a_risk_starts_the_golden_half_hour_and_a_senior_colleague_stops_the_ten_minutes(timed: Shift) -> None:
    """Playbook D3 and E3."""
    await timed.comes(LINA, LAOZHOU)
    conversation = await timed.asks(text="再不处理我打12315")
    shown = {clock["code"] for clock in (await timed.service.staff_control(conversation))["clocks"]}
    await timed.takes(conversation, LAOZHOU)
    await timed.answers(conversation, LAOZHOU)
    await timed.works_on(2000, LINA, LAOZHOU)

    assert {"golden_30", "senior_10", "first_response"} <= shown
    assert await marks(timed, conversation) == []


async def test_without_a_senior_colleague_the_ten_minutes_are_breached(timed: Shift) -> None:
    """The line is loud."""
    await timed.comes(LINA)
    conversation = await timed.asks(text="再不处理我打12315")
    await timed.takes(conversation, LINA)
    await timed.answers(conversation, LINA)

    await timed.works_on(601, LINA)

    assert await marks(timed, conversation) == ["breached:senior_10"]


async def test_a_risk_that_shows_while_waiting_starts_its_clocks_then(timed: Shift) -> None:
    """From the first sign, and only once."""
    await timed.comes(LINA)
    conversation = await timed.asks()
    before = {clock["code"] for clock in (await timed.service.staff_control(conversation))["clocks"]}

    await timed.says(conversation, "再不处理我打12315")

    after = {clock["code"] for clock in (await timed.service.staff_control(conversation))["clocks"]}
    assert after - before == {"golden_30", "senior_10"}


async def test_an_answer_owed_runs_from_the_customers_line_and_ends_with_the_agents(timed: Shift) -> None:
    """The old reminder is not said as well."""
    await timed.comes(LINA)
    conversation = await timed.asks()
    await timed.takes(conversation, LINA)
    await timed.answers(conversation, LINA)
    await timed.says(conversation, "那什么时候能到")

    await timed.works_on(181, LINA)

    assert await marks(timed, conversation) == ["breached:next_response"]
    assert "reply_overdue" not in await timed.alerts(conversation)


async def test_clocks_end_with_the_handoff_and_what_was_missed_is_still_told(timed: Shift) -> None:
    """A breach nobody had looked at yet is not thrown away with the handoff (invariant 13)."""
    await timed.comes(LINA)
    conversation = await timed.asks()
    await timed.takes(conversation, LINA)
    timed.clock.advance(seconds=70)
    await timed.answers(conversation, LINA)
    epoch = (await timed.control(conversation)).epoch

    await timed.service.resolve(conversation, agent=LINA, epoch=epoch, result="explained", note="", next="bot")
    await timed.works_on(7200, LINA)

    events = await timed.service.events(conversation, since=0, audience="staff")
    ended = next(e for e in events if e["kind"] == "control" and e["data"]["from"] == "returning")
    assert await marks(timed, conversation) == ["breached:first_response"]
    assert {figure["code"]: figure["breached"] for figure in ended["data"]["clocks"]}["first_response"]
    assert (await timed.control(conversation)).state is State.BOT
