"""The rules of service from ``data/service/``: the shop's own are sound, and every mistake is named with its place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from support.service_samples import Announced, at

from bot.handoff.hours import AlwaysOpen
from bot.handoff.lines import REASONS
from bot.kernel.errors import SettingError
from bot.runtime.policies.problem import Problem
from bot.runtime.service_rules import load
from bot.runtime.settings import ROOT

TODAY = date(2026, 11, 22)

HOURS = """\
owner: 客服主管组
calendars:
- code: always
  title: 白天
  workdays: [09:00-12:00, 13:00-22:00]
  weekends: [10:00-18:00]
  friday: [09:00-24:00]
  holidays: [10:00-16:00]
  makeup_days: [09:00-17:00]
  dates:
  - {first: 2026-11-11, open: [00:00-24:00], why: 双十一}
  - {first: 2027-02-05, last: 2027-02-06, counts_as: holiday, why: 春节}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the shop's rules of service, to be spoilt."""
    shutil.copytree(ROOT / load.FOLDER, tmp_path / load.FOLDER)
    return tmp_path


def write(root: Path, file: str, text: str) -> None:
    (root / load.FOLDER / f"{file}.yml").write_text(text, "utf-8")


def spoil(root: Path, file: str, old: str, new: str) -> None:
    text = (root / load.FOLDER / f"{file}.yml").read_text("utf-8")
    assert old in text
    write(root, file, text.replace(old, new, 1))


def problems(root: Path, today: date = TODAY) -> list[Problem]:
    return load.read(today, root, Announced())[1]


def test_the_shops_own_rules_are_open_all_day_with_four_groups_and_seven_clocks() -> None:
    """As shipped: no customer is turned away by a default."""
    rules = load.load(today=TODAY)

    assert isinstance(rules.hours["always"], AlwaysOpen)
    assert [(group.code, group.accept_ms, group.capacity) for group in rules.groups] == [
        (code, 20_000, 5) for code in ("service", "senior", "qa", "legal")
    ]
    assert {reason: rules.groups.of_reason(reason).code for reason in REASONS} == {
        reason: "senior" if reason in {"threat", "safety"} else "service" for reason in REASONS
    }
    assert [(target.code, target.within_ms // 1000) for target in rules.clocks.targets.values()] == [
        ("first_response", 60),
        ("next_response", 180),
        ("resolution", 14_400),
        ("senior_10", 600),
        ("golden_30", 1_800),
        ("anger_2h", 7_200),
        ("trust_24h", 86_400),
    ]
    assert all(0 < target.warn_ms < target.within_ms for target in rules.clocks.targets.values())
    assert (rules.grace_ms, rules.transfer_ms, rules.call_back_ms, rules.lead_ms) == (
        30_000,
        60_000,
        1_800_000,
        600_000,
    )


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        ("2026-11-23 11:00", "2026-11-23 12:00"),
        ("2026-11-27 13:00", "2026-11-28 00:00"),
        ("2026-11-28 10:00", "2026-11-28 18:00"),
        ("2026-11-11 23:00", "2026-11-12 00:00"),
        ("2027-02-06 10:00", "2027-02-06 16:00"),
    ],
)
def test_hours_are_read_as_they_are_written(root: Path, moment: str, closes: str) -> None:
    """Weekdays, a day of its own, weekends, a special opening, a holiday the shop wrote itself."""
    write(root, "hours", HOURS)

    assert load.load(root, today=TODAY).hours["always"].closes_at(at(moment)) == at(closes)


