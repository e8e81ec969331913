"""The invariants of the design, each by its number, over a real store (9, and more of 10, in the recovery tests)."""

from __future__ import annotations

import asyncio

import pytest
from support.conversations import LIN, XIAOLIN, XIAOZHOU, House, in_queue

from bot.handoff.control import WITHOUT_DUE_TIME, State
from bot.handoff.people import CustomerProfile
from bot.kernel.errors import AlreadyClaimed, EngineUnavailable


async def test_invariant_1_every_state_has_one_controller_and_all_but_bot_and_closed_a_due_time(house: House) -> None:
    """Invariant 1, along the whole path of a handoff."""
    conversation = await in_queue(house)
    seen = [await house.store.control(conversation)]
    epoch = await house.claimed(conversation)
    seen.append(await house.store.control(conversation))
    await house.service.resolve(
        conversation, agent=XIAOLIN, epoch=epoch, result="refund_agreed", note="退199", next="bot"
    )
    seen.append(await house.store.control(conversation))

    assert [control.state for control in seen] == [State.QUEUED, State.HUMAN, State.BOT]
    assert all((control.due_at > 0) == (control.state not in WITHOUT_DUE_TIME) for control in seen)
    assert seen[0].group
    assert [control.epoch for control in seen] == [1, 2, 3]


async def test_invariant_2_the_bot_is_silent_from_the_request_until_control_returns(house: House) -> None:
    """Invariant 2: no bot line reaches the customer while they wait or talk to a person."""
    conversation = await in_queue(house)

    await house.says(conversation, "快点")
    epoch = await house.claimed(conversation)
    await house.says(conversation, "在吗")
    await house.service.agent_says(conversation, agent=XIAOLIN, epoch=epoch, client_id="1", text="在的")

    assert not [line for line in await house.texts(conversation) if line.startswith("bot:")]
    assert house.engine.asked == []


async def test_invariant_2_an_answer_made_before_the_handoff_is_kept_for_staff_and_never_shown(house: House) -> None:
    """A bot line computed under an old epoch is suppressed (design, section 2)."""
    conversation = await house.service.open_for(LIN)
    house.engine.gate.clear()
    await house.service.customer_says(conversation, client_id="a", text="我的快递")
    await house.engine.reached.wait()
    await house.service.ask_human(conversation, client_id="b")

    house.engine.gate.set()
    await house.service.background.drain()

    assert not [line for line in await house.texts(conversation) if line.startswith("bot:")]
    assert "bot:suppressed:答：我的快递" in await house.texts(conversation, "staff")


async def test_invariant_3_a_request_for_a_person_is_answered_by_the_system_in_the_same_step(house: House) -> None:
    """Invariant 3: the handoff line is there with the customer's own line, and the bot is not asked."""
    conversation = await house.service.open_for(LIN)

    await house.service.customer_says(conversation, client_id="a", text="转人工")
    at_once = await house.texts(conversation)

    assert at_once[0] == "customer:text:转人工"
    assert at_once[1].startswith("system:notice:")
    assert house.engine.asked == []


async def test_invariant_3_a_request_ends_in_exactly_one_way(house: House) -> None:
    """Left by the customer, or accepted and then resolved: each handoff leaves QUEUED once, with its reason."""
    conversation = await in_queue(house)
    await house.service.leave_queue(conversation, client_id="leave")
    await house.says(conversation, "还是转人工吧")
    epoch = await house.claimed(conversation)
    await house.service.resolve(conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="", next="bot")

    events = await house.service.events(conversation, since=0, audience="staff")
    ends = [
        event["data"]["reason"] for event in events if event["kind"] == "control" and event["data"]["from"] == "queued"
    ]

    assert ends == ["left_by_customer", "accepted"]


async def test_invariant_4_asking_twice_keeps_the_same_handoff(house: House) -> None:
    """Invariant 4."""
    conversation = await in_queue(house)
    first = await house.store.control(conversation)

    await house.says(conversation, "人工人工")
    await house.service.ask_human(conversation, client_id="button")
    again = await house.store.control(conversation)

    assert (again.handoff_id, again.epoch, again.queued_at) == (first.handoff_id, first.epoch, first.queued_at)
    assert (await house.texts(conversation))[-1].startswith("system:notice:您已经在人工队列里了")


