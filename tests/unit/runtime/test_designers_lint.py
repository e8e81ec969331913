"""The rules for texts: each with words it finds and words it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.tiny_project import TinyProject

from actions.responses import VARIABLES
from bot.runtime import replies
from bot.runtime.designers import project
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.findings import errors
from bot.runtime.designers.lint.phrases import sentence
from bot.runtime.designers.lint.run import lint

THANKS = "不客气，能帮上您我也高兴。"
DOMAIN, PARCEL, SYSTEM = "domain.yml", "domain/parcel.yml", "data/replies/system.yml"


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with nothing wrong in it."""
    return TinyProject(tmp_path)


def test_a_project_with_nothing_wrong_has_no_findings(tiny: TinyProject) -> None:
    """The ground the tables below stand on."""
    assert tiny.lint() == []


def test_the_projects_own_texts_pass() -> None:
    """What customers read today says nothing forbidden and promises nothing that cannot be kept."""
    files = project.load(provided=VARIABLES)

    assert errors(lint(files, read_domain(files), date.today())) == []  # noqa: DTZ011 - as the command does


FOUND = [
    ("forbidden-phrase", "您别着急，我来看。"),
    ("empty-promise", "我们尽快给您答复。"),
    ("empty-promise", "保证没有问题。"),
    ("empty-promise", "东西今天肯定能到。"),
    ("blame", "这是快递公司的问题。"),
    ("promise-without-time", "同事会给您处理。"),
    ("promise-without-time", "同事会给您处理。这样可以吗？还要别的吗？今天18点前都在。"),
    ("informal-you", "你好呀，我来看看。"),
    ("half-width", "好的,我来看看。"),
    ("half-width", "好的(真的)我来看。"),
    ("half-width", "我看看..."),
    ("half-width", '您点"查订单"就行。'),
    ("too-long", "这一句话说得实在太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长，读不完。"),
    ("unknown-variable", "您的「{product}」到了。"),
    ("duplicate-text", "发票请同事来开，要转给同事吗？"),
    ("duplicate-text", "发票，请同事来开。要转给同事吗"),
]
LEFT_ALONE = [
    "我理解您着急，我来看。",
    "我们尽快给您答复，10分钟内就有结果。",
    "今天18点前尽快给您答复。",
    "保证金会在3天内退回。",
    "预计{order_id}能到。",
    "包裹的情况我来核实。",
    "同事会在1小时内给您处理。",
    "同事会给您处理。最晚今天18点前。",
    "同事会当场给您处理。",
    "同事不会不处理的。",
    "会员的事我来处理。",
    "您说“你们快递到哪了”就行。",
    "这款是迷你的，18:05 发货，¥199.50。",
    "好的（真的）：我来看看……",
    "点“别着急”这个按钮。",
]


@pytest.mark.parametrize("rule, words", FOUND)
def test_a_rule_finds_what_it_is_for(tiny: TinyProject, rule: str, words: str) -> None:
    """One finding, at the line of the text, with what to say instead."""
    tiny.change(PARCEL, THANKS, words)

    found = tiny.lint()

    assert [finding.rule for finding in found] == [rule]
    assert (found[0].file, found[0].line) == (PARCEL, tiny.line(PARCEL, words))
    assert found[0].what
    assert found[0].better


@pytest.mark.parametrize("words", LEFT_ALONE)
def test_words_that_are_all_right_are_left_alone(tiny: TinyProject, words: str) -> None:
    """A time makes a promise one that can be kept; what is quoted is the customer's; 会员 promises nothing."""
    tiny.change(PARCEL, THANKS, words)

    assert tiny.lint() == []


def test_a_finding_in_a_text_of_several_lines_names_the_very_line(tiny: TinyProject) -> None:
    """Not the one where the text begins."""
    tiny.change(PARCEL, "      「{title}」在路上，预计", "      「{title}」您别着急，预计")

    assert [finding.line for finding in tiny.lint()] == [tiny.line(PARCEL, "别着急")]