def test_the_example_in_the_file_is_sound(root: Path) -> None:
    """What supervisors copy out of the comment has to work as it stands."""
    text = (root / load.FOLDER / "hours.yml").read_text("utf-8")
    example = text[text.index("# - code: always") :]
    write(
        root, "hours", "owner: 客服主管组\ncalendars:\n" + "\n".join(line[2:] for line in example.splitlines()) + "\n"
    )

    assert problems(root) == []
    assert load.load(root, today=TODAY).hours["always"].closes_at(at("2026-11-22 12:00")) == at("2026-11-22 22:00")


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        ("[09:00-12:00, 13:00-22:00]", "[9点-22点]", 5, "calendars.always.workdays", "不是一段时间"),
        ("[09:00-12:00, 13:00-22:00]", "09:00-22:00", 5, "calendars.always.workdays", "应当是一组"),
        ("[09:00-12:00, 13:00-22:00]", "[09:00-13:30, 13:00-22:00]", 5, "calendars.always.workdays", "重叠"),
        ("[09:00-12:00, 13:00-22:00]", "[22:00-02:00]", 5, "calendars.always.workdays", "过夜"),
        ("[09:00-12:00, 13:00-22:00]", "[09:00-24:30]", 5, "calendars.always.workdays", "24:00"),
        ("[09:00-12:00, 13:00-22:00]", "[09:60-12:00]", 5, "calendars.always.workdays", "59"),
        ("  weekends: [10:00-18:00]\n", "", 3, "calendars.always", "星期六"),
        ("weekends:", "weekend:", 6, "calendars.always.weekend", "是不是想写 weekends"),
        ("open: [00:00-24:00]", "counts_as: workday", 11, "calendars.always.dates.1.counts_as", "makeup"),
        ("open: [00:00-24:00], ", "", 11, "calendars.always.dates.1", "要写一个"),
        ("last: 2027-02-06", "last: 2027-02-01", 12, "calendars.always.dates.2.last", "应当是"),
        ("first: 2027-02-05, last: 2027-02-06", "first: 2026-11-11", 12, "calendars.always.dates.2.first", "已经写过"),
        ("2026-11-11", "2026-11-31", 11, "calendars.always.dates.1.first", "日期"),
        ("code: always", "code: office", 17, "groups.service.hours", "office"),
    ],
)
def test_a_mistake_in_the_hours_is_named_with_its_line_and_field(
    root: Path, old: str, new: str, line: int, field: str, says: str
) -> None:
    """Line and field of the file, and what would be right."""
    write(root, "hours", HOURS)
    spoil(root, "hours", old, new)
    found = [problem for problem in problems(root) if not problem.lapsed]

    assert (field, True) in [(problem.field, says in problem.message) for problem in found]
    if field.startswith("calendars"):
        assert (line, field) in [(problem.line, problem.field) for problem in found]


def test_hours_that_never_open_are_refused(root: Path) -> None:
    """Nobody would ever be served."""
    write(root, "hours", "owner: 主管\ncalendars:\n- {code: always, title: 关, every_day: []}\n")

    assert ["七天都休息" in problem.message for problem in problems(root)] == [True]


def test_two_calendars_of_one_name_are_refused(root: Path) -> None:
    """One of them would silently not count."""
    entry = "- {code: always, title: 全天, every_day: [00:00-24:00]}\n"
    write(root, "hours", f"owner: 主管\ncalendars:\n{entry}{entry}")

    assert [(problem.line, "写了两次" in problem.message) for problem in problems(root)] == [(4, True)]


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 11, 22), []),
        (date(2026, 12, 1), ["2027"]),
        (date(2027, 1, 1), ["2027"]),
        (date(2027, 12, 1), ["2027", "2028"]),
    ],
)
def test_holidays_of_a_year_nobody_announced_are_told_and_do_no_harm(root: Path, today: date, years: list[str]) -> None:
    """This year, and from December on the next; the rules work all the same, by weekdays."""
    write(
        root, "hours", HOURS.replace("  - {first: 2027-02-05, last: 2027-02-06, counts_as: holiday, why: 春节}\n", "")
    )
    rules, found = load.read(today, root, Announced(known=(2026,)))

    assert [(problem.lapsed, problem.field) for problem in found] == [(True, "calendars.always.holidays")] * len(years)
    assert all(f"{year}年" in problem.message for year, problem in zip(years, found, strict=True))
    assert rules is not None
    assert rules.hours["always"].is_open(at("2027-10-01 09:30"))


def test_a_year_whose_holidays_the_shop_wrote_itself_is_known(root: Path) -> None:
    """Nobody is reminded of what is done."""
    write(root, "hours", HOURS)

    assert problems(root, date(2026, 12, 1)) == []


