"""``jiezhu lint`` and ``jiezhu check`` look at the agents' canned replies as at any other text."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.tiny_project import TODAY, TinyProject

AGENTS = "data/replies/agents.yml"
FILE = """\
owner: 客服培训组
valid_from: 2026-01-01
valid_until: 长期

situations:
- {code: bill, name: 发票, intents: [ask_invoice]}

replies:
- code: asked
  situation: bill
  title: 开发票
  calm:
  - "{name}您好，发票发到哪个邮箱？"
  upset:
  - 发票的事我这就给您办。
"""


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with canned replies and nothing wrong in them."""
    made = TinyProject(tmp_path)
    made.write(AGENTS, FILE)
    return made


def found(tiny: TinyProject) -> list[tuple[str, int]]:
    """Rule and line of what is wrong with the file."""
    return [(finding.rule, finding.line) for finding in tiny.check() if finding.file == AGENTS]


def test_a_library_with_nothing_wrong_has_no_findings(tiny: TinyProject) -> None:
    """The ground the table below stands on."""
    assert found(tiny) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("发票的事我这就给您办。", "别着急，发票的事我来。", "forbidden-phrase", 15),
        ("发票的事我这就给您办。", "发票的事尽快给您办。", "empty-promise", 15),
        ("发票的事我这就给您办。", "发票的事会给您处理。", "promise-without-time", 15),
        ("发票的事我这就给您办。", "这是快递的问题。", "blame", 15),
        ("发票的事我这就给您办。", "你的发票我来办。", "informal-you", 15),
        ("发票的事我这就给您办。", "这一单{number}我来办。", "unknown-variable", 15),
        ("{name}您好，发票", "{name}，发票", "bad-reply", 13),
        ("situation: bill", "situation: bills", "bad-reply", 10),
        ("title: 开发票", "titel: 开发票", "bad-reply", 11),
        ("intents: [ask_invoice]", "intents: [ask_invoices]", "undeclared", 6),
        ("  title: 开发票", "  title: 开发票\n  valid_until: 2026-11-21", "expired", 9),
        ("  title: 开发票", "  title: 开发票\n  valid_until: 2026-11-30", "expires-soon", 9),
        ("valid_until: 长期", "valid_until: 2026-11-01", "expired", 6),
    ],
)
def test_each_mistake_is_told_with_its_line(tiny: TinyProject, old: str, new: str, rule: str, line: int) -> None:
    """Words, promises, variables, form and days (playbook H1, F6, A6)."""
    assert TODAY.isoformat() == "2026-11-22"
    tiny.change(AGENTS, old, new)

    assert (rule, line) in found(tiny)


def test_a_period_of_the_whole_file_is_told_once(tiny: TinyProject) -> None:
    """It is one thing to do."""
    tiny.change(AGENTS, "valid_until: 长期", "valid_until: 2026-11-01")

    assert [rule for rule, _ in found(tiny)] == ["expired"]


def test_the_same_words_as_somewhere_else_are_told(tiny: TinyProject) -> None:
    """One library for the assistant and the agents (playbook B2)."""
    tiny.change(AGENTS, "发票的事我这就给您办。", "发票请同事来开，要转给同事吗？")

    (double,) = (finding for finding in tiny.check() if finding.rule == "duplicate-text")
    assert "replies.asked" in double.what