async def test_invariant_5_of_many_claims_one_wins_and_the_others_learn_who(house: House) -> None:
    """Invariant 5."""
    conversation = await in_queue(house)
    control = await house.store.control(conversation)

    async def claim(agent: object) -> object:
        try:
            await house.service.claim(
                conversation,
                handoff_id=control.handoff_id,
                epoch=control.epoch,
                agent=agent,  # type: ignore[arg-type]
            )
        except AlreadyClaimed as error:
            return error.fields["by"]
        return None

    agents = [XIAOLIN, XIAOZHOU] * 10
    outcomes = await asyncio.gather(*(claim(agent) for agent in agents))

    winner = (await house.store.control(conversation)).agent_name
    losers = [told for agent, told in zip(agents, outcomes, strict=True) if agent.name != winner]
    assert losers == [winner] * 10
    assert [line for line in await house.texts(conversation) if "已接入" in line] == [
        f"system:notice:人工客服 {winner} 已接入，您前面说的情况 TA 都看到了。"
    ]


async def test_invariant_7_the_queue_is_by_class_then_time_and_the_place_shown_is_the_real_one(house: House) -> None:
    """Invariant 7."""
    people = [CustomerProfile(f"u{n}", f"客户{n}", verified=True) for n in range(3)]
    lines = ["转人工", "气死我了", "我要打12315"]
    waiting = []
    for person, line in zip(people, lines, strict=True):
        conversation = await house.service.open_for(person)
        await house.says(conversation, line)
        waiting.append(conversation)

    order = [item["conversation"] for item in await house.service.queue()]
    places = [(await house.service.customer_control(conversation))["ahead"] for conversation in waiting]

    assert order == [waiting[2], waiting[1], waiting[0]]
    assert places == [2, 1, 0]


async def test_invariant_10_a_message_sent_twice_is_one_message_and_gets_one_answer(house: House) -> None:
    """A resend with the same client id gets the first result (invariant 10)."""
    conversation = await house.service.open_for(LIN)

    first = await house.service.customer_says(conversation, client_id="a", text="在吗")
    second = await house.service.customer_says(conversation, client_id="a", text="在吗")
    await house.service.background.drain()

    assert (second.seq, second.duplicate) == (first.seq, True)
    assert await house.texts(conversation) == ["customer:text:在吗", "bot:text:答：在吗"]


async def test_invariant_10_numbers_in_the_log_have_no_gaps(house: House) -> None:
    """Invariant 10: whoever says "since n" gets n+1 and everything after it."""
    conversation = await in_queue(house, "你好", "退款多久", "转人工", "还在吗")

    events = await house.service.events(conversation, since=0, audience="staff")

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert await house.service.events(conversation, since=3, audience="staff") == events[3:]


async def test_invariant_11_the_customers_stream_never_carries_what_is_for_staff(house: House) -> None:
    """Invariant 11: notes, brief, control, readings and ids of staff stay inside."""
    conversation = await in_queue(house, "气死我了")
    await house.claimed(conversation)
    await house.service.agent_notes(conversation, agent=XIAOLIN, client_id="n", text="客户情绪激动")

    shown = await house.service.events(conversation, since=0, audience="customer")

    assert {event["kind"] for event in shown} == {"text", "notice"}
    assert all("staff" not in event and event["actor"]["id"] == "" for event in shown)
    assert not [event for event in shown if "情绪激动" in event["text"]]


async def test_invariant_12_the_bot_is_told_what_was_decided_before_it_speaks_again(house: House) -> None:
    """Invariant 12 and playbook D7."""
    conversation = await in_queue(house)
    epoch = await house.claimed(conversation)

    await house.service.resolve(
        conversation, agent=XIAOLIN, epoch=epoch, result="refund_agreed", note="退199元", next="bot"
    )

    told = house.engine.appended[-1]
    assert (told["result"], told["note"], told["agent_name"]) == ("refund_agreed", "退199元", "小林")
    assert (await house.store.control(conversation)).state is State.BOT
    assert [case.result for case in house.archive.cases.values()] == ["refund_agreed"]


async def test_invariant_12_control_does_not_return_when_the_bot_cannot_be_told(house: House) -> None:
    """Invariant 12: the agent keeps the conversation, and may try again."""
    conversation = await in_queue(house)
    epoch = await house.claimed(conversation)
    house.engine.down = True
    ask = {"agent": XIAOLIN, "epoch": epoch, "result": "explained", "note": "", "next": "bot"}

    with pytest.raises(EngineUnavailable):
        await house.service.resolve(conversation, **ask)  # type: ignore[arg-type]
    kept = await house.store.control(conversation)
    house.engine.down = False
    await house.service.resolve(conversation, **ask)  # type: ignore[arg-type]

    assert (kept.state, kept.agent_id) == (State.HUMAN, XIAOLIN.agent_id)
    assert (await house.store.control(conversation)).state is State.BOT
