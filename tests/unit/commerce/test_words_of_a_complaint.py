"""What the words of a complaint say: announced or told, told to the end, when, and what is asked for."""

from __future__ import annotations

import pytest
from support.shop_samples import NOW

from bot.commerce import complaints


@pytest.mark.parametrize(
    "text, announced",
    [
        ("我要投诉", True),
        ("你们客服态度太差了", True),
        ("投诉快递员", True),
        ("客服骂我", False),
        ("赠品没有给", False),
    ],
)
def test_an_announcement_is_not_yet_the_story(text: str, announced: bool) -> None:
    """Who only says 我要投诉 is asked what happened; who says what happened is not."""
    assert complaints.only_announces(text) is announced


@pytest.mark.parametrize(
    "text, over",
    [
        ("没了", True),
        ("没有", True),
        ("嗯，没别的了", True),
        ("就这些", True),
        ("你说怎么办吧", True),
        ("问个尺码不理我，就这些", True),
        ("还有他骂我", False),
        ("没有人理我", False),
        ("他说没有其他颜色", False),
    ],
)
def test_the_end_of_a_story_is_heard(text: str, over: bool) -> None:
    """没有人理我 begins as 没有 does, and goes on."""
    assert complaints.says_that_is_all(text) is over


def test_a_bare_no_to_the_repeated_words_is_not_that_is_all() -> None:
    """对吗？没有 means that something is wrong."""
    assert complaints.has_nothing_to_add("没了")
    assert not complaints.has_nothing_to_add("没有")


@pytest.mark.parametrize(
    "text, moment",
    [
        ("昨天下午你们客服骂我", "昨天下午"),
        ("上周三晚上八点多打的电话", "上周三晚上八点多"),
        ("三天前就说了", "三天前"),
        ("不是昨天，是前天", "前天"),
        ("客服骂我", None),
    ],
)
def test_the_time_is_kept_as_it_was_said(text: str, moment: str | None) -> None:
    """The last one counts: who corrects themselves does it at the end."""
    assert complaints.moment_named(text, NOW) == moment


def test_wishes_are_spoken_by_name_and_in_the_customers_own_words() -> None:
    """Wishes that are no code lose their 希望你们, which the sentence has already."""
    assert complaints.wishes_spoken(["apology", "希望你们培训一下客服"]) == "道歉、“培训一下客服”"
    assert "没有特别的要求" in complaints.wishes_spoken([])


def test_a_story_is_read_back_in_chinese_punctuation() -> None:
    """The plain form of a message has half-width commas."""
    assert complaints.story_spoken(["说好送的,没有", "客服不理我。"]) == "说好送的，没有；客服不理我"


def test_what_is_not_known_of_a_complaint_is_said_to_be_so() -> None:
    """So that the customer can put it right."""
    assert complaints.about_spoken("", None) == "时间您没有细说"
    assert complaints.about_spoken("羽绒服", "昨天") == "「羽绒服」这一单，昨天"


@pytest.mark.parametrize(
    "text, wish", [("再赔我十块钱", True), ("道歉就不用了", True), ("下单以后还不让我取消", False)]
)
def test_telling_of_a_thing_is_not_asking_for_it(text: str, wish: bool) -> None:
    """下单以后还不让我取消 is part of the story, not a request to cancel."""
    assert complaints.sounds_like_a_wish(text) is wish
