"""A few entries, a few words, and bases made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Entry
from bot.knowledge.meaning import LikenessTo
from bot.knowledge.vocabulary import Vocabulary

DAY = date(2025, 11, 21)
WORDS = Vocabulary(
    same=[["机洗", "洗衣机洗", "放洗衣机"], ["洗涤", "怎么洗"], ["材质", "面料", "料子"], ["保温杯", "水杯"]],
    filler=["请问", "这个", "能", "吗", "可以", "怎么"],
    goods=["筋膜枪"],
)


def an_entry(
    key: str,
    title: str,
    *questions: str,
    topic: str = "会员与账号",
    text: str = "照着做就行。",
    since: date = date(2025, 1, 1),
    until: date | None = None,
    buttons: tuple[tuple[str, str], ...] = (),
    skills: frozenset[str] = frozenset(),
) -> Entry:
    """An entry that holds on :data:`DAY` unless told otherwise."""
    return Entry(key, topic, title, "会员组", since, until, questions, (), text, buttons, skills)


POINTS = an_entry("membership/points", "积分怎么用", "积分能换什么", "积分可以抵钱吗", text="到兑换页换成券。")
PASSWORD = an_entry(
    "membership/password", "忘记密码怎么改", "密码忘了", "找回登录密码", buttons=(("转人工", "ask_human"),)
)
UNPAID = an_entry(
    "payment/unpaid",
    "没付款的订单保留多久",
    "待付款订单什么时候取消",
    topic="支付与发票",
    text="保留{unpaid_hours}小时。",
)
CUP = an_entry("products/cup", "保温杯怎么清洗", "保温杯有异味怎么办", topic="商品与使用", text="用小苏打泡半小时。")


def a_base(
    *entries: Entry, figures: Mapping[str, str] | None = None, likeness_to: LikenessTo | None = None
) -> KnowledgeBase:
    """A base of these entries, all the samples when none is given."""
    told = {"unpaid_hours": "48"} if figures is None else figures
    return KnowledgeBase(entries or (POINTS, PASSWORD, UNPAID, CUP), lambda _day: told, WORDS, likeness_to)


class SameMeaning:
    """A :class:`bot.knowledge.meaning.Likeness` that knows one thing: which sentence a question means."""

    def __init__(self, means: Mapping[str, str], sentences: Sequence[str]) -> None:
        self._means, self._sentences = means, sentences

    def to(self, question: str) -> list[float]:
        return [float(self._means.get(question) == sentence) for sentence in self._sentences]
