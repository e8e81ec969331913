"""The changes inside Rasa do what Rasa did, only faster or safer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.common import all_subclasses

from bot.engine import patches, train

pytestmark = pytest.mark.engine

SLOT = {"event": "slot", "name": "order_id", "value": "JZ1"}


@pytest.fixture(autouse=True)
def _patched() -> None:
    """As the launcher does."""
    patches.apply()


def test_another_version_of_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of this has been checked against it."""
    monkeypatch.setattr(rasa, "__version__", "3.6.22")

    with pytest.raises(AssertionError, match=r"3\.6\.22"):
        patches.apply()


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [SLOT], "responses": [{"text": "好"}]},
        {"events": [], "responses": []},
        {"events": [{"event": "no such event"}], "responses": []},
        {"events": [{"event": "slot"}], "responses": []},
        {"events": "none", "responses": []},
        {"events": [], "responses": ["好"]},
    ],
)
def test_the_kept_validator_judges_as_rasas_own(answer: dict[str, Any]) -> None:
    """Same schema, compiled once."""
    try:
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
        fits = True
    except jsonschema.ValidationError:
        fits = False

    action = RemoteAction("action_x", None)
    if fits:
        assert action._validate_action_result(answer)
    else:
        with pytest.raises(jsonschema.ValidationError) as caught:
            action._validate_action_result(answer)
        assert "none" not in str(caught.value.message)


def test_every_events_class_is_found_as_rasa_finds_it() -> None:
    """Also the ones that share a base, and the unknown ones."""
    for name in {event.type_name for event in all_subclasses(Event)}:
        assert Event.resolve_by_type(name) is patches._resolve_by_type(name)
    assert Event.resolve_by_type("unknown", SlotSet) is SlotSet
    assert Event.resolve_by_type("topic") is None
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("unknown")


def test_a_patched_process_can_still_train(project: Path, tmp_path: Path) -> None:
    """Rasa wires its graph from the signatures of what it runs, the changed ones included."""
    train.train(tmp_path, project=project)

    assert list(tmp_path.glob("*.tar.gz"))


def test_a_command_counts_only_in_a_flagged_message() -> None:
    """The flag is in the metadata, which only our own code writes."""
    typed = Message({"text": "/greet", "metadata": {"context": "x"}})
    ours = Message({"text": "/greet", "metadata": {patches.COMMAND_FLAG: True}})

    read = RegexMessageHandler().process([typed, ours, Message({"text": "你好"})])

    assert [message.get("intent") for message in read] == [None, {"name": "greet", "confidence": 1.0}, None]
