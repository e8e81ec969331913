"""Structured logs: one named event a line with its ids. Customer text never goes above ``debug``.

``get_logger("hub").info("handoff.claimed", conversation=…, agent=…)``. Names are dotted, noun before verb. What has no
structlog (the rules, the actions, libraries) logs through the standard library: ``log.info("turn.ended",
extra={"fields": {"ms": 12}})``. Both kinds of lines carry ``trace`` and ``conversation`` of the turn at hand
(:mod:`bot.kernel.trace`), and both tell an exception by its type and the places it passed, not by its words.

A terminal gets readable lines, a pipe ``key=value`` pairs that grep finds, and with ``JIEZHU_LOG_FORMAT=json`` every
line is one JSON object.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

import structlog

from bot.kernel import faults, trace
from bot.kernel.errors import SettingError

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FORMATS = ("text", "json")

TEXT_KEYS = frozenset({"text", "last_text", "message_text", "words", "phone", "token", "session", "password"})
"""Fields that may hold what a customer wrote or a secret: kept out of every line above ``debug``."""

OURS = ("jiezhu", "bot", "actions")
"""Loggers whose messages are our own; what others say may quote anything."""

OnLine = Callable[[str], None]
"""Told the level of each line that is written."""


def configure(level: str = "info", form: str = "text", on_line: OnLine | None = None) -> None:
    """Set up logging for this process; to be called once, at its start.

    Raises:
        SettingError: the level is not one of :data:`LEVELS`, or the form not one of :data:`FORMATS`.
    """
    configure_standard(level, form, on_line)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _add_trace,
            drop_customer_text,
            _tell_exception,
            _counting(on_line),
            *_rendering(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        # Not cached: tests capture logs by configuring anew.
        cache_logger_on_first_use=False,
    )


def configure_standard(level: str = "info", form: str = "text", on_line: OnLine | None = None) -> None:
    """Set up the standard library's logging alone, on stderr.

    Raises:
        SettingError: see :func:`configure`.
    """
    if level not in LEVELS:
        raise SettingError(f"设置 JIEZHU_LOG_LEVEL={level!r} 不对：请写 {'、'.join(LEVELS)} 之一。")
    if form not in FORMATS:
        raise SettingError(f"设置 JIEZHU_LOG_FORMAT={form!r} 不对：请写 {'、'.join(FORMATS)} 之一。")
    handler = _Lines(sys.stderr)
    handler.setLevel(LEVELS[level])
    handler.setFormatter(JsonLine() if form == "json" else TextLine())
    if on_line is not None:
        handler.addFilter(_Count(on_line))
    root = logging.getLogger()
    # Ours alone is replaced: whoever else listens (a test) goes on listening.
    root.handlers = [one for one in root.handlers if not isinstance(one, _Lines)] + [handler]
    logging.getLogger("jiezhu").setLevel(min(LEVELS[level], logging.WARNING))


def get_logger(part: str) -> Any:
    """A logger whose lines say which part they come from."""
    return structlog.get_logger(part=part)


def drop_customer_text(_logger: Any, method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Take fields out that may carry a customer's words or a secret, unless the level is ``debug``."""
    if method == "debug":
        return event
    return {key: value for key, value in event.items() if key not in TEXT_KEYS}


class _Lines(logging.StreamHandler[Any]):
    """The one handler that writes a process's lines."""


class TextLine(logging.Formatter):
    """``time LEVEL logger event key=value …``."""

    def format(self, record: logging.LogRecord) -> str:
        """See parent."""
        at = self.formatTime(record, "%H:%M:%S")
        pairs = "".join(f" {key}={value}" for key, value in _fields(record).items())
        return f"{at} {record.levelname} {record.name} {_said(record)}{pairs}"


class JsonLine(logging.Formatter):
    """One JSON object a line: ``at, level, logger, event`` and the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """See parent."""
        at = datetime.fromtimestamp(record.created, tz=timezone.utc).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": _said(record)}
        return json.dumps(line | _fields(record), ensure_ascii=False, default=str)


class _Count(logging.Filter):
    def __init__(self, on_line: OnLine) -> None:
        super().__init__()
        self._on_line = on_line

    def filter(self, record: logging.LogRecord) -> bool:
        self._on_line(record.levelname.lower())
        return True


def _said(record: logging.LogRecord) -> str:
    ours = record.name.split(".")[0] in OURS
    return record.getMessage() if ours else faults.without_words(record.getMessage())


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    given: Mapping[str, Any] = getattr(record, "fields", {})
    fields: dict[str, Any] = {key: value for key, value in given.items() if key not in TEXT_KEYS}
    fields |= dict(trace.fields())
    if record.exc_info and record.exc_info[0]:
        fields |= {"error": faults.chain(record.exc_info[1]), "passed": faults.places(record.exc_info[1])}
    return fields


def _add_trace(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return {**trace.fields(), **event}


def _tell_exception(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"], event["passed"] = faults.chain(error), faults.places(error)
    return event


def _counting(on_line: OnLine | None) -> structlog.types.Processor:
    def count(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
        if on_line is not None:
            on_line(str(event["level"]))
        return event

    return count


def _rendering(form: str) -> list[structlog.types.Processor]:
    if form == "json":
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
        return [stamp, structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    stamp = structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)
    if sys.stdout.isatty():
        return [stamp, structlog.dev.ConsoleRenderer()]
    return [stamp, structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)]
