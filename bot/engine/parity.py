"""What the model in use answers, to the last digit: ``python -m bot.engine.parity``, in any environment that has Rasa.

Reads conversations as JSON lines ``{"texts": […]}`` from stdin and prints first ``{"tensorflow", "model"}``, then one
line for each text: ``intent, confidence, entities, actions``. ``actions`` is what follows one after the other up to
listening, each with its confidence; actions are not run, since without their slots the same ones follow.
`jiezhu bench parity` runs it with TensorFlow and without and compares (docs/decisions/0001).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.engine import absent, fingerprint, logs, serve
from bot.kernel.errors import JiezhuError
from bot.kernel.text import for_engine

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.trackers import DialogueStateTracker

_MOST_ACTIONS = 10


async def answers(processor: MessageProcessor, texts: Iterable[str]) -> list[dict[str, Any]]:
    """What one conversation gets, text by text."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
    from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    tracker = DialogueStateTracker("parity", processor.domain.slots)
    for event in (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
        tracker.update(event, processor.domain)
    found = []
    for text in texts:
        parsed = await processor.parse_message(UserMessage(for_engine(text)))
        tracker.update(UserUttered(text, parsed["intent"], parsed["entities"], parsed), processor.domain)
        tracker = await processor.run_action_extract_slots(CollectingOutputChannel(), tracker)
        found.append({**_understood(parsed), "actions": _actions(processor, tracker)})
    return found


def _understood(parsed: dict[str, Any]) -> dict[str, Any]:
    keys = ("entity", "value", "start", "end")
    return {
        "intent": parsed["intent"].get("name"),
        "confidence": float(parsed["intent"].get("confidence") or 0.0),
        "entities": [{key: entity.get(key) for key in keys} for entity in parsed["entities"]],
    }


def _actions(processor: MessageProcessor, tracker: DialogueStateTracker) -> list[list[Any]]:
    from rasa.shared.core.constants import ACTION_LISTEN_NAME
    from rasa.shared.core.events import ActionExecuted

    found: list[list[Any]] = []
    while len(found) < _MOST_ACTIONS and (not found or found[-1][0] != ACTION_LISTEN_NAME):
        action, prediction = processor.predict_next_with_tracker_if_should(tracker)
        found.append([action.name(), float(prediction.max_confidence)])
        tracker.update(ActionExecuted(action.name(), prediction.policy_name, prediction.max_confidence))
    return found


async def _answer_all(lines: Iterable[str]) -> None:
    path = serve.model_file(fingerprint.model_folder(os.environ))
    serve.stand_in(path)
    # Heavy imports, which must find the stand-ins in place: see bot/engine/absent.py.
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator
    from rasa.core.tracker_store import InMemoryTrackerStore
    from rasa.shared.core.domain import Domain

    from bot.engine import patches

    patches.apply()
    processor = serve.loaded(path, InMemoryTrackerStore(Domain.empty()), TemplatedNaturalLanguageGenerator({}))
    _say({"tensorflow": _tensorflow(), "model": path.name})
    for line in lines:
        for answer in await answers(processor, json.loads(line)["texts"]):
            _say(answer)


def _tensorflow() -> str | None:
    if absent.tensorflow_is_absent():
        return None
    import tensorflow

    version: str = tensorflow.__version__
    return version


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> int:
    """The command line; returns the exit code."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    absent.install()
    logs.configure("warning")
    try:
        asyncio.run(_answer_all(sys.stdin))
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
