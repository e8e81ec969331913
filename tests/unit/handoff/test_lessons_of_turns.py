"""Which messages designers can learn from."""

from __future__ import annotations

import pytest

from bot.handoff.lessons import lesson_of_turn
from bot.handoff.ports import BotMessage, Lesson, TurnAnswer
from bot.handoff.store_port import Turn

ASKED = Turn("t_1", seq=4, at=1_000, seqs=(4, 5), text="我那个\n怎么还没到")


def taught(intent: str | None, *ranking: tuple[str, float], turn: Turn = ASKED) -> Lesson | None:
    """What a turn teaches that was understood like this."""
    parse = {"intent": intent, "confidence": 0.5, "ranking": [list(entry) for entry in ranking], "entities": []}
    return lesson_of_turn("c_1", turn, TurnAnswer([BotMessage("text", "好的", {})], parse))


def test_a_message_nobody_understood_is_kept_with_what_it_might_have_meant() -> None:
    """The fallback itself is no meaning."""
    lesson = taught(
        "nlu_fallback", ("nlu_fallback", 0.3), ("ask_logistics", 0.2), ("greet", 0.1), ("a", 0.0), ("b", 0.0)
    )

    assert lesson is not None
    assert (lesson.why, lesson.predicted, lesson.confidence) == ("missed", "nlu_fallback", 0.2)
    assert lesson.ranking == [("ask_logistics", 0.2), ("greet", 0.1), ("a", 0.0)]


def test_messages_answered_together_are_one_lesson_at_the_first_of_them() -> None:
    """With the text the bot read."""
    lesson = taught("nlu_fallback")

    assert lesson is not None
    assert (lesson.conversation, lesson.seq, lesson.at) == ("c_1", 4, 1_000)
    assert lesson.text == "我那个\n怎么还没到"


def test_what_was_taken_for_none_of_our_business_counts_as_missed() -> None:
    """However sure the bot was."""
    lesson = taught("out_of_scope", ("out_of_scope", 0.97))

    assert lesson is not None
    assert lesson.why == "missed"


@pytest.mark.parametrize("ranking", [[("ask_logistics", 0.49)], [("ask_logistics", 0.6), ("complain_delay", 0.46)]])
def test_an_answer_the_bot_was_not_sure_of_is_kept(ranking: list[tuple[str, float]]) -> None:
    """Below a half, or with the second close behind."""
    lesson = taught("ask_logistics", *ranking)

    assert lesson is not None
    assert (lesson.why, lesson.label) == ("unsure", "")


def test_what_was_understood_well_is_not_kept() -> None:
    """Nor is a pressed button, nor an answer without a parse."""
    assert taught("ask_logistics", ("ask_logistics", 0.6), ("complain_delay", 0.4)) is None
    assert taught("nlu_fallback", turn=Turn("t_1", payload="/greet", title="你好")) is None
    assert lesson_of_turn("c_1", ASKED, TurnAnswer([], {})) is None


def test_a_kept_message_has_nobodys_numbers_in_it() -> None:
    """It lives apart from its conversation, so personal data must not (playbook H2)."""
    lesson = taught(
        "nlu_fallback", turn=Turn("t_1", seq=1, text="电话13812345678，卡号6222020012345678901 " + "啊" * 900)
    )

    assert lesson is not None
    assert "13812345678" not in lesson.text
    assert "6222020012345678901" not in lesson.text
    assert len(lesson.text) == 500
