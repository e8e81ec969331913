"""A transfer as the record keeps it, and who a list's item is for."""

from __future__ import annotations

from typing import Any

import pytest
from support.shift import LAOZHOU, LINA, ZHANG, ZHUGUAN

from bot.handoff.desk_views import concerns
from bot.handoff.duty import chosen
from bot.handoff.people import Agent
from bot.handoff.transfer import Transfer, transfer_of
from bot.kernel.errors import BadInput

ASKED = Transfer("s_lina", "小李", "", "senior", "资深客服", "超出权限", "要求赔偿", 9)


def test_a_transfer_comes_back_as_it_was_written() -> None:
    """Nothing asked is nothing."""
    assert transfer_of(ASKED.as_json()) == ASKED
    assert transfer_of("") is None


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
