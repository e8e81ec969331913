"""What holds for every text: spans, order, purity, JSON, bounded work; and neighbours that deceive."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from datetime import datetime, timezone
from itertools import pairwise
from types import FrameType
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.named_things import NOW, found
from support.pattern_work import FOREVER, reach, routes

import bot.language
from bot.language import find, mask_personal
from bot.language.entity import Kind
from bot.language.view import View

PIECES = [
    *(
        "买了",
        "199",
        "的",
        "块",
        "个",
        "天",
        "月",
        "号",
        "点",
        "半",
        "多",
        "几",
        "两",
        "十",
        "百",
        "万",
        "一",
        "第",
        "周",
    ),
    *(
        "JZ261118000123",
        "SF1234567890123",
        "13812345678",
        "圆通",
        "元",
        "折",
        "%",
        "上",
        "下",
        "五",
        "年",
        "今",
        "昨晚",
    ),
    *(
        "双十一",
        "618",
        "3.5",
        "地址",
        "杭州市",
        "路",
        "栋",
        "微信号",
        "abc123",
        "@qq.com",
        "【",
        "】",
        "iPhone",
        "15 Pro",
    ),
    *(
        "不",
        "没有",
        "坏了",
        "无理由",
        "，",
        "。",
        "\n",
        " ",
        "-",
        ":",
        "￥",
        "１２",
        "①",
        "ﷺ",
        "\x00",
        "😡",
        "http://a.b/1",
    ),
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
MOMENTS = st.integers(0, 2_840_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, timezone.utc))


@settings(max_examples=400, deadline=None)
@given(TEXTS, MOMENTS)
def test_any_text_at_any_time_gives_valid_entities(text: str, now: datetime) -> None:
    """Nothing raises; spans are in order, apart, not empty, and exactly the words they claim; values are JSON."""
    entities = find(text, now)

    assert all(one.words == text[one.start : one.end] != "" for one in entities)
    assert all(left.end <= right.start for left, right in pairwise(entities))
    assert {one.kind for one in entities} <= set(get_args(Kind))
    assert all(json.loads(json.dumps(one.value)) == one.value for one in entities)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_finding_twice_gives_the_same(text: str) -> None:
    """Nothing is kept between texts."""
    assert find(text, NOW) == find(text, NOW)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_view_keeps_every_place(text: str) -> None:
    """One character for one character, whatever is folded or blanked."""
    view = View.of(text, NOW)

    assert len(view.text) == len(view.figures) == len(text)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("买了199的那个199天没到", [("amount", "199"), ("duration", "199天")]),
        ("双十一买的三件199块的", [("date", "双十一"), ("quantity", "三件"), ("amount", "199块")]),
        ("订单JZ261118000123电话13812345678", [("order_id", "JZ261118000123"), ("phone", "13812345678")]),
        ("再不处理打12315", []),
        ("iPhone15 256G", [("product", "iPhone15 256G")]),
        ("七天无理由", [("duration", "七天"), ("reason", "无理由")]),
        ("三星手机", [("product", "三星手机")]),
        ("一共三件", [("quantity", "三件")]),
        ("等一下", []),
        ("千万别发圆通", [("carrier", "圆通")]),
        ("万一三天没到", [("duration", "三天")]),
        ("服务很周到", []),
        ("百度的", []),
        ("五一广场", []),
        ("五一买的", [("date", "五一买")]),
        ("①质量差②三天没到", [("reason", "质量差"), ("duration", "三天")]),
        ("ＳＦ１２３４５６７８９０１２３", [("tracking_no", "ＳＦ１２３４５６７８９０１２３")]),
        ("上周五花两百多买的三双鞋", [("date", "上周五"), ("amount", "两百多"), ("quantity", "三双")]),
        (
            "圆通的8012345678901说昨晚八点签收，我13812345678没接到电话，退我199块9",
            [
                ("carrier", "圆通"),
                ("tracking_no", "8012345678901"),
                ("date", "昨晚八点"),
                ("phone", "13812345678"),
                ("amount", "199块9"),
            ],
        ),
        ("", []),
        ("😡😡😡", []),
        ("SELECT * FROM orders; <b>1</b>", []),
    ],
)
def test_neighbours_do_not_deceive(text: str, entities: list[tuple[str, str]]) -> None:
    """Chinese has no word boundaries: the same characters are something else beside others."""
    assert [(one.kind, one.words) for one in found(text)] == entities


ADVERSARIAL = {
    "digits": "1",
    "one": "一",
    "ten and hundred": "十百",
    "digit and dash": "1-",
    "house numbers": "1号",
    "districts": "市区县路",
    "clock": "3点半",
    "bit": "一点",
    "yuan": "1块",
    "fold": "一折",
    "month": "1月1",
    "bracket": "【",
    "mail": "a@",
    "mail tail": "a.",
    "link": "http://",
    "label": "编号:",
    "hedge": "大概",
    "denial": "不是没有",
    "bought": "买的",
    "mine": "我的那个",
    "blank": " ",
    "phone": "138 ",
    "price": "差价现在",
}


def _calls(text: str) -> int:
    """Calls while finding and masking: a measure of work that no other load on the machine changes."""
    count = 0

    def seen(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(seen)
    try:
        find(text, NOW)
        mask_personal(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    """Four times the text, at most a little more than four times the calls, up to 10 000 characters."""
    short, long = (unit * 5000)[:2500], (unit * 10000)[:10000]
    find(short, NOW)

    assert _calls(long) <= 4.4 * _calls(short) + 2000


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every regular expression of the room, by its name."""
    modules = [
        importlib.import_module(f"bot.language.{info.name}") for info in pkgutil.iter_modules(bot.language.__path__)
    ]
    return [
        (f"{module.__name__}.{name}", value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=lambda value: value if isinstance(value, str) else "")
def test_no_pattern_can_run_away(name: str, pattern: re.Pattern[str]) -> None:
    """At one place a pattern has few ways to match, none longer than a sentence but for a run of digits or a link."""
    assert routes(pattern) <= 2500
    assert reach(pattern) <= 400 or name.endswith(("decoys._LINK", "numerals._TOKEN", "catalogue._RUN"))


@pytest.mark.parametrize(
    ("pattern", "few"), [("(a+)+b", False), ("(?:a?){30}b", False), ("[0-9]+x", True), ("(?:ab|cd){0,3}e", True)]
)
def test_the_measure_of_work_tells_a_bad_pattern_from_a_good_one(pattern: str, few: bool) -> None:
    """Nested loops and long rows of options are what runs away."""
    assert (routes(re.compile(pattern)) <= 2500) is few
    assert routes(re.compile("(?:a+)+")) == FOREVER
