"""``jiezhu lint`` and ``jiezhu check`` read the knowledge base as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.tiny_project import TinyProject

from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.texts import texts

ENTRY = "data/knowledge/membership/points.md"
GOOD = """---
title: 积分怎么用
owner: 会员组
valid_from: 2026-01-01
valid_until: 长期
questions:
- 积分能换什么
- 积分可以抵钱吗
- 积分商城在哪
buttons:
- {title: 开发票, intent: ask_invoice}
---

到兑换页换成券，当天就能用。
"""


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with a knowledge base and nothing wrong in it."""
    project = TinyProject(tmp_path)
    project.write("data/knowledge/topics.yml", "membership: 会员与账号\n")
    project.write("data/knowledge/words.yml", "same: []\n")
    project.write(ENTRY, GOOD)
    return project


def test_a_knowledge_base_with_nothing_wrong_has_no_findings(tiny: TinyProject) -> None:
    """Neither the texts nor the files."""
    found = [finding for finding in tiny.check() if "knowledge" in finding.file]

    assert found == []


def test_answers_titles_and_buttons_are_texts(tiny: TinyProject) -> None:
    """All that a customer reads of an entry; the questions are the customers' own words."""
    project = tiny.load()
    words = {text.words for text in texts(project, read_domain(project)) if ENTRY in str(text.document.path)}

    assert words == {"到兑换页换成券，当天就能用。", "积分怎么用", "开发票"}


@pytest.mark.parametrize(
    "old, new, rule, line",
    [
        ("到兑换页", "别着急，到兑换页", "forbidden-phrase", 14),
        ("到兑换页", "我们尽快给您换，到兑换页", "empty-promise", 14),
        ("当天就能用。", "好的。\n你自己换就行。", "informal-you", 15),
        ("到兑换页换成券，", "到兑换页换成券,", "half-width", 14),
        ("到兑换页", "{points}分，到兑换页", "unknown-variable", 14),
        ("valid_until: 长期", "valid_until: 2026-11-21", "expired", 5),
        ("valid_until: 长期", "valid_until: 2026-11-30", "expires-soon", 5),
    ],
)
def test_what_is_wrong_with_an_answer_is_found_by_lint(
    tiny: TinyProject, old: str, new: str, rule: str, line: int
) -> None:
    """With the line it stands on."""
    tiny.change(ENTRY, old, new)

    assert (rule, ENTRY, line) in [(finding.rule, finding.file, finding.line) for finding in tiny.lint()]


@pytest.mark.parametrize(
    "old, new, rule, line",
    [
        ("owner: 会员组\n", "", "bad-knowledge", 2),
        ("intent: ask_invoice", "intent: ask_nothing", "bad-button", 11),
        ("buttons:", "skills: [parcels]\nbuttons:", "undeclared", 10),
    ],
)
def test_what_does_not_fit_together_is_found_by_the_check(
    tiny: TinyProject, old: str, new: str, rule: str, line: int
) -> None:
    """A field that is missing, a button that leads nowhere, a skill that does not exist."""
    tiny.change(ENTRY, old, new)

    assert (rule, ENTRY, line) in [(finding.rule, finding.file, finding.line) for finding in tiny.check()]