def test_steps_on_lines_of_their_own_may_be_longer_than_one_sentence(tiny: TinyProject) -> None:
    """A list is read line by line (playbook B3); but a single line is not excused."""
    short, long = "第一步，打开订单。" * 3, "第一步，打开订单。" * 5
    tiny.change(PARCEL, f"- text: {THANKS}", f"- text: |-\n      {short}\n      {short}")
    assert tiny.lint() == []

    tiny.change(PARCEL, f"      {short}\n      {short}", f"      {long}\n      好的。")
    assert [finding.rule for finding in tiny.lint()] == ["too-long"]


METADATA = "  - text: 不客气，能帮上您我也高兴。\n    metadata: {{{}}}"


@pytest.mark.parametrize(
    "metadata, rules",
    [
        ('valid_until: "2026-12-31", owner: 运营部', []),
        ('valid_from: "2026-11-01", valid_until: "2027-11-01", owner: 运营部', []),
        ("owner: 运营部", []),
        ("kind: x", []),
        ('valid_until: "2026-11-21", owner: 运营部', ["expired"]),
        ('valid_until: "2026-11-22", owner: 运营部', ["expires-soon"]),
        ('valid_until: "2026-12-06", owner: 运营部', ["expires-soon"]),
        ('valid_until: "2026-12-07", owner: 运营部', []),
        ("valid_until: 2026-12-31, owner: 运营部", ["bad-validity"]),
        ('valid_until: "年底", owner: 运营部', ["bad-validity"]),
        ('valid_until: "2026-12-31"', ["bad-validity"]),
        ('valid_from: "2027-12-31", valid_until: "2026-12-31", owner: 运营部', ["bad-validity"]),
    ],
)
def test_the_period_of_a_text_is_watched(tiny: TinyProject, metadata: str, rules: list[str]) -> None:
    """Over, over within 14 days, or not written as it should be (playbook A6)."""
    tiny.change(PARCEL, f"  - text: {THANKS}", METADATA.format(metadata))

    found = tiny.lint()

    assert [finding.rule for finding in found] == rules
    assert {finding.line for finding in found} <= {tiny.line(PARCEL, "metadata")}


def test_a_line_of_the_service_may_have_a_period_too(tiny: TinyProject) -> None:
    """Beside its text, as beside a result."""
    tiny.change(
        SYSTEM,
        "queued: 已经帮您排上队，前面还有 {ahead} 位。",
        'queued: {text: "前面还有 {ahead} 位。", valid_until: "2026-01-01", owner: 客服部}',
    )
    tiny.change(SYSTEM, "3 个工作日内原路退回}", '3 个工作日内原路退回, valid_until: "2026-01-02", owner: 财务}')

    assert [(finding.rule, finding.line) for finding in tiny.lint()] == [
        ("expired", tiny.line(SYSTEM, "queued")),
        ("expired", tiny.line(SYSTEM, "财务")),
    ]


def test_the_service_reads_lines_with_a_period(tmp_path: Path) -> None:
    """What the lint asks for must not stop the service."""
    text = replies.SYSTEM.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  left_queue: "))
    words = line.partition(": ")[2]
    path = tmp_path / "system.yml"
    text = text.replace(line, f'  left_queue: {{text: {words}, valid_until: "2027-01-01", owner: 客服部}}')
    path.write_text(text.replace("code: other,", "code: other, owner: 客服部,"), encoding="utf-8")

    lines = replies.load(path)

    assert lines.say("left_queue") == words
    assert lines.result("other") is not None


