"""What is suggested, in which order, and what is left out."""

from __future__ import annotations

from dataclasses import replace

from support.lessons import EXAMPLES, NOW, labelled, missed, unsure

from bot.handoff.ports import Lesson
from bot.runtime.lessons.suggestions import Suggestions, suggest


def suggested(*lessons: Lesson, limit: int | None = None, intent: str = "") -> Suggestions:
    """The suggestions of lessons beside a few examples."""
    newest_first = sorted(lessons, key=lambda lesson: -lesson.at)
    return suggest(newest_first, EXAMPLES, now_ms=NOW, limit=limit, intent=intent)


def test_what_a_person_decided_comes_first_then_the_missed_then_the_unsure() -> None:
    """The missed whose meaning nobody can guess come last of their part."""
    found = suggested(
        unsure("包裹在哪个城市转悠呢", ("ask_logistics", 0.45)),
        unsure("包裹在哪个城市转悠呢", ("ask_logistics", 0.45)),
        missed("蓝色那款有没有加绒"),
        missed("啥时候给我送来", ("complain_delay", 0.25)),
        labelled("咋整啊", "ask_logistics"),
    )

    assert [(item.text, item.intent, item.why) for item in found.items] == [
        ("咋整啊", "ask_logistics", "relabelled"),
        ("啥时候给我送来", "complain_delay", "missed"),
        ("蓝色那款有没有加绒", "", "missed"),
        ("包裹在哪个城市转悠呢", "ask_logistics", "unsure"),
    ]


def test_frequent_and_new_messages_come_before_rare_and_old_ones() -> None:
    """Two of a month ago are worth half of one of today."""
    found = suggested(
        missed("蓝色那款有没有加绒", ("ask_logistics", 0.3), days=28),
        missed("蓝色那款有没有加绒", ("ask_logistics", 0.3), days=28),
        missed("啥时候给我送来", ("complain_delay", 0.25), days=0),
        *(missed("包裹卡在路上了", ("ask_logistics", 0.2), days=3) for _ in range(3)),
    )

    assert [(item.text, item.times) for item in found.items] == [
        ("包裹卡在路上了", 3),
        ("啥时候给我送来", 1),
        ("蓝色那款有没有加绒", 2),
    ]


def test_the_proposed_intent_is_the_likeliest_of_all_its_messages() -> None:
    """By the mean of what the engine thought, a message without a thought counting nought."""
    found = suggested(
        missed("包裹卡路上了吧", ("request_refund", 0.3), ("ask_logistics", 0.2)),
        missed("包裹卡路上了吧", ("ask_logistics", 0.25)),
        missed("包裹卡路上了", ("ask_logistics", 0.18)),
        missed("包裹卡路上了"),
    )

    (item,) = found.items
    assert (item.intent, item.skill, item.times, item.wordings) == ("ask_logistics", "logistics", 4, 2)
    assert item.likeliest[0] == ("ask_logistics", 0.1575)


def test_that_it_is_none_of_our_business_is_never_proposed() -> None:
    """That is what the designer is asked about."""
    found = suggested(missed("蓝色那款有没有加绒", ("out_of_scope", 0.9), predicted="out_of_scope"))

    assert [item.intent for item in found.items] == [""]


def test_what_is_an_example_already_is_left_out_and_counted() -> None:
    """However it is punctuated and whichever number is in it."""
    found = suggested(
        missed("我的快递，到哪了？"),
        missed("YT9988776655443到哪了"),
        labelled("我要退款！", "request_refund"),
        missed("啊" * 121),
    )

    assert (list(found.items), found.known, found.long, found.messages) == ([], 3, 1, 4)


def test_a_label_against_an_example_is_pointed_out_and_not_suggested() -> None:
    """So are two agents who disagree: one wording has one meaning."""
    found = suggested(
        labelled("我要退款", "complain_delay"),
        labelled("咋整啊", "ask_logistics"),
        labelled("咋整啊", "request_refund"),
    )

    assert list(found.items) == []
    assert {(one.text, one.owner, tuple(sorted(one.labels))) for one in found.disputes} == {
        ("我要退款", "request_refund", (("complain_delay", 1),)),
        ("咋整啊", "", (("ask_logistics", 1), ("request_refund", 1))),
    }


def test_a_wording_much_like_an_example_of_another_intent_says_so() -> None:
    """The designer decides."""
    found = suggested(labelled("我的快递到哪了呀", "complain_delay"), labelled("包裹卡在路上了", "complain_delay"))

    assert {item.text: item.like for item in found.items} == {
        "我的快递到哪了呀": ("ask_logistics", "我的快递到哪了"),
        "包裹卡在路上了": None,
    }


def test_a_label_that_is_no_intent_any_more_is_for_the_designer_to_place() -> None:
    """Intents come and go; the wording stays."""
    assert [item.intent for item in suggested(labelled("咋整啊", "ask_weather")).items] == [""]


def test_a_limit_counts_what_it_leaves_out_and_an_intent_can_be_looked_at_alone() -> None:
    """Disputes about it are shown with it."""
    lessons = [
        labelled("咋整啊", "ask_logistics"),
        labelled("包裹卡在路上了", "ask_logistics"),
        missed("啥时候给我送来", ("complain_delay", 0.25)),
        labelled("我要退款", "ask_logistics"),
        labelled("怎么还不到", "request_refund"),
    ]

    limited = suggested(*lessons, limit=2)
    alone = suggested(*lessons, intent="ask_logistics")

    assert (len(limited.items), limited.left_out) == (2, 1)
    assert {item.intent for item in alone.items} == {"ask_logistics"}
    assert [one.text for one in alone.disputes] == ["我要退款"]


def test_what_the_bot_took_them_for_is_counted() -> None:
    """For the comment above the example."""
    found = suggested(
        labelled("咋整啊", "ask_logistics", predicted="complain_delay"),
        labelled("咋整啊", "ask_logistics"),
        labelled("咋整啊", "ask_logistics"),
        replace(missed("咋整啊", days=9), predicted="complain_delay"),
        replace(missed("咋整啊", days=9), predicted="complain_delay"),
    )

    (item,) = found.items
    assert list(item.predicted) == [("complain_delay", 3), ("nlu_fallback", 2)]
