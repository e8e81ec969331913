"""Reading frames, and what may go out to whom."""

from __future__ import annotations

import pytest

from bot.hub import frames
from bot.kernel.errors import AlreadyClaimed, BadInput
from bot.kernel.text import MAX_CHARS, clean


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hello",
        "[]",
        "null",
        "7",
        "{}",
        '{"t": 1}',
        '{"t": null}',
        "{" * 10_000,
        "[" * 60_000,
        b'{"t": "ping"}',
    ],
)
def test_what_is_no_frame_is_refused_in_words(raw: str | bytes) -> None:
    """Garbage, deep nesting and binary messages are bad input, not a crash."""
    with pytest.raises(BadInput):
        frames.parse(raw)


def test_unknown_fields_are_ignored() -> None:
    """A newer page may say more than we know."""
    assert frames.parse('{"t": "ping", "later": [1]}')["t"] == "ping"


@pytest.mark.parametrize("client_id", [None, "", 7, "a" * 65, "有", "a b", "a\nb", "\ud800"])
def test_a_message_without_a_usable_client_id_is_refused(client_id: object) -> None:
    """The id becomes part of a key in the store, so its form is checked."""
    with pytest.raises(BadInput):
        frames.client_id({"client_id": client_id})


@pytest.mark.parametrize("text", [None, 7, "", "   ", "x" * (MAX_CHARS + 1)])
def test_a_message_that_is_empty_or_too_long_is_refused(text: object) -> None:
    """The limit is the kernel's; what is left after cleaning is looked at where the message is taken."""
    with pytest.raises(BadInput):
        frames.message_text({"text": text})


def test_text_that_looks_like_a_command_is_text() -> None:
    """`/restart` means nothing special to the hub."""
    assert frames.message_text({"text": "/restart"}) == "/restart"


@pytest.mark.parametrize("seq", [-1, 1.5, "1", True, None, 2**53, [1]])
def test_a_number_that_is_none_is_refused(seq: object) -> None:
    """Only whole numbers from 0 up, as a browser can hold them."""
    with pytest.raises(BadInput):
        frames.number({"seq": seq}, "seq")


def test_a_conversation_must_look_like_one() -> None:
    """Nothing else may reach a key name."""
    with pytest.raises(BadInput):
        frames.conversation_of({"conversation": "c_1}:log"})


def test_a_nack_says_code_sentence_and_facts() -> None:
    """The page branches on the code and shows the sentence."""
    frame = frames.nack("m1", AlreadyClaimed(by="小林"))

    assert frame == {
        "t": "nack",
        "client_id": "m1",
        "code": "already_claimed",
        "message": "这位客户已经被同事接入了。",
        "data": {"by": "小林"},
    }


@pytest.mark.parametrize("actor", ["bot", "agent"])
def test_a_customer_sees_bot_and_agent_typing_and_no_field_more(actor: str) -> None:
    """The passing frame is made anew for the customer."""
    travelling = {**frames.typing(actor, "小林"), "agent_id": "a_1", "conversation": "c_1"}

    assert frames.aside_for_customer(travelling) == {"t": "typing", "actor": actor, "name": "小林"}


def test_nobody_is_told_what_they_did_themselves() -> None:
    """Typing and read marks go to the other side only."""
    assert frames.aside_for_customer(frames.typing("customer", "林晓")) is None
    assert frames.aside_for_customer(frames.read_mark("customer", 3)) is None
    assert frames.aside_for_staff("c_1", frames.typing("agent", "小林")) is None
    assert frames.aside_for_staff("c_1", frames.read_mark("agent", 3)) is None


def test_a_passing_frame_nobody_named_reaches_nobody() -> None:
    """Default deny, also for what is not logged."""
    whisper = {"t": "whisper", "actor": "agent", "side": "agent", "text": "supervisor only"}

    assert frames.aside_for_customer(whisper) is None
    assert frames.aside_for_staff("c_1", whisper) is None


def test_read_marks_reach_the_other_side() -> None:
    """What one side has read, the other may know."""
    assert frames.aside_for_customer(frames.read_mark("agent", 7)) == {"t": "read", "seq": 7}
    assert frames.aside_for_staff("c_1", frames.read_mark("customer", 7)) == {
        "t": "read",
        "conversation": "c_1",
        "seq": 7,
    }


def test_half_an_emoji_does_not_cost_the_message() -> None:
    """A page may cut one off; JSON spells it, and what is left is text."""
    frame = frames.parse('{"t": "send", "text": "好\\ud83d的"}')

    assert clean(frames.message_text(frame)).encode("utf-8").decode() == "好的"
