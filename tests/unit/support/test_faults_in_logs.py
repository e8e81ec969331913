"""The judge of the crash tests sees each kind of fault: doctored logs."""

from __future__ import annotations

from typing import Any

from support.talkers import Talker, faults_of


def said(seq: int, client_id: str) -> dict[str, Any]:
    """A customer's message."""
    return {"seq": seq, "id": f"e_{seq}", "actor": {"kind": "customer"}, "client_id": client_id}


def answer(seq: int, *answers: int) -> dict[str, Any]:
    """The bot's answer to messages."""
    return {"seq": seq, "id": f"e_{seq}", "actor": {"kind": "bot"}, "staff": {"answers": list(answers)}}


GOOD = [said(1, "m-1"), answer(2, 1), said(3, "m-2"), answer(4, 3)]


def talker() -> Talker:
    """Somebody who was told that both messages were taken, and was shown the log."""
    one = Talker(0, [])
    one.conversation, one.acknowledged = "c_1", {"m-1": 1, "m-2": 3}
    one.events = {event["seq"]: event["id"] for event in GOOD}
    return one


def test_a_good_log_has_no_fault() -> None:
    """Everything acknowledged is there once, answered once, in order."""
    assert faults_of(talker(), GOOD) == []


def test_a_lost_message_is_seen() -> None:
    """It was acknowledged and is not in the log."""
    assert "c_1: lost m-2" in faults_of(talker(), GOOD[:2])


def test_a_doubled_message_is_seen() -> None:
    """A resend became a second message."""
    assert "c_1: doubled m-2" in faults_of(talker(), [*GOOD, said(5, "m-2")])


def test_a_second_answer_to_the_same_message_is_seen() -> None:
    """Two engines, or two hubs, answered it."""
    assert faults_of(talker(), [*GOOD, answer(5, 3)]) == ["c_1: 3 answered 2 times"]


def test_a_gap_is_seen() -> None:
    """Numbers count without holes."""
    assert "c_1: numbers with gaps" in faults_of(talker(), [*GOOD, said(6, "m-3")])


def test_a_message_at_another_place_than_acknowledged_is_seen() -> None:
    """The log was cut off and grew anew."""
    moved = [GOOD[0], GOOD[1], answer(3), said(4, "m-2")]
    assert "c_1: m-2 is at 4, not 3" in faults_of(talker(), moved)


def test_a_line_that_was_shown_and_is_not_kept_is_seen() -> None:
    """The customer read what the log does not know."""
    assert "c_1: shown 4 is not in the log" in faults_of(talker(), GOOD[:3])
