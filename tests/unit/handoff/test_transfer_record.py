"""A transfer as the record keeps it, and who a list's item is for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.shift import LAOZHOU, LINA, ZHANG, ZHUGUAN

from bot.handoff.control import Control, State
from bot.handoff.desk_views import concerns
from bot.handoff.duty import chosen
from bot.handoff.people import Agent
from bot.handoff.routing.matter import matter_of
from bot.handoff.transfer import Transfer, transfer_of
from bot.kernel.errors import BadInput

ASKED = Transfer("s_lina", "小李", "", "senior", "资深客服", "超出权限", "要求赔偿", 9)


def test_a_transfer_comes_back_as_it_was_written() -> None:
    """Nothing asked is nothing."""
    assert transfer_of(ASKED.as_json()) == ASKED
    assert transfer_of("") is None


def test_what_an_older_hub_wrote_is_read() -> None:
    """It asks the whole group and remembers nobody."""
    older = json.loads(ASKED.as_json())
    del older["ask_until"], older["lapsed"]

    assert transfer_of(json.dumps(older)) == ASKED


def test_one_of_a_group_is_asked_for_their_own_time_and_never_longer_than_the_whole() -> None:
    """Who did not take it is remembered once; those who went away are not."""
    first = ASKED.asking("s_zhou", 5)
    passed = first.passed_by("s_zhou")
    last = passed.passed_by("s_zhou").asking("s_chen", 20)

    assert (ASKED.look_at, first.to_agent, first.look_at) == (9, "s_zhou", 5)
    assert (passed.to_agent, passed.look_at, passed.lapsed) == ("", 9, ("s_zhou",))
    assert (last.to_agent, last.ask_until, last.lapsed) == ("s_chen", 9, ("s_zhou",))
    assert first.passed_by().lapsed == ()
    assert transfer_of(last.as_json()) == last


def test_staff_are_shown_who_is_asked_and_not_who_said_no() -> None:
    """The protocol's form."""
    shown = ASKED.passed_by("s_zhou").asking("s_chen", 5).shown()

    assert (shown["to_agent"], shown["to_group"], shown["ask_until"]) == ("s_chen", "senior", 5)
    assert "lapsed" not in shown


def test_a_matter_is_of_the_group_asked_and_knows_who_hands_it_on() -> None:
    """Who let another offer lapse, before somebody served the customer, is asked again."""
    asked = ASKED.passed_by("s_zhou")
    waits = Control(state=State.QUEUED, group="service", lapsed="s_lin s_wei", known="s_old", owner="s_call", front=1)
    goes = Control(state=State.TRANSFERRING, group="service", agent_id="s_lina", lapsed="s_lin", known="s_lina s_old")

    waiting, going = matter_of("c_1", waits), matter_of("c_2", goes.changed(transfer=asked.as_json()))

    assert (waiting.group, waiting.lapsed, waiting.owner) == ("service", {"s_lin", "s_wei"}, "")
    assert (waiting.known, waiting.front, waiting.on_the_way) == (("s_call", "s_old"), True, False)
    assert (going.group, going.lapsed, going.owner, going.on_the_way) == ("senior", {"s_zhou"}, "s_lina", True)


def item(**differs: Any) -> dict[str, Any]:
    """A row of a line, waiting for the first line."""
    return {"group": "service", "offered_to": "", "transfer": None, **differs}


@pytest.mark.parametrize(
    ("row", "who", "theirs"),
    [
        (item(), LINA, True),
        (item(group="senior"), LINA, False),
        (item(group="senior"), LAOZHOU, True),
        (item(group="legal"), ZHUGUAN, True),
        (item(group="senior", offered_to=LINA.agent_id), LINA, True),
        (item(transfer=ASKED.shown()), ZHANG, False),
        (item(transfer=ASKED.shown()), LAOZHOU, True),
        (item(transfer=ASKED.asking(ZHANG.agent_id, 5).shown()), LAOZHOU, True),
        (item(transfer={**ASKED.shown(), "to_group": "", "to_agent": ZHANG.agent_id}), ZHANG, True),
    ],
)
def test_a_row_is_for_the_group_for_who_is_asked_and_for_who_oversees(
    row: dict[str, Any], who: Agent, theirs: bool
) -> None:
    """Nobody's desk fills with what they cannot take."""
    assert concerns(row, who) is theirs


@pytest.mark.parametrize("word", ["lost", "offline", "", None, 3, ["online"]])
def test_nobody_says_of_themselves_what_is_found_out(word: object) -> None:
    """Only the three words there are."""
    assert chosen("break") == "break"
    with pytest.raises(BadInput):
        chosen(word)
