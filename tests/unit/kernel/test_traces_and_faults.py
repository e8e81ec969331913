"""The id that goes with a turn, what a log may say of an exception, and who may read the figures."""

from __future__ import annotations

import asyncio

import pytest

from bot.kernel import faults, trace
from bot.kernel.errors import StoreUnavailable
from bot.kernel.peers import may_read_metrics
from bot.kernel.trace import HEADER, tracing

PHONE = "13812345678"


async def test_work_started_in_a_turn_carries_its_id_to_its_end() -> None:
    """Also when the turn itself is over before it."""
    over = asyncio.Event()

    async def afterwards() -> dict[str, str]:
        await over.wait()
        return trace.headers()

    with tracing("t_1", "c_1"):
        work = asyncio.create_task(afterwards())
        assert trace.fields() == {"trace": "t_1", "conversation": "c_1"}
    over.set()

    assert trace.headers() == {}
    assert await work == {HEADER: "t_1"}


@pytest.mark.parametrize("word", ["t_1\nlevel=error", "我的手机号", "", None, "x" * 81, 7])
def test_what_is_not_a_plain_id_never_gets_into_a_line(word: object) -> None:
    """It may come from another process."""
    with tracing(word, "c_1"):
        assert trace.fields() == {"conversation": "c_1"}
        assert trace.headers() == {}


def test_an_exception_is_told_without_the_words_it_quotes() -> None:
    """Its type, what caused it, and where."""
    try:
        try:
            int(f"我的手机号是{PHONE}")
        except ValueError as error:
            raise StoreUnavailable() from error
    except StoreUnavailable as error:
        told = faults.chain(error), faults.places(error)

    assert told[0] == "store_unavailable < ValueError"
    assert told[1][-1].endswith("test_an_exception_is_told_without_the_words_it_quotes")
    assert PHONE not in str(told)


def test_a_librarys_line_loses_what_it_quotes() -> None:
    """Numbers, quotations and Chinese are somebody's words."""
    assert PHONE not in faults.without_words(f"bad value '{PHONE}' for 我的手机号 {PHONE}")


@pytest.mark.parametrize(
    ("peer", "headers", "token", "may"),
    [
        ("127.0.0.1", {}, "", True),
        ("::1", {}, "s", True),
        ("10.0.0.8", {}, "s", False),
        ("10.0.0.8", {"authorization": "Bearer s"}, "s", True),
        ("10.0.0.8", {"authorization": "Bearer wrong"}, "s", False),
        ("10.0.0.8", {"authorization": "Bearer "}, "", False),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.8"}, "s", False),
        ("127.0.0.1", {"forwarded": "for=10.0.0.8"}, "s", False),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.8", "authorization": "Bearer s"}, "s", True),
        ("", {}, "s", False),
    ],
)
def test_figures_are_for_this_machine_and_for_whoever_has_the_token(
    peer: str, headers: dict[str, str], token: str, may: bool
) -> None:
    """A proxy on this machine does not turn the world into this machine."""
    assert may_read_metrics(peer, headers, token) is may
