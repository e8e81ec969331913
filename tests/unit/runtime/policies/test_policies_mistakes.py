"""Files of rules with mistakes in them: every one is named with its place, in a sentence one can act on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.policy_files import PRICES, TODAY, problems, spoil

from bot.kernel.errors import SettingError
from bot.runtime.policies import load


@pytest.mark.parametrize(
    "old, new, line, field, says",
    [
        ("days: 7", "days: 七", 5, "days", "整数，单位是天，从0到365，现在是“七”"),
        ("days: 7", "days: 7.5", 5, "days", "现在是“7.5”"),
        ("days: 7", "days: true", 5, "days", "现在是“true”"),
        ("days: 7", "days:", 5, "days", "现在是空的"),
        ("days: 7", "days: 400", 5, "days", "从0到365"),
        ("  times: 1\n", "", 5, "", "缺少 times"),
        ("least_fen: 100", "least_fen: -100", 7, "least_fen", "不能是负数（10元写 1000）"),
        ("least_fen: 100", "least_fen: 1元", 7, "least_fen", "单位是分"),
        ("least_fen: 100", "least_fen: 60000", 7, "least_fen", "一分也退不出去"),
        ("ceiling_fen: 50000", "cieling_fen: 50000", 8, "cieling_fen", "是不是想写 ceiling_fen？"),
        ("  times: 1", "  times: 1\n  times: 2", 7, "times", "写了两遍"),
        ("not_for: []", "not_for: fresh", 9, "not_for", "应当是一组"),
        ("not_for: []", "not_for: [antimatter]", 9, "not_for", "categories.yml 的 categories 里没有"),
        ("excluded: 限时秒杀", "excluded: ''", 10, "excluded", "应当是文字，现在是空的"),
        ("owner: 价格组\n", "", 4, "", "缺少 owner"),
        ("owner: 价格组", "owner: 42", 1, "owner", "应当是文字"),
        ("valid_from: 2020-01-01", "valid_from: 2020-02-30", 2, "valid_from", "写成 2026-01-31 的样子"),
        ("valid_until: 长期\n", "", 4, "", "缺少 valid_until"),
        ("valid_until: 长期", "valid_until: 永远", 3, "valid_until", "或者“长期”"),
        ("- days: 7", "- valid_until: 2019-01-01\n  days: 7", 5, "valid_until", "有效期写反了"),
        ("price_protection:", "price_protections:", 4, "price_protections", "是不是想写 price_protection？"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(
    folder: Path, old: str, new: str, line: int, field: str, says: str
) -> None:
    """And with what would be right."""
    assert old in PRICES
    path = folder / "price_protection.yml"
    path.write_text(PRICES.replace(old, new), "utf-8")
    found = problems(folder)

    assert (str(path), line) in [(problem.file, problem.line) for problem in found]
    assert [p for p in found if says in p.message and p.field.endswith(field)], [str(p) for p in found]


@pytest.mark.parametrize(
    "content, says",
    [
        ("price_protection:\n- days: [7\n", "整个文件：YAML 格式不对"),
        ("", "文件是空的"),
        ("- 7\n", "应当是“名称: 内容”"),
        (PRICES.split("- days")[0], "应当是一组内容"),
        ("owner: 价格组\n", "缺少 price_protection"),
    ],
)
def test_a_file_that_is_none_is_named(folder: Path, content: str, says: str) -> None:
    """Broken YAML, nothing at all, the wrong shape."""
    (folder / "price_protection.yml").write_text(content, "utf-8")

    assert any(says in str(problem) for problem in problems(folder))


def test_a_missing_file_a_strange_file_and_a_wrong_encoding_are_named(folder: Path) -> None:
    """All at once."""
    (folder / "warranty.yml").unlink()
    (folder / "invoice.yml").write_bytes("owner: 财务组".encode("gbk"))
    (folder / "refund.yml").write_text("", "utf-8")
    found = {Path(problem.file).name: problem.message for problem in problems(folder)}

    assert "找不到这个文件" in found["warranty.yml"]
    assert "UTF-8" in found["invoice.yml"]
    assert "没有这一类规则" in found["refund.yml"]


def test_two_versions_may_not_hold_on_one_day(folder: Path) -> None:
    """Both lines are named, and how to end the first."""
    newer = "- valid_from: 2026-06-01\n" + PRICES.split("price_protection:\n")[1].replace("- days", "  days")
    (folder / "price_protection.yml").write_text(PRICES + newer, "utf-8")
    [problem] = problems(folder)

    assert problem.line == 11
    assert "和第 5 行的同一条规则有效期重叠" in problem.message
    assert "valid_until 改成 2026-05-31" in problem.message


def test_a_rule_whose_days_are_over_is_reported_and_stops_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The other rules go on; this one is not used."""
    (folder / "price_protection.yml").write_text(PRICES.replace("长期", "2026-11-21"), "utf-8")
    [problem] = problems(folder)
    rules = load.load(TODAY, folder).price_protection

    assert problem.lapsed
    assert "已经过期" in problem.message
    assert rules.get("price_protection", TODAY) is None
    assert rules.get("price_protection", date(2026, 11, 21)) is not None
    assert "已经过期" in caplog.text


def test_a_rule_that_has_yet_to_begin_is_reported(folder: Path) -> None:
    """Until then there is none."""
    (folder / "price_protection.yml").write_text(PRICES.replace("2020-01-01", "2027-01-01"), "utf-8")
    [problem] = problems(folder)

    assert problem.lapsed
    assert "要到 2027-01-01 才生效" in problem.message


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    """Nobody mends a file ten times to find ten mistakes; nothing is put in force."""
    (folder / "price_protection.yml").write_text(PRICES.replace("100", "-1").replace("times", "tiems"), "utf-8")
    spoil(folder, "delivery", lambda content: content["shipping"][0].update(within_days="两天"))

    with pytest.raises(SettingError) as error:
        load.load(TODAY, folder)

    lines = error.value.message.splitlines()
    assert len(lines) == 5
    assert [
        word for word in ("least_fen", "tiems", "缺少 times", "within_days") if word not in error.value.message
    ] == []


def test_a_problem_is_one_sentence_a_designer_can_act_on(folder: Path) -> None:
    """File, line, field, what is wrong, what would be right."""
    (folder / "price_protection.yml").write_text(PRICES.replace("days: 7", "days: 七"), "utf-8")
    [problem] = problems(folder)

    assert str(problem).endswith(
        "price_protection.yml 第 5 行 price_protection.1.days：应当是整数，单位是天，从0到365，现在是“七”。"
    )
