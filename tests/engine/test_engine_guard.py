"""The guard before a handoff: the classifier's hunch is checked against the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.guard import HandoffIntentGuard

pytestmark = pytest.mark.engine


def guarded(tmp_path: Path, text: str, *ranking: tuple[str, float]) -> list[tuple[str, float]]:
    """The ranking after the guard looked at it."""
    context = ExecutionContext(GraphSchema({}), node_name="guard")
    guard = HandoffIntentGuard.create(
        HandoffIntentGuard.get_default_config(), LocalModelStorage(tmp_path), Resource("guard"), context
    )
    message = Message({"text": text})
    message.set("intent_ranking", [{"name": name, "confidence": share} for name, share in ranking])
    guard.process([message])
    return [(entry["name"], round(entry["confidence"], 3)) for entry in message.get("intent_ranking")]


def test_a_calm_message_is_not_anger_because_of_a_rare_character(tmp_path: Path) -> None:
    """The next intent gets its turn, and the fallback may decide."""
    found = guarded(tmp_path, "量子纠缠是什么", ("anger_vent", 0.84), ("out_of_scope", 0.13))

    assert found == [("anger_vent", 0.252), ("out_of_scope", 0.13)]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("气死我了，什么破店", "anger_vent"), ("转人工", "ask_human"), ("我要去12315告你们", "threat_expose")],
)
def test_words_that_speak_for_it_leave_the_intent_alone(tmp_path: Path, text: str, intent: str) -> None:
    """The rules see the same."""
    assert guarded(tmp_path, text, (intent, 0.6), ("ask_logistics", 0.2))[0] == (intent, 0.6)


def test_a_classifier_that_is_certain_is_believed(tmp_path: Path) -> None:
    """The learned part is there for what no list of words has."""
    assert guarded(tmp_path, "量子纠缠", ("anger_vent", 0.95), ("greet", 0.01))[0] == ("anger_vent", 0.95)


@pytest.mark.parametrize(("share", "kept"), [(0.65, True), (0.55, False)])
def test_a_wish_for_a_person_needs_less_certainty_than_anger(tmp_path: Path, share: float, kept: bool) -> None:
    """It has more wordings than any list; a handoff too many is a smaller mistake than a person refused."""
    found = guarded(tmp_path, "麻烦给安排一个客服", ("ask_human", share), ("ask_help", 0.2))

    assert (found[0] == ("ask_human", share)) is kept


def test_other_intents_pass_untouched(tmp_path: Path) -> None:
    """Only what ends in a handoff is guarded."""
    assert guarded(tmp_path, "快递到哪了", ("ask_logistics", 0.5), ("ask_human", 0.4))[0] == ("ask_logistics", 0.5)
