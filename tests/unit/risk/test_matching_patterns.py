"""The lexicon's small language, the matcher over it, and the normaliser before it."""

from __future__ import annotations

import pytest

from bot.risk.matcher import Matcher
from bot.risk.normalise import normalise
from bot.risk.tables import Entry


def _found(pattern: str, text: str, *exceptions: str) -> list[str]:
    normal = normalise(text)
    hits = Matcher([Entry("risk.legal", pattern, 0.9, exceptions, "x.txt:1")]).find(normal)
    return [normal.text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    "pattern, text, found",
    [
        ("律师", "我的律师说", ["律师"]),
        ("(找|请)(一个|)律师", "请律师和找一个律师", ["请律师", "找一个律师"]),
        ("(甲(乙|丙)|丁)戊", "甲乙戊,丁戊,甲戊", ["甲乙戊", "丁戊"]),
        ("找…律师", "找了三个律师", ["找了三个律师"]),
        ("找…律师", "找了。律师", []),
        ("找…律师", "找了一个特别特别厉害的律师", []),
        ("不赔……告你", "不赔钱,我就告你", ["不赔钱,我就告你"]),
        ("不赔……告你", "不赔。我就告你", []),
        ("等了<n>天", "等了12天,等了好几天,等了[数字x]天", ["等了12天", "等了好几天", "等了[数字x]天"]),
        ("<n>天了", "3天了", ["3天了"]),
        ("^人工$", "人工", ["人工"]),
        ("^人工$", "人工费", []),
        ("tmd", "TMD,atmd,tmdx,t m d", ["tmd", "tmd"]),
        ("12315", "12315,912315,123156", ["12315"]),
        ("(告|告你|告你们)", "告你们", ["告你们"]),
    ],
)
def test_a_pattern_finds_the_family_it_describes(pattern: str, text: str, found: list[str]) -> None:
    """Alternatives, options, gaps inside a clause or a sentence, numbers, edges, whole words only for Latin."""
    assert found == _found(pattern, text)


@pytest.mark.parametrize("text", ["垃圾桶", "倒垃圾", "厨房垃圾很多"])
def test_an_exception_around_the_word_lets_it_pass(text: str) -> None:
    """Exceptions are wordings in which the word does not count."""
    assert _found("垃圾", text, "垃圾(桶|袋)", "倒垃圾", "厨房…垃圾") == []


def test_an_exception_elsewhere_in_the_message_changes_nothing() -> None:
    """Only the occurrence inside the exception is let off."""
    assert _found("垃圾", "垃圾桶质量真垃圾", "垃圾桶") == ["垃圾"]


def test_a_benign_phrase_takes_every_kind_with_it() -> None:
    """What lies inside a harmless phrase counts for no verdict."""
    entries = [
        Entry("risk.self_harm", "跳楼", 1.0, (), "x.txt:1"),
        Entry("emotion.fury", "跳楼", 0.6, (), "x.txt:2"),
        Entry("benign", "跳楼价", 1.0, (), "x.txt:3"),
    ]

    assert Matcher(entries).find(normalise("跳楼价")) == []


@pytest.mark.parametrize(
    "message, text",
    [
        ("ＡＢＣ！？", "abc!?"),
        ("投 诉", "投诉"),
        ("投.诉", "投诉"),
        ("投/诉", "投诉"),
        ("1 2 3 1 5", "12315"),
        ("1231 5123", "1231 5123"),
        ("垃圾圾圾圾", "垃圾圾"),
        ("1111111", "1111111"),
        ("騙子", "骗子"),
        ("辣j客服", "垃圾客服"),
        ("①②", "12"),
        ("甲\u3000乙", "甲乙"),
        ("退!货!马!上!", "退货马上!"),
        ("好!谢谢!", "好!谢谢!"),
    ],
)
def test_many_spellings_become_one(message: str, text: str) -> None:
    """Width, case, script, spacing, splitters, stretching and homophones are undone."""
    assert normalise(message).text == text


def test_a_space_between_two_pieces_of_speech_is_remembered_as_a_break() -> None:
    """Customers type a space where others type a comma."""
    normal = normalise("不是 我要投诉")

    assert normal.breaks == {2}


def test_spaced_out_characters_make_no_breaks() -> None:
    """ "我 要 投 诉" is one clause."""
    assert normalise("我 要 投 诉").breaks == frozenset()


def test_every_character_remembers_where_it_came_from() -> None:
    """Splitters and stretched characters belong to the word they are in."""
    message = "我要投 . 诉诉诉诉"
    normal = normalise(message)

    start, end = normal.span(normal.text.index("投"), len(normal.text))

    assert message[start:end] == "投 . 诉诉诉诉"
