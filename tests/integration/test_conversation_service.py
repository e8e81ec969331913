"""The conversation service over a real store: what it takes, keeps, shows and does when parts fail."""

from __future__ import annotations

import pytest
from support.conversations import LIN, XIAOLIN, XIAOZHOU, House, in_queue

from bot.handoff.control import State
from bot.handoff.core import Times
from bot.handoff.people import CustomerProfile
from bot.handoff.ports import BotMessage
from bot.kernel.errors import BadInput, IllegalTransition, NotAllowed, NotFound, Stale


async def test_a_customer_always_comes_back_to_the_same_conversation(house: House) -> None:
    """A verified customer has one lifelong conversation; two visitors have two."""
    assert await house.service.open_for(LIN) == await house.service.open_for(LIN)
    assert await house.service.open_for(CustomerProfile()) != await house.service.open_for(CustomerProfile())


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


async def test_leaving_twice_is_leaving_once(house: House) -> None:
    """A page that sends it again, unsure whether it was heard, gets the first answer; what is new is refused."""
    conversation = await in_queue(house)

    first = await house.service.leave_queue(conversation, client_id="leave")
    again = await house.service.leave_queue(conversation, client_id="leave")

    assert (again.seq, again.duplicate) == (first.seq, True)
    with pytest.raises(IllegalTransition):
        await house.service.leave_queue(conversation, client_id="leave-2")


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
    house.parts.times = Times(turn=50, burst_gap=0)
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
