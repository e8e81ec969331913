"""What the pipeline makes of messages: ``python -m bot.engine.evaluate [ROWS | --cross]``, in the engine environment.

Reads rows as JSON lines (from the file ``ROWS`` or stdin), of which it looks at ``text`` only, and prints one JSON
line for each, in their order: ``intent, confidence, ranking, entities, is_fallback, reading, ms``. No server, no
store, no dialogue. ``--cross`` needs no rows and no model: see :mod:`bot.engine.cross_validation`. What keeps it from
working is one Chinese sentence on stderr, exit code 1. Counting right and wrong is not done here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.engine import absent, fingerprint, logs, serve
from bot.kernel.errors import BadInput, JiezhuError
from bot.kernel.text import for_engine, plain
from bot.risk import read
from bot.risk.learned import weigh

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

FALLBACKS = (None, "nlu_fallback")
"""Intents that mean: not understood. ``None`` is a message in which there is nothing to read."""

_WARM_UP = ("我的快递到哪了", "订单号JZ000000000000怎么还没到")


class Predictor:
    """The model in use, as the engine's ``/parse`` and the hub's reading see a message."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor

    @classmethod
    def load(cls, folder: Path) -> Predictor:
        """The model in use in a folder of models.

        Raises:
            SettingError: there is none, or it cannot be read.
        """
        path = serve.model_file(folder)
        # Heavy imports, which must find the stand-ins in place: see bot/engine/absent.py.
        from rasa.core.nlg import TemplatedNaturalLanguageGenerator
        from rasa.core.tracker_store import InMemoryTrackerStore
        from rasa.shared.core.domain import Domain

        from bot.engine import patches

        patches.apply()
        store, nlg = InMemoryTrackerStore(Domain.empty()), TemplatedNaturalLanguageGenerator({})
        return cls(serve.loaded(path, store, nlg))

    async def predict(self, text: str) -> dict[str, Any]:
        """What is understood and read; ``ms`` is the pipeline's share, without the reading."""
        from rasa.core.channels.channel import UserMessage

        from bot.engine import answer

        message = UserMessage(for_engine(text))
        started = time.perf_counter()
        parsed = answer.parse(await self._processor.parse_message(message))
        ms = (time.perf_counter() - started) * 1000
        seen = plain(text)
        reading = weigh(read(seen), seen, parsed.get("feeling", {}).get("angry")).as_dict()
        return {**parsed, "is_fallback": parsed["intent"] in FALLBACKS, "reading": reading, "ms": round(ms, 3)}


def texts(lines: Iterable[str]) -> Iterator[str]:
    """The text of each row; empty lines are no rows.

    Raises:
        BadInput: a line is not a JSON object with a ``text``.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield str(json.loads(line)["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"第 {number} 行不是带 text 的 JSON 对象。") from error


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.engine.evaluate", description="Say what messages mean.")
    parser.add_argument("rows", nargs="?", help="a file of JSON lines; stdin when it is left out")
    parser.add_argument("--cross", action="store_true", help="cross-validate the pipeline on data/nlu instead")
    arguments = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    absent.install()
    logs.configure("warning")
    try:
        if arguments.cross:
            from bot.engine import cross_validation

            for line in cross_validation.run(fingerprint.PROJECT):
                _say(line)
        elif arguments.rows:
            with open(arguments.rows, encoding="utf-8") as lines:
                asyncio.run(_predict(lines))
        else:
            asyncio.run(_predict(sys.stdin))
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{arguments.rows} 读不出来（{error.strerror or error}）。\n")
        return 1
    return 0


async def _predict(lines: Iterable[str]) -> None:
    predictor = Predictor.load(fingerprint.model_folder(os.environ))
    for text in _WARM_UP:
        await predictor.predict(text)
    for text in texts(lines):
        _say(await predictor.predict(text))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