def test_hours_that_know_no_holidays_need_no_announcement(root: Path) -> None:
    """The shipped hours are the same every day, in any year."""
    assert problems(root, date(2999, 1, 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("escalates_to: senior}", "escalates_to: seniors}", "groups.service.escalates_to", "没有叫 seniors 的组"),
        ("capacity: 5}", "capacity: 5, escalates_to: service}", "groups.service.escalates_to", "绕了一圈"),
        ("[threat, safety]", "[threat, safty]", "groups.senior.reasons", "safety"),
        ("code: qa,", "code: qa, reasons: [threat],", "groups.qa.reasons", "只能先给一个组"),
        ("takes_the_rest: true, ", "", "groups", "只能有一个"),
        ("code: qa,", "code: qa, takes_the_rest: true,", "groups", "现在有2个"),
        ("code: legal,", "code: qa,", "groups.qa.code", "写了两次"),
        ("capacity: 5", "capacity: 0", "groups.service.capacity", "从1到100"),
        ("accept_s: 20", "accept_s: 1", "groups.service.accept_s", "从5到600"),
        ("lead_minutes: 10", "lead_minutes: 30", "offers.1.lead_minutes", "比 park_minutes 小"),
        ("grace_s: 30", "grace: 30", "offers.1.grace", "是不是想写 grace_s"),
        ("owner: 客服主管组\n", "", "整个文件", "缺少 owner"),
    ],
)
def test_a_mistake_in_the_groups_is_named(root: Path, old: str, new: str, field: str, says: str) -> None:
    """With the field and what would be right."""
    spoil(root, "groups", old, new)
    found = problems(root)

    assert [(problem.file, problem.field) for problem in found] == [("data/service/groups.yml", field)]
    assert says in found[0].message


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("within: 60秒", "within: 60", "targets.first_response.within", "文字"),
        ("within: 60秒", "within: 一分钟", "targets.first_response.within", "60秒、30分钟、4小时"),
        ("warn_before: 20秒", "warn_before: 2分钟", "targets.first_response.warn_before", "比 within 短"),
        ("within: 60秒", "within: 0秒", "targets.first_response.within", "1秒"),
        ("starts: risk", "starts: risks", "targets.golden_30.starts", "是不是想写 risk"),
        ("stops: reply", "stops: resolved", "targets.next_response.stops", "请写 reply"),
        ("starts: risk,", "starts: risk, applies: urgent,", "targets.golden_30.applies", "只和风险有关"),
        ("code: next_response", "code: first_response", "targets.first_response.code", "写了两次"),
        ("business: true", "business: 是", "targets.first_response.business", "true 或 false"),
    ],
)
def test_a_mistake_in_the_targets_is_named(root: Path, old: str, new: str, field: str, says: str) -> None:
    """With the field and what would be right."""
    spoil(root, "targets", old, new)
    found = [problem for problem in problems(root) if problem.field == field]

    assert any(says in problem.message for problem in found)


def test_a_start_with_wrong_rules_lists_all_of_them_at_once(root: Path) -> None:
    """A supervisor mends everything in one go."""
    spoil(root, "groups", "capacity: 5", "capacity: 0")
    spoil(root, "targets", "within: 60秒", "within: 60")
    (root / load.FOLDER / "hour.yml").write_text("owner: 主管\n", "utf-8")
    with pytest.raises(SettingError) as raised:
        load.load(root, today=TODAY)

    assert all(part in raised.value.message for part in ("groups.yml 第 ", "targets.yml 第 ", "hour.yml 第 1 行"))


@pytest.mark.parametrize("name", ["hours", "groups", "targets"])
def test_a_file_that_is_gone_or_no_yaml_is_told(root: Path, name: str) -> None:
    """And takes no other complaint with it that would lead astray about its own content."""
    write(root, name, "owner: [")
    broken = [problem for problem in problems(root) if problem.file.endswith(f"{name}.yml")]
    (root / load.FOLDER / f"{name}.yml").unlink()
    gone = [problem for problem in problems(root) if problem.file.endswith(f"{name}.yml")]

    assert [problem.field for problem in broken] == ["整个文件"]
    assert ["找不到" in problem.message for problem in gone] == [True]
