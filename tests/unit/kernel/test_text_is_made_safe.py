"""Customer text is always text, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.text import MAX_CHARS, MAX_CHARS_FOR_ENGINE, clean, for_engine, plain


@pytest.mark.parametrize(
    "typed",
    ["/restart", " /restart", "／restart", "\u200b/restart", "\u202e/restart", '/handoff{"x":"y"}', "﹨/restart"[1:]],
)
def test_a_command_typed_by_a_customer_is_only_text_to_the_engine(typed: str) -> None:
    """Rasa takes text that starts with a slash as an intent; NFKC would bring a full-width one back."""
    assert not for_engine(typed).startswith("/")
    assert for_engine(typed).startswith("／")


def test_invisible_and_control_characters_go_and_words_stay() -> None:
    """Nothing hides in a message; line breaks and letters stay."""
    assert clean("我\u200b的\u0000快\u202e递\n到哪\ufe0f了") == "我的快递\n到哪了"


def test_full_width_letters_and_digits_become_plain() -> None:
    """One spelling for what the patterns look for; people go on seeing what was typed."""
    assert plain("订单ＪＺ２６１１１８０００００１，到哪了") == "订单JZ261118000001,到哪了"
    assert clean("您好，在吗？") == "您好，在吗？"


def test_a_letter_that_grows_cannot_pass_the_limit() -> None:
    """U+FDFA becomes 18 characters under NFKC."""
    assert len(plain("\ufdfa" * MAX_CHARS)) == MAX_CHARS


@given(st.text(max_size=300))
def test_any_text_comes_out_short_and_without_a_command(typed: str) -> None:
    """For whatever a keyboard, a script or a bug sends."""
    assert len(clean(typed)) <= MAX_CHARS
    assert len(for_engine(typed)) <= MAX_CHARS_FOR_ENGINE
    assert not for_engine(typed).startswith("/")


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    """What is stored is what every later reader sees."""
    assert clean(clean(typed)) == clean(typed)
