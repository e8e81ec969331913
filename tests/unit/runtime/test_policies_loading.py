"""The shop's rules from ``data/policies/``: the shop's own are sound, and every mistake is named with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.demo_shop_catalogue import CATEGORY_OF
from bot.commerce.policies.reason import Fault
from bot.commerce.policies.solution import Solution
from bot.commerce.reasons import Reason
from bot.kernel.errors import SettingError
from bot.language.reasons import REASONS
from bot.runtime.policies import load
from bot.runtime.policies.problem import Problem

TODAY = date(2026, 11, 22)

PRICES = """\
owner: 价格组
valid_from: 2020-01-01
valid_until: 长期
price_protection:
- days: 7
  times: 1
  least_fen: 100
  ceiling_fen: 50000
  not_for: []
  excluded: 限时秒杀
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shop's rules, to be spoilt."""
    return Path(shutil.copytree(load.FOLDER, tmp_path / "policies"))


def problems(folder: Path) -> list[Problem]:
    return load.read(TODAY, folder)[1]


def spoil(folder: Path, file: str, change: Callable[[Any], None]) -> None:
    """Change what a file holds, comments lost."""
    path = folder / f"{file}.yml"
    content = yaml.safe_load(path.read_text("utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def entry(content: Any, section: str, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content[section] if one["code"] == code)
    return found


def test_the_shops_rules_are_sound_today() -> None:
    """Nothing wrong, nothing lapsed."""
    assert load.read(TODAY)[1] == []


def test_the_shops_rules_know_every_category_of_the_demo_shop() -> None:
    """No goods of the demo need a person only because nobody wrote a rule."""
    categories = {rule.code for rule in load.load(TODAY).categories.categories.on(TODAY)}

    assert set(CATEGORY_OF.values()) <= categories


def test_every_reason_a_customer_can_give_has_a_rule_and_a_choice() -> None:
    """What the language room finds in a text is a reason of the book; two solutions at least (playbook F4)."""
    book = load.load(TODAY)

    assert set(REASONS) <= {reason.value for reason in Reason}
    for reason in Reason:
        rule = book.refunds.reasons.need(reason.value, TODAY)
        assert len(rule.solutions) >= 2, reason


def test_a_day_without_rules_of_its_own_uses_those_of_the_time(folder: Path) -> None:
    """A new version takes over on its first day."""
    older = PRICES.replace("- days: 7", "- valid_until: 2026-05-31\n  days: 7")
    newer = "- valid_from: 2026-06-01\n" + PRICES.split("price_protection:\n")[1].replace("- days: 7", "  days: 15")
    (folder / "price_protection.yml").write_text(older + newer, "utf-8")
    rules = load.load(TODAY, folder).price_protection

    assert problems(folder) == []
    assert [rules.need("price_protection", day).days for day in (date(2026, 5, 31), date(2026, 6, 1))] == [7, 15]


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


Change = Callable[[Any], None]


def _set(section: str, code: str, /, **fields: Any) -> Change:
    return lambda content: entry(content, section, code).update(fields)


def _first(section: str, /, **fields: Any) -> Change:
    return lambda content: content[section][0].update(fields)


def _without(section: str, code: str, field: str) -> Change:
    return lambda content: entry(content, section, code).pop(field)


def _drop(section: str, code: str) -> Change:
    return lambda content: content[section].remove(entry(content, section, code))


_ONE = [{"do": "return_refund", "within_days": 7}]
_TWO = [*_ONE, {"do": "exchange", "within_days": 7}]


@pytest.mark.parametrize(
    "file, change, field, says",
    [
        ("refunds", _first("no_reason", days=5), "no_reason.1.days", "法律规定不能少于7天"),
        ("refunds", _first("no_reason", valid_until=date(2030, 1, 1)), "no_reason.1.valid_until", "请写“长期”"),
        ("refunds", _first("no_reason", money_back_days=3), "no_reason.1.money_back_days", "一共要7天"),
        ("refunds", _set("reasons", "quality", freight="customer"), "reasons.quality.freight", "运费不能让客户出"),
        (
            "refunds",
            _set("reasons", "quality", freight="store"),
            "reasons.quality.freight",
            "应当是 shop、customer 之一",
        ),
        ("refunds", _set("reasons", "quality", solutions=_ONE), "reasons.quality.solutions", "客户没得选"),
        ("refunds", _set("reasons", "quality", evidence=["phto"]), "reasons.quality.evidence", "是不是想写 photo？"),
        ("refunds", _set("reasons", "quality", complaint="qualty"), "reasons.quality.complaint", "compensation.yml"),
        ("refunds", _set("reasons", "other", review=False), "reasons.other", "要由同事来定"),
        ("refunds", _set("reasons", "dislike", under="不喜欢"), "reasons.dislike.under", "请删掉 under"),
        ("refunds", _set("reasons", "dislike", solutions=_TWO), "return_refund.within_days", "不用写 within_days"),
        (
            "refunds",
            _set("reasons", "damaged", solutions=[{"do": "reship"}, *_ONE]),
            "solutions.reship",
            "缺少 within_days",
        ),
        (
            "refunds",
            _set("reasons", "damaged", solutions=[{"do": "intercept", "within_days": 3}, *_ONE]),
            "solutions.intercept.do",
            "intercept 不能用在这里",
        ),
        (
            "refunds",
            _set("stages", "arrived", solutions=["repair", "intercept"]),
            "stages.arrived.solutions",
            "repair 不能用在这里",
        ),
        ("refunds", _drop("reasons", "missing"), "reasons", "少了 missing"),
        ("refunds", _drop("solutions", "repair"), "solutions", "少了 repair"),
        ("categories", _set("categories", "fresh", why=""), "categories.fresh", "why"),
        ("categories", _set("categories", "fresh", not_when=["opened"]), "categories.fresh.not_when", "请删掉"),
        ("categories", _drop("conditions", "washed"), "conditions", "少了 washed"),
        ("delivery", _first("lateness", lost_days=1), "lateness.1.lost_days", "比算延误的天数（1天）多"),
        ("delivery", _first("lateness", promise="soon"), "lateness.1.promise", "promises.yml"),
        (
            "compensation",
            _set("complaints", "service", amount_fen=6000),
            "complaints.service.amount_fen",
            "提高 ceiling_fen",
        ),
        ("compensation", _set("complaints", "service", gift="nothing"), "complaints.service.gift", "都是 0"),
        ("compensation", _first("overdue", lapses=[]), "overdue.1.lapses", "至少一个"),
        ("compensation", _first("overdue", percent_per_day=101), "overdue.1.percent_per_day", "从0到100"),
        ("cancelling", _without("states", "packed", "why"), "states.packed", "告诉客户为什么"),
        ("cancelling", _set("states", "paid", instead=["repair"]), "states.paid.instead", "请删掉"),
        ("cancelling", _drop("states", "signed"), "states", "少了 signed"),
        ("cancelling", _first("made_to_order", categories=["bespoke"]), "made_to_order.1.categories", "bespoke"),
        ("address", _set("states", "shipped", parts=["phone"]), "states.shipped.parts", "改不了的不要写"),
        ("invoice", _set("invoices", "special", needs=["bank"]), "invoices.special.needs", "title"),
        ("warranty", _set("warranty", "pet", code="pets"), "warranty.pets.code", "categories.yml"),
        ("promises", _set("promises", "reship", runs_in="service_hours"), "promises.reship.runs_in", "请写 always"),
        ("promises", _first("service_hours", until_hour=8), "service_hours.1.until_hour", "晚于"),
        (
            "promises",
            _set("holidays", "2026-spring", workdays=[date(2026, 2, 13)]),
            "holidays.2026-spring.workdays",
            "2026-02-13 不是周末",
        ),
        ("promises", _set("holidays", "2026-spring", last=date(2026, 1, 1)), "holidays.2026-spring.last", "请对调"),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "bot", "up_to_fen": 1}]),
            "limits.bot.up_to_fen",
            "不限",
        ),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "agent", "up_to_fen": 9}, {"role": "bot", "up_to_fen": "不限"}]),
            "limits.bot.role",
            "权限要从小写到大",
        ),
        (
            "approvals",
            _set("limits", "refund", limits=[{"role": "bot", "up_to_fen": 9}, {"role": "agent", "up_to_fen": 9}]),
            "limits.agent.up_to_fen",
            "金额也要比 bot 的多",
        ),
        ("approvals", _drop("limits", "compensation"), "limits", "少了 compensation"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_what_would(
    folder: Path, file: str, change: Change, field: str, says: str
) -> None:
    """Against the law, against another rule, against the customer's choice, or simply missing."""
    spoil(folder, file, change)
    found = [problem for problem in problems(folder) if Path(problem.file).stem == file]

    assert [p for p in found if p.field.endswith(field) and says in p.message], [str(p) for p in problems(folder)]


def test_a_gap_in_what_the_law_demands_is_named(folder: Path) -> None:
    """Customers are never without their seven days."""

    def with_a_gap(content: Any) -> None:
        [now] = content["no_reason"]
        content["no_reason"] = [
            {**now, "valid_until": date(2026, 5, 31)},
            {**now, "valid_from": date(2026, 6, 2)},
        ]

    spoil(folder, "refunds", with_a_gap)
    [problem] = problems(folder)

    assert "不能断档：上一条到 2026-05-31 为止" in problem.message


def test_a_problem_is_one_sentence_a_designer_can_act_on(folder: Path) -> None:
    """File, line, field, what is wrong, what would be right."""
    (folder / "price_protection.yml").write_text(PRICES.replace("days: 7", "days: 七"), "utf-8")
    [problem] = problems(folder)

    assert str(problem).endswith(
        "price_protection.yml 第 5 行 price_protection.1.days：应当是整数，单位是天，从0到365，现在是“七”。"
    )


def test_the_sample_of_fault_and_solution_in_the_shops_rules_is_kind_to_the_customer() -> None:
    """Whoever is not at fault never pays freight, and can always keep a way to get the money back."""
    for rule in load.load(TODAY).refunds.reasons.on(TODAY):
        back = {Solution.RETURN_REFUND, Solution.REFUND_ONLY} & {remedy.solution for remedy in rule.solutions}
        assert back, rule.code
        assert rule.fault in (Fault.CUSTOMER, Fault.UNCLEAR) or rule.freight.value == "shop"
