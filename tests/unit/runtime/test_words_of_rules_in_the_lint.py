"""What the shop's rules have told to customers is looked at as every other text is."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.tiny_project import TinyProject

CANCELLING = "data/policies/cancelling.yml"
WARRANTY = "data/policies/warranty.yml"


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with nothing wrong in it."""
    return TinyProject(tmp_path)


def _write(tiny: TinyProject, name: str, words: str) -> None:
    path = tiny.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


@pytest.mark.parametrize(
    "words, rule",
    [
        ("why: 您别着急", "forbidden-phrase"),
        ("tell: 我们尽快给您退款", "empty-promise"),
        ("covers: 你自己弄坏的不算", "informal-you"),
        ("name: 退货,退款", "half-width"),
    ],
)
def test_a_rules_words_for_customers_are_looked_at(tiny: TinyProject, words: str, rule: str) -> None:
    """Each is found with the line it stands on."""
    _write(tiny, CANCELLING, f"owner: 订单组\nstates:\n- code: packed\n  {words}\n")

    found = [(finding.file, finding.line, finding.rule) for finding in tiny.lint()]

    assert (CANCELLING, 4, rule) in found


def test_two_rules_may_have_one_cause(tiny: TinyProject) -> None:
    """The same state closes cancelling and a change of address, and is told in the same words."""
    why = "why: 这单的退款正在办理，已经提交给店铺了"
    _write(tiny, CANCELLING, f"states:\n- code: returning\n  {why}\n")
    _write(tiny, WARRANTY, f"states:\n- code: returning\n  {why}\n")

    assert "duplicate-text" not in {finding.rule for finding in tiny.lint()}


def test_what_only_the_program_reads_is_left_alone(tiny: TinyProject) -> None:
    """Codes, days and owners are nobody's words."""
    _write(tiny, CANCELLING, "owner: 你们组\nstates:\n- {code: packed, permission: closed}\n")

    assert [finding for finding in tiny.lint() if finding.file == CANCELLING] == []
