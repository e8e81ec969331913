"""Wordings that say nearly the same are one suggestion."""

from __future__ import annotations

import random

import pytest
from support.lessons import labelled, missed

from bot.handoff.ports import Lesson
from bot.runtime.lessons import folding
from bot.runtime.lessons.candidates import sort_lessons
from bot.runtime.lessons.clusters import ALIKE_FROM, Cluster, cluster


def clusters(*lessons: Lesson) -> list[list[str]]:
    """The texts that came together, each list in the order it grew."""
    return [[member.text for member in one.members] for one in made(*lessons)]


def made(*lessons: Lesson) -> list[Cluster]:
    """The clusters of lessons."""
    return cluster(sort_lessons(lessons, {}).open)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("怎么还没到！", "怎么还没到？？", True),
        ("ＪＺ订单", "jz订单", True),
        ("[JZ261118000123](order_id)呢", "[JZ261118000999](order_id)呢", True),
        ("[JZ261118000123](order_id)呢", "[261118000123](order_id)呢", True),
        ("退199", "退299", False),
        ("？？", "！！", False),
    ],
)
def test_wordings_are_folded_to_letters_and_digits(one: str, other: str, same: bool) -> None:
    """Punctuation, width, case and which long number it is make no other wording."""
    assert (folding.key(one) == folding.key(other)) is same


def test_near_duplicates_come_together_and_other_wishes_do_not() -> None:
    """The most frequent wording first."""
    found = clusters(
        missed("快递怎么还不动弹啊"),
        missed("发票抬头能写两个人吗"),
        missed("快递怎么不动弹"),
        missed("快递怎么还不动弹"),
        missed("快递怎么还不动弹"),
    )

    assert found == [["快递怎么还不动弹", "快递怎么不动弹", "快递怎么还不动弹啊"], ["发票抬头能写两个人吗"]]


def test_a_negation_makes_another_wish() -> None:
    """However alike the letters are."""
    assert len(clusters(missed("我这个要退货退款"), missed("我这个不要退货退款"))) == 2


def test_wordings_agents_labelled_differently_never_come_together() -> None:
    """An unlabelled one joins a labelled one, though."""
    found = clusters(
        labelled("那个东西怎么弄来着", "ask_product"),
        labelled("那个东西怎么弄来", "ask_account"),
        missed("那个东西怎么弄来着啊"),
    )

    assert sorted(map(len, found)) == [1, 2]
    assert ["那个东西怎么弄来着", "那个东西怎么弄来着啊"] in found


def test_the_most_typical_wording_stands_for_all() -> None:
    """The one most like the others; a labelled one where there is one."""
    wordings = ("包裹咋不走了", "包裹咋不走了呢", "这包裹咋不走了呢", "包裹咋不走了呢急")
    (together,) = made(*map(missed, wordings))
    (with_label,) = made(*map(missed, wordings), labelled("这包裹咋不走了呢急", "ask_logistics"))

    assert together.typical().text == "包裹咋不走了呢"
    assert with_label.typical().text == "这包裹咋不走了呢急"


def test_looking_only_within_reach_finds_what_looking_at_all_finds() -> None:
    """Everything alike enough to its cluster's first wording is there, and nobody else."""
    dice = random.Random(7)
    words = ["".join(dice.choices("快递怎么还没到了啊呢退款我的", k=dice.randint(2, 9))) for _ in range(300)]

    found = made(*map(missed, words))

    grams = [folding.grams(one.members[0].key) for one in found]
    for place, one in enumerate(found):
        for member in one.members:
            mine = folding.grams(member.key)
            negated = folding.negations(member.key)
            earlier = [
                folding.alike(mine, other)
                for other, rival in zip(grams[:place], found[:place], strict=True)
                if folding.negations(rival.members[0].key) == negated
            ]
            best = folding.alike(mine, grams[place])
            assert best >= ALIKE_FROM
            assert max(earlier, default=0.0) < ALIKE_FROM or member is not one.members[0]