@pytest.mark.parametrize(
    "file, old, new, rules",
    [
        (SYSTEM, "{ahead} 位", "{place} 位", ["unknown-variable"]),
        (SYSTEM, "{name}您好", "{nick}您好", ["unknown-variable"]),
        (SYSTEM, "已经帮您排上队", "您别着急，已经排上队", ["forbidden-phrase"]),
        (SYSTEM, "3 个工作日内原路退回", "会给您处理", ["promise-without-time"]),
        (SYSTEM, "客户要求人工", "你要的人工会来处理", []),
        ("data/choices.yml", "开发票", "开(发票)", ["half-width"]),
        (PARCEL, "#   utter_parcel(eta, title)\n", "", ["unlisted-variable"]),
        (PARCEL, "#   utter_parcel(eta, title)", "#   utter_parcel(eta)", ["unlisted-variable"]),
        (PARCEL, "#   utter_parcel(eta, title)", "#   utter_parcel(title, eta)   送到哪了", []),
        (DOMAIN, "  utter_empathy_worried:\n", "  utter_empathy_thanks:\n", ["no-empathy"]),
        (DOMAIN, "  utter_empathy_complain_delay:\n", "  utter_empathy_thanks:\n", ["few-tones"]),
        (DOMAIN, "  - text: 您的不满我记下了。\n", "", ["few-tones"]),
        (PARCEL, "  utter_thanks:\n", "  utter_thank_you:\n", ["unused-response"]),
        ("actions/parcel.py", 'LATE = "utter_late"\n', 'LATE = "late"\n', ["unused-response"]),
        ("tests/dialogue/a-parcel-is-found.yml", "第1回到哪了\n  意图: ask_parcel", "天气", ["skill-without-test"]),
        ("tests/dialogue/a-parcel-is-found.yml", "\n  意图: ask_parcel", "", []),
        ("tests/dialogue/a-parcel-is-found.yml", "客户: 我的包裹第1回到哪了\n  意图: ask_parcel", "按: 开发票", []),
    ],
)
def test_the_library_as_a_whole(tiny: TinyProject, file: str, old: str, new: str, rules: list[str]) -> None:
    """Variables, tones, responses nobody uses, skills nobody tries."""
    tiny.change(file, old, new)

    assert [finding.rule for finding in tiny.lint()] == rules


@pytest.mark.parametrize(
    "old, new",
    [
        ("{say: 别着急, better: 我理解您着急。}", "{say: 别着急}"),
        ("{say: 别着急, better: 我理解您着急。}", "{say: 别着急, better: 我理解, when: 总是}"),
        ("- {say: 快递…的问题, better: 我来核实。}\n", ""),
    ],
)
def test_a_word_list_that_is_not_as_it_should_be_is_told(tiny: TinyProject, old: str, new: str) -> None:
    """A rule without words would pass everything in silence."""
    tiny.change("data/lint/phrases.yml", old, new)

    assert {finding.rule for finding in tiny.lint()} == {"bad-lint-file"}


def test_without_the_word_lists_nothing_passes(tiny: TinyProject) -> None:
    """A check that cannot fail is none."""
    (tiny.root / "data/lint/phrases.yml").unlink()

    assert [finding.rule for finding in tiny.lint()] == ["bad-lint-file"]


def test_a_broken_file_is_told_and_the_others_are_still_read(tiny: TinyProject) -> None:
    """Without calling half the names unknown because of it."""
    tiny.change(SYSTEM, "customer:", "customer: :")
    tiny.change(PARCEL, THANKS, "您别着急。")

    assert [(finding.file, finding.rule) for finding in tiny.lint()] == [
        (SYSTEM, "yaml"),
        (PARCEL, "forbidden-phrase"),
    ]


@pytest.mark.parametrize(
    "at, neighbours, expected", [(1, 0, "一。"), (3, 0, "二！"), (3, 1, "一。二！三"), (4, 0, "三"), (99, 0, "三")]
)
def test_the_sentence_around_a_place(at: int, neighbours: int, expected: str) -> None:
    """Where a time must stand to belong to a promise."""
    assert sentence("一。二！三", at, neighbours=neighbours) == expected
