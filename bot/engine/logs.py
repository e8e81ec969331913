"""Log lines of the engine's processes: JSON on stderr, and never a customer's words.

Rasa puts texts, slots and whole trackers into its debug lines and into its exceptions' messages; used as a library
it prints them all (structlog is unconfigured then). So Rasa speaks from ``warning`` up only, its structured lines
keep their event's name, and an exception is told by its type and the places it passed, not by its message.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime, timezone
from typing import Any

import structlog

_OURS = "bot."
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\x00-\x7f]+|[0-9]{4,}")
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
        if record.exc_info and record.exc_info[0]:
            line["error"] = chain(record.exc_info[1])
            line["passed"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def without_words(message: str) -> str:
    """A library's message without what it quotes and without anything that is not ASCII."""
    return _QUOTED.sub("…", message)[:200]


def chain(error: BaseException | None) -> str:
    """The types of an exception and of what caused it."""
    names: list[str] = []
    while error is not None and len(names) < 5:
        names.append(str(getattr(error, "code", "")) or type(error).__name__)
        error = error.__cause__
    return " < ".join(names)


def places(error: BaseException | None) -> list[str]:
    """Where an exception came through, innermost last: ``module:line function``."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames[-8:]]


def configure(level: str) -> None:
    """Send everything through one handler; ``level`` (debug, info, warning, error) is for our own lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
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
