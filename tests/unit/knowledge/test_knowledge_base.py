"""Which entry answers a question, and when the base rather says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.knowledge_samples import CUP, DAY, PASSWORD, POINTS, UNPAID, SameMeaning, a_base, an_entry

from bot.knowledge.base import Asker


@pytest.mark.parametrize(
    "question, key",
    [
        ("积分能换什么", "membership/points"),
        ("请问积分可以换什么呀", "membership/points"),
        ("登录密码忘了", "membership/password"),
        ("待付款的订单什么时候会取消", "payment/unpaid"),
    ],
)
def test_a_known_question_lightly_reworded_finds_its_entry(question: str, key: str) -> None:
    """Polite words and small ones do not matter."""
    found = a_base().find(question, DAY)

    assert found is not None
    assert found.entry.key == key
    assert found.is_sure


@pytest.mark.parametrize("question", ["今天天气怎么样", "手机支持双卡吗", "", "？？", "😊"])
def test_what_nobody_wrote_about_is_not_known(question: str) -> None:
    """Nothing is made up."""
    assert a_base().find(question, DAY) is None


def test_an_answer_carries_its_source_and_the_figures_of_the_rules() -> None:
    """The number stands in the rules and nowhere else."""
    found = a_base().find("待付款订单什么时候取消", DAY)

    assert found is not None
    assert found.text == "保留48小时。"
    assert found.entry.source == "支付与发票 › 没付款的订单保留多久"


def test_an_entry_without_its_figure_is_not_quoted() -> None:
    """Half an answer is a wrong one."""
    assert a_base(figures={}).find("待付款订单什么时候取消", DAY) is None
    assert a_base(figures={"unpaid_hours": ""}).near("待付款订单什么时候取消", DAY) == ()


@pytest.mark.parametrize(
    "since, until, told",
    [
        (date(2025, 1, 1), None, True),
        (date(2025, 11, 21), date(2025, 11, 21), True),
        (date(2025, 1, 1), date(2025, 11, 20), False),
        (date(2025, 11, 22), None, False),
    ],
)
def test_an_entry_is_quoted_on_its_days_only(since: date, until: date | None, told: bool) -> None:
    """A campaign that is over, or yet to begin, is never quoted (playbook A6)."""
    base = a_base(replace(POINTS, valid_from=since, valid_until=until), PASSWORD)

    assert (base.find("积分能换什么", DAY) is not None) is told
    assert (base.entry(POINTS.key, DAY) is not None) is told


def test_an_entry_kept_for_a_skill_is_not_told_by_another() -> None:
    """``skills`` says who may."""
    base = a_base(replace(POINTS, skills=frozenset({"account_member"})), PASSWORD)

    assert base.find("积分能换什么", DAY, Asker("account_member")) is not None
    assert base.find("积分能换什么", DAY, Asker("payment")) is None


def test_the_topic_a_skill_is_at_home_in_comes_first() -> None:
    """密码怎么改 is not about suitcases where accounts are asked about."""
    lock = an_entry("products/lock", "密码怎么改", "密码忘了怎么重设", topic="商品与使用")
    login = an_entry("membership/login", "登录密码怎么改", "密码忘了怎么重新设")
    base = a_base(lock, login)

    at_home = base.near("密码忘了重设", DAY, Asker("account_member", frozenset({"membership"})))
    away = base.near("密码忘了重设", DAY, Asker("product_question", frozenset({"products"})))

    assert at_home[0].key == "membership/login"
    assert away[0].key == "products/lock"


def test_an_entry_about_other_goods_is_no_answer() -> None:
    """How a cup is cleaned says nothing about a fan; a question without goods may mean the cup."""
    base = a_base(CUP, PASSWORD)

    assert base.find("风扇怎么清洗", DAY) is None
    assert base.near("风扇怎么清洗", DAY) == ()
    assert base.near("怎么清洗", DAY)[0].key == CUP.key


def test_of_two_entries_that_fit_alike_the_customer_chooses() -> None:
    """Chance must not decide what is said."""
    base = a_base(
        an_entry("membership/a", "优惠券在哪里看", "我的优惠券在哪"),
        an_entry("membership/b", "优惠券在哪里领", "我的优惠券在哪"),
    )

    assert base.find("我的优惠券在哪", DAY) is None
    assert {entry.key for entry in base.near("我的优惠券在哪", DAY)} == {"membership/a", "membership/b"}


def test_what_means_the_same_is_found_without_a_word_in_common_but_never_quoted_as_sure() -> None:
    """Likeness in meaning alone offers the entry; it is not enough to state it."""
    question = "攒的那些拿来干嘛"
    base = a_base(likeness_to=lambda sentences: SameMeaning({question: "积分能换什么"}, sentences))

    assert base.find(question, DAY) is None
    assert base.near(question, DAY) == (POINTS,)


def test_meaning_and_words_together_make_an_answer() -> None:
    """A reworded question that shares a little."""
    question = "换东西用积分行吗，换什么"
    base = a_base(likeness_to=lambda sentences: SameMeaning({question: "积分能换什么"}, sentences))

    found = base.find(question, DAY)

    assert found is not None
    assert found.entry is POINTS


def test_an_empty_base_knows_nothing() -> None:
    """A shop that has written nothing yet."""
    from bot.knowledge.base import KnowledgeBase
    from bot.knowledge.vocabulary import Vocabulary

    base = KnowledgeBase((), lambda _day: {}, Vocabulary())

    assert base.find("积分能换什么", DAY) is None
    assert base.near("积分能换什么", DAY) == ()
    assert base.entry("membership/points", DAY) is None


def test_a_very_long_message_is_read_in_part() -> None:
    """The time an answer takes stays bounded."""
    assert a_base().find("积分能换什么" + "啊" * 5000, DAY) is not None


def test_every_sample_is_found_by_its_own_key() -> None:
    """A pressed button names the entry."""
    base = a_base()

    assert [base.entry(entry.key, DAY) is not None for entry in (POINTS, PASSWORD, UNPAID, CUP)] == [True] * 4
    assert base.entry("membership/../secret", DAY) is None
