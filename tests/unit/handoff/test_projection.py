"""What leaves towards a customer, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handoff.projection import for_customer, for_staff


def event(**changes: Any) -> dict[str, Any]:
    """An event of the log."""
    whole = {
        "v": 1,
        "id": "e_1",
        "conversation": "c_1",
        "seq": 4,
        "epoch": 1,
        "at": 0,
        "actor": {"kind": "agent", "id": "s_1", "name": "小林"},
        "kind": "text",
        "text": "您好",
        "data": {"buttons": [], "internal": 1},
        "visibility": "all",
        "client_id": "abc",
        "staff": {"reading": {"emotion": "angry"}},
    }
    return whole | changes


def test_only_named_fields_go_out() -> None:
    """Readings, ids of staff, their client ids and unnamed data stay."""
    shown = for_customer(event())

    assert shown is not None
    assert "staff" not in shown
    assert shown["data"] == {"buttons": []}
    assert shown["actor"] == {"kind": "agent", "id": "", "name": "小林"}
    assert shown["client_id"] == ""


def test_a_customer_gets_their_own_client_id_back() -> None:
    """The page replaces its own bubble by it."""
    mine = event(actor={"kind": "customer", "id": "u1", "name": "林"})

    assert for_customer(mine)["client_id"] == "abc"  # type: ignore[index]


def test_a_picture_goes_out_with_what_is_needed_to_draw_it() -> None:
    """And with nothing else that somebody may add to it one day."""
    drawn = {"evidence": "i_1", "width": 8, "height": 6, "bytes": 9, "thumb": {"width": 4, "height": 3}}

    shown = for_customer(event(kind="image", data=drawn | {"path": "var/evidence", "faces": 1}))

    assert shown is not None
    assert shown["data"] == drawn


@pytest.mark.parametrize("kind", ["note", "brief", "control", "suppressed", "alert", "resolution", "something_new"])
def test_a_kind_nobody_named_does_not_go_out(kind: str) -> None:
    """Default deny: also when somebody forgets to mark it as staff only."""
    assert for_customer(event(kind=kind)) is None


def test_a_staff_line_of_a_customer_kind_does_not_go_out() -> None:
    """Visibility counts as well as the kind."""
    assert for_customer(event(visibility="staff")) is None


def test_staff_see_the_whole_event() -> None:
    """Nothing is taken away on the desk."""
    assert for_staff(event()) == event()
