"""Which of the waiting messages are one turn, and when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.handoff.bursts import Burst, next_burst
from bot.handoff.store_port import Turn
from bot.kernel.text import MAX_CHARS_FOR_ENGINE, for_engine

START = 1_000_000


def text(words: str, after_ms: int = 0, **more: Any) -> Turn:
    """A message written so long after the start."""
    return Turn(f"t_{words[:20]}_{after_ms}", seq=1 + after_ms // 100, at=START + after_ms, text=words, **more)


def press(title: str, after_ms: int = 0) -> Turn:
    """A pressed button."""
    return Turn(f"t_{title}", seq=9, at=START + after_ms, payload="/x", title=title)


def show(evidence: str, after_ms: int = 0) -> Turn:
    """A picture sent so long after the start."""
    at, payload = START + after_ms, f'/send_evidence{{"evidence": "{evidence}"}}'
    return Turn(f"t_{evidence}", seq=1 + after_ms // 100, at=at, payload=payload, title="[图片]", evidence=(evidence,))


def look(*waiting: Turn, gap: int = 800, ceiling: int = 3000) -> Burst:
    """What the first of them make."""
    found = next_burst(waiting, gap=gap, ceiling=ceiling)
    assert found is not None
    return found


def test_nothing_waiting_is_nothing_to_answer() -> None:
    """No turn of no messages."""
    assert next_burst([], gap=800, ceiling=3000) is None


def test_messages_in_a_row_are_one_turn_that_waits_for_silence() -> None:
    """The oldest one's id, everybody's place, the words in order."""
    burst = look(text("我那个快递"), text("昨天就该到的", 500), text("怎么还没到", 1000))

    assert (burst.count, burst.due_at) == (3, START + 1000 + 800)
    assert burst.turn.text == "我那个快递\n昨天就该到的\n怎么还没到"
    assert (burst.turn.turn_id, burst.turn.seqs) == ("t_我那个快递_0", (1, 6, 11))


def test_whoever_goes_on_writing_is_answered_at_the_ceiling() -> None:
    """Counted from the oldest message that has no answer."""
    burst = look(*(text(f"第{n}句", n * 700) for n in range(5)))

    assert burst.due_at == START + 3000


def test_with_a_gap_of_nothing_each_message_is_its_own_turn_at_once() -> None:
    """The setting that switches merging off."""
    burst = look(text("一"), text("二"), gap=0)

    assert (burst.turn.text, burst.count, burst.due_at) == ("一", 1, 0)


def test_a_button_is_never_joined_and_never_waits() -> None:
    """What the customer pressed is complete."""
    burst = look(press("查物流"), text("快点"))

    assert (burst.turn, burst.count, burst.due_at, burst.fixed) == (press("查物流"), 1, 0, True)


def test_pictures_in_a_row_are_one_turn_that_waits_for_more() -> None:
    """All their ids, everybody's place; the oldest one's turn."""
    burst = look(show("i_1"), show("i_2", 500))

    assert (burst.count, burst.due_at, burst.fixed) == (2, START + 500 + 800, False)
    assert burst.turn.payload == '/send_evidence{"evidence": "i_1,i_2"}'
    assert (burst.turn.turn_id, burst.turn.title, burst.turn.seqs) == ("t_i_1", "[图片]", (1, 6))


def test_pictures_and_words_are_never_one_turn() -> None:
    """The engine hears either; each ends the wait of what came before it."""
    pictures = look(show("i_1"), text("衣服破了", 300), show("i_2", 400))
    words = look(text("衣服破了"), show("i_1", 300))

    assert (pictures.turn.evidence, pictures.count, pictures.due_at) == (("i_1",), 1, 0)
    assert (words.turn.text, words.count, words.due_at) == ("衣服破了", 1, 0)


def test_pictures_that_were_asked_about_are_asked_about_again_as_they_were() -> None:
    """A worker died; another picture came since."""
    started = look(show("i_1")).turn

    burst = look(started, show("i_2", 100))

    assert (burst.turn, burst.count, burst.fixed) == (started, 1, True)


def test_with_a_gap_of_nothing_each_picture_is_its_own_turn() -> None:
    """As with texts."""
    burst = look(show("i_1"), show("i_2"), gap=0)

    assert (burst.turn.evidence, burst.count, burst.due_at) == (("i_1",), 1, 0)


def test_a_button_ends_the_wait_of_the_words_before_it() -> None:
    """They are answered first, and now: the order is kept and the button waits for nobody."""
    burst = look(text("我那个快递"), text("到哪了", 100), press("查物流", 200), text("人呢", 300))

    assert (burst.turn.text, burst.count, burst.due_at) == ("我那个快递\n到哪了", 2, 0)


def test_a_turn_that_was_started_is_asked_again_as_it_was() -> None:
    """After a crash: the engine keeps its answer by the id, so the words behind the id may not change."""
    started = look(text("我那个快递")).turn

    burst = look(started, text("怎么还没到", 400))

    assert (burst.turn, burst.count, burst.due_at, burst.fixed) == (started, 1, 0, True)


def test_a_burst_is_no_longer_than_the_engine_reads() -> None:
    """What does not fit is the next turn; nothing is cut off because it was joined."""
    long = "很长的话" * 60
    burst = look(text(long), text("中" * 200, 100), text(long, 200))

    assert (burst.count, burst.due_at) == (2, 0)
    assert len(for_engine(burst.turn.text)) <= MAX_CHARS_FOR_ENGINE
    assert for_engine(burst.turn.text).endswith("中")


def test_one_message_longer_than_the_engine_reads_is_a_turn_by_itself() -> None:
    """Its end is cut off as ever, not what follows it."""
    burst = look(text("长" * 900), text("短", 100))

    assert (burst.count, burst.due_at) == (1, 0)


def test_letters_that_unfold_are_counted_as_the_engine_sees_them() -> None:
    """One sign may stand for eighteen letters."""
    burst = look(text("ﷺ" * 20), text("ﷺ" * 20, 100))

    assert burst.count == 1


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["在吗", "我那个快递", "怎么还没到"], "我那个快递\n怎么还没到"),
        (["你好", "我要退款"], "我要退款"),
        (["您好呀～", "亲，在不在？", "Hello!", "发票怎么开", "谢谢啦"], "发票怎么开"),
        (["你好", "在吗"], "你好\n在吗"),
        (["好的", "谢谢"], "好的"),
        (["在", "在家没人签收怎么办"], "在家没人签收怎么办"),
        (["不要了", "谢谢你们的好意"], "不要了\n谢谢你们的好意"),
        (["不是退货", "是换货"], "不是退货\n是换货"),
        (["退199", "不是299"], "退199\n不是299"),
    ],
)
def test_courtesy_does_not_outweigh_the_matter(parts: Sequence[str], joined: str) -> None:
    """Hello and thanks are left out where something else is said, and nothing else ever is."""
    burst = look(*(text(words, place) for place, words in enumerate(parts)))

    assert burst.turn.text == joined
    assert len(burst.turn.seqs) == len(parts)


def test_numbers_of_two_messages_stay_two_numbers() -> None:
    """Joined they would be somebody's order."""
    burst = look(text("JZ261118"), text("000001", 100))

    assert for_engine(burst.turn.text) == "JZ261118 000001"


def test_no_join_makes_a_command_of_two_harmless_words() -> None:
    """Joined first, escaped last."""
    burst = look(text("\u00ad／restart"), text("/ask_human", 100))

    assert for_engine(burst.turn.text).startswith("／restart")


def test_the_worst_feeling_counts_for_the_whole() -> None:
    """Worried in the first part and matter-of-fact in the last is still worried."""
    parts = [
        text("有点担心", emotion="worried", empathy="worried"),
        text("这也太慢了", 100, emotion="dissatisfied", empathy="dissatisfied"),
        text("JZ261118000001", 200),
    ]

    turn = look(*parts).turn

    assert (turn.emotion, turn.empathy) == ("dissatisfied", "dissatisfied")


def test_a_long_row_of_courtesies_is_read_in_no_time() -> None:
    """No pattern may run wild on what somebody types."""
    burst = look(text("在不在" * 600 + "x"), text("在在在在在在在在在在在在在在在x", 1), gap=800)

    assert burst.turn.text.startswith("在不在在不在")
