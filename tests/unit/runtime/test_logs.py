"""Structured logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.kernel.errors import SettingError
from bot.kernel.trace import tracing
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


@pytest.mark.parametrize("form", ["text", "json"])
def test_every_line_of_a_turn_carries_its_ids(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Whichever library the line was written with."""
    logs.configure("info", form)

    with tracing("t_1", "c_1"):
        logs.get_logger("hub").info("turn.told", ms=12)
        logging.getLogger("jiezhu.handoff").info("turn.ended", extra={"fields": {"ms": 13}})

    printed = capsys.readouterr()
    for line in (printed.out, printed.err):
        assert "t_1" in line
        assert "c_1" in line
    assert "turn.told" in printed.out
    assert "turn.ended" in printed.err


def test_with_json_every_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """What a collector of logs reads without a pattern."""
    logs.configure("info", "json")

    logs.get_logger("hub").warning("sweep.skipped", code="store_unavailable")
    logging.getLogger("jiezhu.actions").info("action.done", extra={"fields": {"action": "action_x", "ms": 3}})

    printed = capsys.readouterr()
    first, second = json.loads(printed.out), json.loads(printed.err)
    assert (first["event"], first["level"], first["code"]) == ("sweep.skipped", "warning", "store_unavailable")
    assert (second["event"], second["level"], second["action"], second["ms"]) == ("action.done", "info", "action_x", 3)
    assert first["at"].startswith("20")
    assert second["at"].startswith("20")


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_told_without_its_words(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """A failed query quotes its parameters, a failed parse what it read."""
    logs.configure("info", form)

    try:
        int("我的手机号是13800005678")
    except ValueError as error:
        logs.get_logger("hub").error("hub.failed", exc_info=error)
        logging.getLogger("jiezhu.handoff").exception("sweep.failed")
        logging.getLogger("sqlalchemy").exception("while saving '我的手机号是13800005678'")

    printed = capsys.readouterr()
    assert "13800005678" not in printed.out + printed.err
    assert "手机" not in printed.out + printed.err
    assert "ValueError" in printed.out
    assert printed.err.count("ValueError") == 2


def test_lines_are_counted_by_level() -> None:
    """Those that are written, not those that are held back."""
    counted: list[str] = []
    logs.configure("info", on_line=counted.append)

    logs.get_logger("hub").info("a.b")
    logs.get_logger("hub").debug("a.b")
    logging.getLogger("jiezhu.handoff").error("a.b")
    logging.getLogger("jiezhu.handoff").debug("a.b")

    assert counted == ["info", "error"]


def test_an_unknown_format_is_one_sentence() -> None:
    """A typing mistake is told at start."""
    with pytest.raises(SettingError, match="JIEZHU_LOG_FORMAT"):
        logs.configure("info", "yaml")
