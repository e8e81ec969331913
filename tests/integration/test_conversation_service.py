"""The conversation service over a real store: who speaks, what is kept, what each audience sees."""

from __future__ import annotations

import asyncio

import pytest
from support.conversations import LIN, XIAOLIN, XIAOZHOU, House

from bot.handoff.control import WITHOUT_DUE_TIME, State
from bot.handoff.core import Times
from bot.handoff.people import CustomerProfile
from bot.handoff.ports import BotMessage
from bot.kernel.errors import AlreadyClaimed, BadInput, EngineUnavailable, NotAllowed, NotFound, Stale


async def in_queue(house: House, *lines: str) -> str:
    """A conversation whose customer waits for a person."""
    conversation = await house.service.open_for(LIN)
    for line in lines or ("转人工",):
        await house.says(conversation, line)
    return conversation


async def test_invariant_10_a_message_sent_twice_is_one_message_and_gets_one_answer(house: House) -> None:
    """A resend with the same client id gets the first result (invariant 10)."""
    conversation = await house.service.open_for(LIN)

    first = await house.service.customer_says(conversation, client_id="a", text="在吗")
    second = await house.service.customer_says(conversation, client_id="a", text="在吗")
    await house.service.background.drain()

    assert (second.seq, second.duplicate) == (first.seq, True)
    assert await house.texts(conversation) == ["customer:text:在吗", "bot:text:答：在吗"]


async def test_a_customer_always_comes_back_to_the_same_conversation(house: House) -> None:
    """A verified customer has one lifelong conversation; two visitors have two."""
    assert await house.service.open_for(LIN) == await house.service.open_for(LIN)
    assert await house.service.open_for(CustomerProfile()) != await house.service.open_for(CustomerProfile())


async def test_invariant_10_numbers_in_the_log_have_no_gaps(house: House) -> None:
    """Invariant 10: whoever says "since n" gets n+1 and everything after it."""
    conversation = await in_queue(house, "你好", "退款多久", "转人工", "还在吗")

    events = await house.service.events(conversation, since=0, audience="staff")

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert await house.service.events(conversation, since=3, audience="staff") == events[3:]


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


@pytest.mark.parametrize(
    ("line", "reason", "priority"),
    [("转人工", "asked", "normal"), ("气死我了", "anger", "high"), ("我打12315", "threat", "urgent")],
)
async def test_request_anger_and_threat_each_lead_to_the_queue(
    house: House, line: str, reason: str, priority: str
) -> None:
    """Each trigger has its reason and its class."""
    conversation = await in_queue(house, line)

    control = await house.store.control(conversation)

    assert (control.state, control.reason, control.priority) == (State.QUEUED, reason, priority)


async def test_invariant_4_asking_twice_keeps_the_same_handoff(house: House) -> None:
    """Invariant 4."""
    conversation = await in_queue(house)
    first = await house.store.control(conversation)

    await house.says(conversation, "人工人工")
    await house.service.ask_human(conversation, client_id="button")
    again = await house.store.control(conversation)

    assert (again.handoff_id, again.epoch, again.queued_at) == (first.handoff_id, first.epoch, first.queued_at)
    assert (await house.texts(conversation))[-1].startswith("system:notice:您已经在人工队列里了")


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


async def test_only_the_agent_in_charge_may_speak(house: House) -> None:
    """Another agent is told who is in charge; an old epoch is refused."""
    conversation = await in_queue(house)
    epoch = await house.claimed(conversation)

    with pytest.raises(NotAllowed):
        await house.service.agent_says(conversation, agent=XIAOZHOU, epoch=epoch, client_id="1", text="我来")
    with pytest.raises(Stale):
        await house.service.agent_says(conversation, agent=XIAOLIN, epoch=epoch - 1, client_id="1", text="我来")


