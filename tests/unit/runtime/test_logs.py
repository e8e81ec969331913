"""Structured logs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from bot.kernel.errors import SettingError
from bot.runtime import logs


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Each test configures logging for itself."""
    yield
    structlog.reset_defaults()


def test_a_line_is_a_named_event_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    """What an operator greps for."""
    logs.configure("info")

    logs.get_logger("hub").info("handoff.claimed", conversation="c_1", agent="a_2")

    printed = capsys.readouterr().out
    assert "event='handoff.claimed'" in printed
    assert "conversation='c_1'" in printed
    assert "part='hub'" in printed


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_customer_text_never_reaches_a_line_above_debug(capsys: pytest.CaptureFixture[str], level: str) -> None:
    """A slip of a programmer does not put a customer's words into the log."""
    logs.configure("info")

    getattr(logs.get_logger("hub"), level)("message.taken", text="我的手机号是13800005678", seq=3)

    printed = capsys.readouterr().out
    assert "13800005678" not in printed
    assert "seq=3" in printed


def test_the_level_holds_quieter_lines_back(capsys: pytest.CaptureFixture[str]) -> None:
    """Debug lines, which may hold text, need somebody to ask for them."""
    logs.configure("info")

    logs.get_logger("hub").debug("frame.received", text="你好")

    assert capsys.readouterr().out == ""


def test_an_unknown_level_is_one_sentence() -> None:
    """A typing mistake is told at start."""
    with pytest.raises(SettingError, match="JIEZHU_LOG_LEVEL"):
        logs.configure("loud")
