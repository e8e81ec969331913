"""The small words of matters, as designers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import wording


def written(folder: Path, text: str) -> Path:
    """A file of words."""
    path = folder / "wording.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_are_found_by_group_and_name(tmp_path: Path) -> None:
    """``button.confirm`` is the title of the button that confirms."""
    found = wording.load(written(tmp_path, "button:\n  confirm: 确认提交\nterms:\n  refund: 退{amount}\n"))

    assert found == {"button.confirm": "确认提交", "terms.refund": "退{amount}"}


@pytest.mark.parametrize(
    ("text", "told"),
    [("button: [确认]", "button"), ("- 确认", "名字"), ("button:\n  confirm: 3", "button"), ("a: {b: 'c", "格式不对")],
)
def test_a_file_that_is_not_as_it_should_be_is_told_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    """Which group, or which line."""
    with pytest.raises(SettingError, match=told):
        wording.load(written(tmp_path, text))


def test_a_missing_file_says_where_to_get_it(tmp_path: Path) -> None:
    """It is part of the project."""
    with pytest.raises(SettingError, match=r"wording\.yml"):
        wording.load(tmp_path / "wording.yml")


def test_the_projects_own_words_fit_on_buttons() -> None:
    """A phone shows ten characters on a button."""
    own = wording.load()

    assert [
        name for name, words in own.items() if name.startswith("button.") and "{" not in words and len(words) > 10
    ] == []
