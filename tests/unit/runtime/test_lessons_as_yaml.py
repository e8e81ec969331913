"""Suggestions as designers get them."""

from __future__ import annotations

import yaml
from support.lessons import EXAMPLES, NOW, labelled, missed, unsure

from bot.handoff.ports import Lesson
from bot.runtime.lessons.as_yaml import as_yaml
from bot.runtime.lessons.suggestions import suggest

TITLES = {"ask_logistics": "查物流", "complain_delay": "催发货、催配送"}


def printed(*lessons: Lesson) -> str:
    """What is printed for lessons."""
    return as_yaml(suggest(lessons, EXAMPLES, now_ms=NOW), TITLES, EXAMPLES.indent)


def test_every_suggestion_is_an_example_of_its_intent() -> None:
    """Grouped by part, file and intent, in the order of their worth; the whole is valid."""
    text = printed(
        labelled("咋整啊", "ask_logistics"),
        missed("啥时候给我送来", ("complain_delay", 0.25)),
        missed("包裹卡路上了", ("ask_logistics", 0.2), days=5),
        unsure("把钱给我退回来", ("request_refund", 0.4)),
    )

    content = yaml.safe_load(text)
    assert content["version"] == "3.1"
    assert [(entry["intent"], entry["examples"]) for entry in content["nlu"]] == [
        ("ask_logistics", "- 咋整啊\n"),
        ("complain_delay", "- 啥时候给我送来\n"),
        ("ask_logistics", "- 包裹卡路上了\n"),
        ("request_refund", "- 把钱给我退回来\n"),
    ]
    files = [line for line in text.splitlines() if line.startswith("# ── ")]
    assert files == [
        "# ── data/nlu/logistics.yml",
        "# ── data/nlu/logistics.yml",
        "# ── data/nlu/other_matters.yml（这个文件缩进多2格，整段右移2格再贴）",
    ]


def test_each_example_has_its_comment_above() -> None:
    """How often, when, why, and what the bot thought."""
    text = printed(
        labelled("咋整啊", "ask_logistics", predicted="complain_delay"),
        missed("咋整啊呀", ("complain_delay", 0.2), days=4),
        missed("啥时候给我送来", ("complain_delay", 0.25)),
    )

    assert (
        "#   1. 见过 2 次（2 种说法），最近 11月20日；小接当时判为：complain_delay（催发货、催配送），没听懂；"
        "同事标为：ask_logistics（查物流）\n- intent: ask_logistics\n"
    ) in text
    assert "#   1. 见过 1 次，最近 11月20日；最像：complain_delay（催发货、催配送） 0.25\n" in text


def test_what_nobody_can_place_and_what_is_disputed_is_only_in_comments() -> None:
    """Pasting the whole adds nothing that was not decided."""
    text = printed(missed("蓝色那款有没有加绒: #1"), labelled("我要退款", "ask_logistics"))

    assert yaml.safe_load(text)["nlu"] == []
    assert "# - 蓝色那款有没有加绒: #1\n" in text
    assert "# - 我要退款\n#     同事标为：ask_logistics（查物流）1次；可它已经是 request_refund 的例句" in text


def test_nothing_a_customer_types_breaks_the_file() -> None:
    """Every sign of YAML and of annotations, at the beginning and in the middle."""
    signs = [
        "- - 减号",
        "# 井号",
        "'一个引号",
        '"成对的',
        "冒号: 值",
        "{花括号}",
        "[方括号](order_id)",
        "| 竖线",
        "> 大于",
        "%百分",
    ]
    signs += [
        "&锚",
        "*星",
        "!感叹",
        "@艾特",
        "`反着的",
        "\\反斜杠",
        "？问号",
        "😡",
        "…",
        "```",
        "---",
        "a\tb",
        "\ufeff头",
        "'''",
    ]

    content = yaml.safe_load(printed(*(labelled(sign, "ask_logistics") for sign in signs)))

    (entry,) = content["nlu"]
    assert len(entry["examples"].splitlines()) == len(signs)
    assert all(line.startswith("- ") for line in entry["examples"].splitlines())
