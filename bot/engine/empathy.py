"""The sentence an answer to an upset customer opens with (playbook C2). The words are the domain's, not ours."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.answer import Message, TurnChannel

LEVELS = ("worried", "dissatisfied")


async def opened_with_empathy(
    answer: Sequence[Message], level: str, tracker: DialogueStateTracker, nlg: NaturalLanguageGenerator
) -> list[Message]:
    """The answer with one sentence before it: ``utter_empathy_<intent>`` if the domain has it, else ``…_<level>``.

    A handoff goes first as it is: the next words are the person's.
    """
    if not answer or answer[0]["kind"] == "handoff":
        return list(answer)
    intent = tracker.latest_message.intent.get("name") if tracker.latest_message else None
    for name in (f"utter_empathy_{intent}", f"utter_empathy_{level}"):
        sentence = await nlg.generate(name, tracker, TurnChannel.name())
        if sentence and sentence.get("text"):
            return [{"kind": "text", "text": sentence["text"], "data": {}}, *answer]
    return list(answer)
