"""The shop's words, and what a product's page says to a question."""

from __future__ import annotations

import pytest
from support.knowledge_samples import WORDS

from bot.knowledge.page import facts_asked, named_titles
from bot.knowledge.vocabulary import same_goods

TITLES = ("316不锈钢保温杯 500ml", "儿童保温水壶 吸管两用", "男士圆领卫衣 重磅纯棉", "筋膜枪 迷你便携")
FACTS = (("材质", "100%棉，磨毛"), ("保温", "6小时不低于62℃"), ("可用", "微波炉、洗碗机"), ("适合", "3岁以上"))


def test_words_of_one_meaning_are_compared_as_one() -> None:
    """能放洗衣机吗 asks the same as 能机洗吗."""
    assert WORDS.pieces("能放洗衣机吗") == WORDS.pieces("请问这个可以机洗吗")
    assert WORDS.concepts("啥料子的，能洗衣机洗吗") == {"材质", "机洗"}


@pytest.mark.parametrize(
    "one, other, same",
    [("杯子", "保温杯", True), ("箱子", "行李箱", True), ("冰箱", "行李箱", False), ("手机", "手机", True)],
)
def test_a_short_word_may_stand_for_the_full_one(one: str, other: str, same: bool) -> None:
    """杯子 may be the 保温杯; a fridge is no suitcase though both end alike."""
    assert same_goods(frozenset({one}), frozenset({other})) is same
    assert same_goods(frozenset({other}), frozenset({one})) is same


@pytest.mark.parametrize(
    "text, places",
    [
        ("保温杯多少钱", [0]),
        ("水杯有货吗", [0]),
        ("儿童的水壶有没有货", [1]),
        ("筋膜枪怎么样", [3]),
        ("男士穿合适吗", []),
        ("有货吗", []),
        ("电视多大", []),
    ],
)
def test_a_title_is_named_by_its_goods_and_not_by_a_word_that_decorates_it(text: str, places: list[int]) -> None:
    """男士 alone names no sweater."""
    assert named_titles(text, TITLES, WORDS) == places


@pytest.mark.parametrize(
    "text, names",
    [
        ("什么料子的", ["材质"]),
        ("保温效果怎么样", ["保温"]),
        ("保温杯多少钱", []),
        ("能进微波炉不", ["可用"]),
        ("适合两岁吗", ["适合"]),
        ("防水几级", []),
    ],
)
def test_a_fact_is_asked_for_by_its_name_by_a_word_for_it_or_by_what_it_says(text: str, names: list[str]) -> None:
    """The name of the goods does not count: 保温杯 asks for nothing."""
    assert [name for name, _ in facts_asked(text, FACTS, WORDS, title=TITLES[0])] == names
