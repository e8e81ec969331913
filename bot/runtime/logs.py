"""Structured logs: one named event a line with its ids. Customer text never goes above ``debug``.

``get_logger("hub").info("handoff.claimed", conversation=…, agent=…)``. Names are dotted, noun before verb. A terminal
gets readable lines, anything else (a pipe, a file, the supervisor) gets ``key=value`` pairs that grep finds.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from bot.kernel.errors import SettingError

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

TEXT_KEYS = frozenset({"text", "last_text", "message_text", "words", "phone", "token", "session", "password"})
"""Fields that may hold what a customer wrote or a secret: kept out of every line above ``debug``."""


def configure(level: str = "info") -> None:
    """Set up logging for this process; to be called once, at its start.

    Raises:
        SettingError: the level is not one of :data:`LEVELS`.
    """
    if level not in LEVELS:
        raise SettingError(f"设置 JIEZHU_LOG_LEVEL={level!r} 不对：请写 {'、'.join(LEVELS)} 之一。")
    logging.basicConfig(level=max(LEVELS[level], logging.WARNING), format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            drop_customer_text,
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
            if not sys.stdout.isatty()
            else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        # Not cached: tests capture logs by configuring anew.
        cache_logger_on_first_use=False,
    )


def get_logger(part: str) -> Any:
    """A logger whose lines say which part they come from."""
    return structlog.get_logger(part=part)


def drop_customer_text(_logger: Any, method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Take fields out that may carry a customer's words or a secret, unless the level is ``debug``."""
    if method == "debug":
        return event
    return {key: value for key, value in event.items() if key not in TEXT_KEYS}
