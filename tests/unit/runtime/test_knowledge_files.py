"""Reading the knowledge base: the shop's own files, and what is said of files that are not right."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.commerce import policy
from bot.kernel.clock import SystemClock, from_ms, in_shop_zone
from bot.kernel.errors import SettingError
from bot.runtime.knowledge import figures, load
from bot.runtime.settings import ROOT

TODAY = in_shop_zone(from_ms(SystemClock().now_ms())).date()
DAY = date(2026, 11, 22)

GOOD = """---
title: 积分怎么用
owner: 会员组
valid_from: 2026-01-01
valid_until: 长期
questions:
- 积分能换什么
- 积分可以抵钱吗
- 积分商城在哪
keywords: [积分]
buttons:
- {title: 转人工, intent: ask_human}
---

到兑换页换成券，没付款的订单保留{unpaid_hours}小时。
1. 先登录。
"""


def a_folder(root: Path, text: str = GOOD, name: str = "membership/points.md") -> Path:
    """A knowledge base of one entry."""
    folder = root / "data" / "knowledge"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / load.TOPICS).write_text("membership: 会员与账号\npayment: 支付与发票\n", "utf-8")
    (folder / load.WORDS).write_text("same:\n- [积分, 分数]\ngoods: [筋膜枪]\nfiller:\n- 请问\n", "utf-8")
    (folder / name).write_text(text, "utf-8")
    return folder


def test_the_shops_own_knowledge_has_nothing_wrong_with_it() -> None:
    """At least sixty entries, in every topic, each with an owner and its days."""
    shelf = load.read(TODAY)

    assert [str(problem) for problem in shelf.problems] == []
    assert len(shelf.entries) >= 60
    assert {entry.topic for entry in shelf.entries} == {"商品与使用", "物流与售后", "支付与发票", "会员与账号"}
    assert [entry.key for entry in shelf.entries if not entry.owner] == []


def test_every_figure_the_rules_have_today_is_known() -> None:
    """No entry is silent because a rule is missing."""
    told = figures.figures(policy.in_force(), TODAY)

    assert {name for name, value in told.items() if not value} == set()
    assert told["unpaid_hours"] == "48"
    assert told["invoice_time"] == "24小时"
    assert told["warranty_digital"] == "1年"
    assert told["warranty_shoes_bags"] == "3个月"


def test_a_rule_that_does_not_hold_gives_no_figure() -> None:
    """Before the shop had rules, there was nothing to quote."""
    told = figures.figures(policy.in_force(), date(1999, 1, 1))

    assert set(told.values()) <= {""}


def test_an_answer_writes_no_number_that_belongs_to_the_rules() -> None:
    """Days, hours and sums of the rules come by placeholder: the figures as they are now stand in no text."""
    told = figures.figures(policy.in_force(), TODAY)
    days = re.compile("|".join(re.escape(f"{told[name]}天内") for name in ("no_reason_days", "quality_days")))

    entries = [entry for entry in load.read(TODAY).entries if entry.key.startswith(("aftersales/", "payment/"))]
    own = [f"{told['unpaid_hours']}小时", f"{told['invoice_time']}内", f"{told['bank_days']}个工作日左右"]

    assert [entry.key for entry in entries if days.search(entry.text) or any(one in entry.text for one in own)] == []


def test_a_good_file_becomes_an_entry(tmp_path: Path) -> None:
    """With all that was written."""
    shelf = load.read(DAY, a_folder(tmp_path), tmp_path)

    assert shelf.problems == []
    [entry] = shelf.entries
    assert entry.key == "membership/points"
    assert entry.source == "会员与账号 › 积分怎么用"
    assert entry.buttons == (("转人工", "ask_human"),)
    assert entry.text.endswith("1. 先登录。")


@pytest.mark.parametrize(
    "old, new, line, field",
    [
        ("---\ntitle", "title", 1, "整个文件"),
        ("---\n\n到", "\n到", 1, "整个文件"),
        ("title: 积分怎么用\n", "", 2, "整个文件"),
        ("owner: 会员组", "owner:", 3, "owner"),
        ("valid_from: 2026-01-01", "valid_from: 一月", 4, "valid_from"),
        ("valid_until: 长期", "valid_until: 2025-02-30", 5, "valid_until"),
        ("valid_until: 长期", "valid_until: 2025-01-01", 5, "valid_until"),
        ("- 积分可以抵钱吗\n- 积分商城在哪\n", "", 7, "questions"),
        ("keywords:", "keyword:", 10, "keyword"),
        ("title: 转人工,", "title: 请点这里转给人工客服同事,", 12, "buttons.1.title"),
        ("intent: ask_human", "intnt: ask_human", 12, "buttons.1.intnt"),
        ("owner: 会员组", "owner: [会员组", 4, "整个文件"),
        ("{unpaid_hours}", "{unpaid_days}", 15, "正文"),
        ("1. 先登录。", "## 先登录", 16, "正文"),
        ("1. 先登录。", "看[这里](https://x.cn)", 16, "正文"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(tmp_path: Path, old: str, new: str, line: int, field: str) -> None:
    """Whoever wrote it finds it."""
    assert old in GOOD
    folder = a_folder(tmp_path, GOOD.replace(old, new, 1))

    problems = load.read(DAY, folder, tmp_path).problems

    assert ("data/knowledge/membership/points.md", line, field) in [(p.file, p.line, p.field) for p in problems]
    assert load.read(DAY, folder, tmp_path).entries == []
    with pytest.raises(SettingError, match=f"membership/points.md 第 {line} 行"):
        load.load(DAY, folder=folder, root=tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"---\n---\n", b"---\n- a\n---\nx", b"---\n\tx\n---\nx"])
def test_a_file_that_is_no_entry_at_all_is_told_and_breaks_nothing(tmp_path: Path, content: bytes) -> None:
    """Empty, in another encoding, a list, a tab."""
    folder = a_folder(tmp_path)
    (folder / "membership" / "broken.md").write_bytes(content)

    shelf = load.read(DAY, folder, tmp_path)

    assert {problem.file for problem in shelf.problems} == {"data/knowledge/membership/broken.md"}
    assert [entry.key for entry in shelf.entries] == ["membership/points"]


def test_a_question_written_in_two_entries_is_told(tmp_path: Path) -> None:
    """Which one is quoted would be chance."""
    folder = a_folder(tmp_path)
    (folder / "membership" / "second.md").write_text(GOOD.replace("title: 积分怎么用", "title: 别的"), "utf-8")

    problems = load.read(DAY, folder, tmp_path).problems

    assert {(p.file, p.line) for p in problems} == {("data/knowledge/membership/second.md", n) for n in (7, 8, 9)}


def test_a_file_outside_every_topic_is_told(tmp_path: Path) -> None:
    """There are two levels, no more and no fewer."""
    folder = a_folder(tmp_path)
    for name in ("loose.md", "unknown/one.md", "membership/deep/one.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD, "utf-8")

    problems = load.read(DAY, folder, tmp_path).problems

    assert {problem.file for problem in problems} == {
        f"data/knowledge/{name}" for name in ("loose.md", "unknown/one.md", "membership/deep/one.md")
    }


@pytest.mark.parametrize(
    "name, content, line",
    [
        (load.WORDS, "same:\n- [积分, 分数]\n- [分数, 点数]\n", 3),
        (load.WORDS, "same:\n- 积分\n", 2),
        (load.WORDS, "sme: []\n", 1),
        (load.TOPICS, "membership: [会员]\n", 1),
        (load.TOPICS, "membership: 会员\nmembership: 账号\n", 2),
    ],
)
def test_a_mistake_in_the_lists_is_named(tmp_path: Path, name: str, content: str, line: int) -> None:
    """Words and topics as well."""
    folder = a_folder(tmp_path)
    (folder / name).write_text(content, "utf-8")

    found = [(p.file, p.line) for p in load.read(DAY, folder, tmp_path).problems]

    assert (f"data/knowledge/{name}", line) in found


def test_missing_lists_are_told(tmp_path: Path) -> None:
    """Without them nothing can be read rightly."""
    folder = a_folder(tmp_path)
    (folder / load.TOPICS).unlink()
    (folder / load.WORDS).unlink()

    files = {problem.file for problem in load.read(DAY, folder, tmp_path).problems}

    assert {f"data/knowledge/{load.TOPICS}", f"data/knowledge/{load.WORDS}"} <= files


def test_an_entry_that_has_lapsed_is_logged_and_not_quoted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The base works on without it (playbook A6)."""
    folder = a_folder(tmp_path, GOOD.replace("valid_until: 长期", "valid_until: 2026-11-21"))

    base = load.load(DAY, folder=folder, root=tmp_path)

    assert base.find("积分能换什么", DAY) is None
    assert base.find("积分能换什么", date(2026, 11, 21)) is not None
    assert "knowledge.lapsed" in caplog.text


def test_the_entries_lie_where_the_page_for_designers_says() -> None:
    """``docs/knowledge.md`` names every topic and every figure."""
    told = (ROOT / "docs" / "knowledge.md").read_text("utf-8")

    assert [name for name in figures.NAMES if f"`{{{name}}}`" not in told] == []
