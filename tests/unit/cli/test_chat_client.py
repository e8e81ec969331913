"""The terminal's chat client against a hub that answers what the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.fake_hub import FakeHub, running, spoken
from support.live_store import free_port

from bot.cli.chat_client import ChatClient, Event, HubUnreachable, Pace
from bot.kernel.errors import NotSignedIn

QUICK = Pace(quiet=0.08, at_most=1.5)


@pytest.fixture
async def hub() -> AsyncIterator[FakeHub]:
    """A hub that answers nothing yet."""
    async with running(FakeHub()) as fake:
        yield fake


def client_of(hub: FakeHub, pace: Pace = QUICK) -> ChatClient:
    """A customer of that hub."""
    return ChatClient(hub.url, origin="http://shop.example", token="signed", pace=pace, on_event=lambda _event: None)


def texts(events: list[Event]) -> list[str]:
    """What was said."""
    return [event["text"] for event in events]


async def test_an_exchange_is_the_line_and_its_whole_answer_in_order(hub: FakeHub) -> None:
    """Two messages with typing between them are one answer."""
    typing = {"t": "typing", "actor": "bot", "name": "小接"}
    hub.answers["快递到哪了"] = [
        typing,
        0.15,
        spoken("logistics_card", "在路上"),
        typing,
        0.15,
        spoken("text", "还有吗"),
    ]

    async with client_of(hub) as client:
        said = await client.exchange("快递到哪了")

    assert texts(said) == ["快递到哪了", "在路上", "还有吗"]
    assert [event["seq"] for event in said] == [1, 2, 3]


async def test_what_was_said_before_this_visit_is_not_repeated(hub: FakeHub) -> None:
    """The conversation is lifelong; a run shows its own part."""
    hub.append(spoken("text", "昨天的话"))
    hub.answers["你好"] = [spoken("text", "您好")]

    async with client_of(hub) as client:
        said = await client.exchange("你好")

    assert texts(said) == ["你好", "您好"]


async def test_the_hello_carries_token_and_origin(hub: FakeHub) -> None:
    """The hub checks both."""
    async with client_of(hub):
        pass

    assert hub.received[0] == {"t": "hello", "token": "signed", "since": 0}
    assert hub.origin == "http://shop.example"


@pytest.mark.parametrize("line", ["查物流", "[查物流]", "#2"])
async def test_a_line_that_names_a_button_presses_it(hub: FakeHub, line: str) -> None:
    """By title, by title in brackets, or by its place."""
    buttons = [{"id": "b_1", "title": "查订单"}, {"id": "b_2", "title": "查物流"}]
    hub.answers |= {"在吗": [spoken("text", "在的", buttons=buttons)], "b_2": [spoken("text", "在路上")]}

    async with client_of(hub) as client:
        await client.exchange("在吗")
        said = await client.exchange(line)

    assert hub.received[-1]["kind"] == "choice"
    assert hub.received[-1]["choice_id"] == "b_2"
    assert texts(said)[-1] == "在路上"


async def test_an_order_card_is_chosen_by_its_place(hub: FakeHub) -> None:
    """Cards come before buttons in the count."""
    orders = [
        {"order_id": "JZ1", "choice": {"id": "o_1", "title": "羽绒服"}},
        {"order_id": "JZ2", "choice": {"id": "o_2", "title": "鞋"}},
    ]
    hub.answers["我的订单"] = [
        spoken("order_choices", "哪一个?", orders=orders, buttons=[{"id": "b_1", "title": "都不是"}])
    ]

    async with client_of(hub) as client:
        await client.exchange("我的订单")
        offered = [(client.offered(f"#{place}") or client.offers[0]).choice_id for place in (1, 2, 3)]

    assert offered == ["o_1", "o_2", "b_1"]


async def test_a_number_nobody_offered_is_just_text(hub: FakeHub) -> None:
    """Nothing is pressed by accident."""
    async with client_of(hub) as client:
        await client.say("#4")
        await client.exchange("你好")

    assert hub.received[1]["kind"] == "text"
    assert hub.received[1]["text"] == "#4"


@pytest.mark.parametrize(("line", "frame"), [("[转人工]", "human"), ("[返回智能助手]", "leave_queue")])
async def test_the_two_fixed_buttons_can_be_pressed(hub: FakeHub, line: str, frame: str) -> None:
    """They are frames of their own, not text."""
    hub.answers[frame] = [spoken("notice", "好的", actor="system", code="queued")]

    async with client_of(hub) as client:
        await client.exchange(line)

    assert hub.received[-1]["t"] == frame


async def test_after_the_handoff_line_the_place_in_the_queue_is_awaited(hub: FakeHub) -> None:
    """The first notice announces the second, which may take longer than an ordinary pause."""
    hub.answers["转人工"] = [
        spoken("notice", "正在为您转接", actor="system", code="handoff_started"),
        0.3,
        spoken("notice", "您前面还有2位", actor="system", code="queued"),
    ]

    async with client_of(hub) as client:
        said = await client.exchange("转人工")

    assert texts(said)[-1] == "您前面还有2位"


async def test_with_a_person_in_charge_the_next_line_does_not_wait_for_the_bot(hub: FakeHub) -> None:
    """A person may take minutes; a script goes on."""
    hub.control = {"state": "agent"}

    async with client_of(hub, Pace(quiet=0.05, at_most=60)) as client:
        said = await client.exchange("那就好")

    assert texts(said) == ["那就好"]


async def test_an_answer_that_never_comes_ends_the_wait(hub: FakeHub) -> None:
    """A broken bot does not hang a script."""
    async with client_of(hub, Pace(quiet=0.05, at_most=0.2)) as client:
        said = await client.exchange("有人吗")

    assert texts(said) == ["有人吗"]


async def test_a_refused_line_is_shown_with_the_reason(hub: FakeHub) -> None:
    """The conversation printed is honest about what was not taken."""
    hub.refusals["刷屏"] = "您发得太快了"

    async with client_of(hub) as client:
        said = await client.exchange("刷屏")

    assert [(event["seq"], event["text"]) for event in said] == [(None, "刷屏"), (None, "您发得太快了")]


@pytest.mark.parametrize(("code", "error"), [(4401, NotSignedIn), (1012, HubUnreachable)])
async def test_a_closed_door_is_told_by_its_reason(hub: FakeHub, code: int, error: type[Exception]) -> None:
    """A wrong key reads differently from a restart."""
    hub.close_code = code

    with pytest.raises(error):
        async with client_of(hub):
            pass


async def test_a_hub_that_does_not_run_is_told_with_the_way_to_start_it() -> None:
    """The first thing everybody meets."""
    silent: Any = FakeHub()
    silent.port = free_port()

    with pytest.raises(HubUnreachable, match="make run"):
        async with client_of(silent):
            pass
