"""The file of choices: what is right in it, and what a designer is told when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import choices


def test_choices_keep_the_files_order(tmp_path: Path) -> None:
    """The order is the designer's."""
    path = tmp_path / "choices.yml"
    path.write_text("ask_logistics: 查物流\nask_invoice: 开发票\n", encoding="utf-8")

    assert list(choices.load(path).items()) == [("ask_logistics", "查物流"), ("ask_invoice", "开发票")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("ask_logistics: 查物流\n  x: [", "第 2 行"),
        ("- 查物流", "一行一个"),
        ("ask_logistics:", "ask_logistics"),
        ("ask_logistics: 请问您是不是想要查询物流", "10个字"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, content: str, says: str) -> None:
    """The line or the entry, and what would be right."""
    path = tmp_path / "choices.yml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingError) as error:
        choices.load(path)

    assert says in error.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """And where it comes from."""
    with pytest.raises(SettingError) as error:
        choices.load(tmp_path / "choices.yml")

    assert "data/choices.yml" in error.value.message