async def test_an_agents_words_sent_twice_are_shown_once_even_after_control_moved_on(house: House) -> None:
    """The outbox of a desk that lost its line may send again after the conversation was resolved."""
    conversation = await in_queue(house)
    epoch = await house.claimed(conversation)
    said = {"agent": XIAOLIN, "epoch": epoch, "client_id": "1", "text": "已为您登记退款"}
    first = await house.service.agent_says(conversation, **said)  # type: ignore[arg-type]
    await house.service.resolve(conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="", next="bot")

    again = await house.service.agent_says(conversation, **said)  # type: ignore[arg-type]

    assert (again.seq, again.duplicate) == (first.seq, True)
    assert (await house.texts(conversation)).count("agent:text:已为您登记退款") == 1


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


async def test_a_closed_conversation_opens_again_with_the_bot_when_the_customer_writes(house: House) -> None:
    """And the bot knows how it was closed."""
    conversation = await in_queue(house)
    epoch = await house.claimed(conversation)
    await house.service.resolve(
        conversation, agent=XIAOLIN, epoch=epoch, result="explained", note="已说明", next="close"
    )
    assert (await house.store.control(conversation)).state is State.CLOSED

    await house.says(conversation, "再问一下")

    assert (await house.store.control(conversation)).state is State.BOT
    assert (await house.texts(conversation))[-1] == "bot:text:答：再问一下"
    assert house.engine.appended[-1]["note"] == "已说明"


async def test_a_waiting_customer_may_go_back_to_the_bot(house: House) -> None:
    """They leave the queue, and the bot answers again."""
    conversation = await in_queue(house)

    await house.service.leave_queue(conversation, client_id="leave")
    await house.says(conversation, "那我问你")

    assert await house.store.position(conversation) is None
    assert (await house.texts(conversation))[-1] == "bot:text:答：那我问你"


async def test_an_engine_that_is_down_sends_the_customer_to_a_person(house: House) -> None:
    """They are told, and everything they wrote is on the desk."""
    house.engine.down = True
    conversation = await in_queue(house, "我的快递到哪了")

    control = await house.store.control(conversation)
    texts = await house.texts(conversation)

    assert (control.state, control.reason) == (State.QUEUED, "bot_failed")
    assert texts[0] == "customer:text:我的快递到哪了"
    assert "人工同事" in texts[1]


async def test_an_engine_that_is_too_slow_sends_the_customer_to_a_person(house: House) -> None:
    """The answer that comes too late is never shown."""
    house.parts.times = Times(turn=50)
    house.engine.gate.clear()
    conversation = await in_queue(house, "我的快递到哪了")

    assert (await house.store.control(conversation)).reason == "bot_failed"


async def test_a_handoff_the_bot_asks_for_keeps_what_it_said_first(house: House) -> None:
    """Its words and the handoff are one step."""
    house.engine.answers["听不懂"] = [
        BotMessage("text", "抱歉", {}),
        BotMessage("handoff", "", {"reason": "misunderstood"}),
    ]
    conversation = await in_queue(house, "听不懂")

    texts = await house.texts(conversation)

    assert texts[1] == "bot:text:抱歉"
    assert (await house.store.control(conversation)).reason == "misunderstood"


async def test_buttons_reach_the_customer_as_opaque_ids_that_only_work_here(house: House) -> None:
    """A payload never leaves the hub, and an id from elsewhere means nothing."""
    house.engine.answers["订单"] = [
        BotMessage("text", "哪一单？", {"buttons": [{"title": "羽绒服", "payload": "/choose_order{}"}]})
    ]
    conversation = await house.service.open_for(LIN)
    other = await house.service.open_for(CustomerProfile())
    await house.says(conversation, "订单")
    events = await house.service.events(conversation, since=0, audience="customer")
    button = events[-1]["data"]["buttons"][0]

    await house.service.customer_chooses(conversation, client_id="press", choice_id=button["id"])
    await house.service.background.drain()

    assert set(button) == {"id", "title"}
    assert house.engine.asked[-1].turn.payload == "/choose_order{}"
    with pytest.raises(NotFound):
        await house.service.customer_chooses(other, client_id="press", choice_id=button["id"])


