"""Log lines of the engine's processes: JSON on stderr, and never a customer's words.

Rasa puts texts, slots and whole trackers into its debug lines and into its exceptions' messages; used as a library
it prints them all (structlog is unconfigured then). So Rasa speaks from ``warning`` up only, its structured lines
keep their event's name, and an exception is told by its type and the places it passed, not by its message.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, MutableMapping
from datetime import datetime, timezone
from typing import Any

import structlog

from bot.kernel import trace
from bot.kernel.faults import chain, places, without_words

_OURS = "bot."
_QUIET = ("rasa", "sanic", "asyncio", "aiohttp", "apscheduler", "matplotlib", "redis", "socketio", "engineio")


class JsonLine(logging.Formatter):
    """A line each: ``at, level, logger, event``; for an exception ``error`` (types, cause last) and ``passed``."""

    def format(self, record: logging.LogRecord) -> str:
        """See parent."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.startswith(_OURS) else without_words(record.getMessage()),
        }
        line.update(getattr(record, "fields", {}))
        line.update(trace.fields())
        if record.exc_info and record.exc_info[0]:
            line["error"] = chain(record.exc_info[1])
            line["passed"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _Count(logging.Filter):
    def __init__(self, on_line: Callable[[str], None]) -> None:
        super().__init__()
        self._on_line = on_line

    def filter(self, record: logging.LogRecord) -> bool:
        self._on_line(record.levelname.lower())
        return True


def configure(level: str, on_line: Callable[[str], None] | None = None) -> None:
    """Send everything through one handler; ``level`` (debug, info, warning, error) is for our own lines.

    ``on_line`` is told the level of each line that is written.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    if on_line is not None:
        handler.addFilter(_Count(on_line))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[_only_the_event],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )
    # Rasa warns with the customer's text in the sentence, from its own modules; libraries warn about each other.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return str(event.get("event", ""))
