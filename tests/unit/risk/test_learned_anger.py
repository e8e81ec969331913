"""What a trained model feels in a message, beside what the rules read in it."""

from __future__ import annotations

import pytest

from bot.kernel.reading import Evidence, Reading
from bot.risk import read
from bot.risk.learned import weigh

BITTER = "答应我的事一件都没办成，你们可真会做生意"


def test_certain_anger_without_an_angry_word_is_anger() -> None:
    """And a complaint is likely then; the evidence is the whole message, under a rule of its own."""
    seen = weigh(Reading(), BITTER, 0.9)

    assert (seen.emotion, seen.score, seen.risk, seen.kinds) == ("angry", 0.9, "watch", ("complaint",))
    assert seen.evidence == (Evidence("learned.anger", 0, len(BITTER), BITTER),)


@pytest.mark.parametrize(
    ("score", "angry", "believed"), [(0.0, 0.64, False), (0.0, 0.65, True), (0.2, 0.6, True), (0.2, 0.59, False)]
)
def test_the_model_is_believed_sooner_when_the_rules_saw_displeasure_too(
    score: float, angry: float, believed: bool
) -> None:
    """Two who see it independently are seldom both wrong."""
    seen = weigh(Reading(score=score), BITTER, angry)

    assert (seen.emotion == "angry") is believed


def test_the_model_takes_nothing_away() -> None:
    """Anger the rules saw stays, and so does high risk; without a model there is only the rules' word."""
    furious = read("骗子！我要去12315告你们")

    assert weigh(furious, "…", 0.0) == furious
    assert weigh(Reading(risk="high", kinds=("legal",)), BITTER, 0.9).risk == "high"
    assert weigh(Reading(risk="high", kinds=("legal",)), BITTER, 0.9).kinds == ("legal", "complaint")
    assert weigh(Reading(), BITTER, None) == Reading()