async def test_a_button_that_calls_a_person_does_not_need_the_engine(house: House) -> None:
    """Playbook D1: one step, also when the bot is broken."""
    house.engine.answers["你好"] = [
        BotMessage("text", "您好", {"buttons": [{"title": "转人工", "payload": "/ask_human"}]})
    ]
    conversation = await house.service.open_for(LIN)
    await house.says(conversation, "你好")
    events = await house.service.events(conversation, since=0, audience="customer")
    house.engine.down = True

    await house.service.customer_chooses(
        conversation, client_id="press", choice_id=events[-1]["data"]["buttons"][0]["id"]
    )
    await house.service.background.drain()

    assert (await house.store.control(conversation)).state is State.QUEUED


async def test_invariant_11_the_customers_stream_never_carries_what_is_for_staff(house: House) -> None:
    """Invariant 11: notes, brief, control, readings and ids of staff stay inside."""
    conversation = await in_queue(house, "气死我了")
    await house.claimed(conversation)
    await house.service.agent_notes(conversation, agent=XIAOLIN, client_id="n", text="客户情绪激动")

    shown = await house.service.events(conversation, since=0, audience="customer")

    assert {event["kind"] for event in shown} == {"text", "notice"}
    assert all("staff" not in event and event["actor"]["id"] == "" for event in shown)
    assert not [event for event in shown if "情绪激动" in event["text"]]


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


async def test_anger_while_waiting_lifts_the_customer_in_the_queue(house: House) -> None:
    """A threat in the queue is not answered in its old place."""
    calm = await in_queue(house)
    later = await house.service.open_for(CustomerProfile("u2", "客户二", verified=True))
    await house.says(later, "转人工")

    await house.says(later, "再不来人我打12315")

    assert [item["conversation"] for item in await house.service.queue()] == [later, calm]


async def test_an_empty_message_is_refused_with_a_sentence(house: House) -> None:
    """Invisible characters only are nothing to read."""
    conversation = await house.service.open_for(LIN)

    with pytest.raises(BadInput, match="空的"):
        await house.service.customer_says(conversation, client_id="a", text="\u200b \u202e")


async def test_an_upset_customer_gets_one_sentence_of_empathy_not_one_at_every_turn(house: House) -> None:
    """Playbook C2; the engine is asked for it once per stretch of talk."""
    conversation = await house.service.open_for(LIN)

    await house.says(conversation, "很担心丢了")
    await house.says(conversation, "还是担心")

    assert [request.turn.empathy for request in house.engine.asked] == ["worried", ""]


async def test_the_brief_is_there_before_the_first_human_line_and_points_at_its_evidence(house: House) -> None:
    """Playbook D2: reason, words, demands, order and feeling, each with the seq it rests on."""
    conversation = await in_queue(house, "我的羽绒服JZ261118000001还没到", "我要退款", "气死我了")

    brief = await house.service.brief(conversation)

    assert brief is not None
    assert (brief["complete"], brief["reason"]["code"]) == (True, "anger")
    assert brief["facts_given"] == [{"label": "订单号", "value": "JZ261118000001", "seq": [1]}]
    assert brief["demands"] == [{"code": "refund", "text": "退款", "seq": [3]}]
    assert brief["orders"][0]["seq"] == [1]
    assert brief["emotion"]["worst"]["level"] == "angry"
    assert "轻量羽绒服" in brief["suggestion"]["first_line"]


async def test_a_shop_that_is_down_costs_the_brief_its_facts_not_the_handoff(house: House) -> None:
    """The brief says that it is incomplete."""
    house.facts.down = True
    conversation = await in_queue(house)

    brief = await house.service.brief(conversation)

    assert brief is not None
    assert brief["complete"] is False
    assert (await house.store.control(conversation)).state is State.QUEUED


async def test_facts_of_a_shape_nobody_foresaw_do_not_keep_a_customer_from_the_queue(house: House) -> None:
    """The brief is made without them; the customer does not stay half packed."""

    async def nonsense(customer_id: str, order_ids: object) -> dict[str, object]:
        return {"orders": [{"no_card": 1}]}

    house.facts.gather = nonsense  # type: ignore[method-assign,assignment]
    conversation = await in_queue(house)

    brief = await house.service.brief(conversation)

    assert brief is not None
    assert (brief["complete"], brief["orders"]) == (False, [])
    assert (await house.store.control(conversation)).state is State.QUEUED
