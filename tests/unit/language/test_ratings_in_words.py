"""Stars, points and words become one to five."""

from __future__ import annotations

import pytest

from bot.language.ratings import rating_of


@pytest.mark.parametrize(
    "text, score",
    [
        ("五星", 5),
        ("最多两颗星", 2),
        ("打4分", 4),
        ("零分", 1),
        ("八分吧", 4),
        ("10分", 5),
        ("100分", 5),
        ("3", 3),
        ("满分", 5),
        ("很满意", 5),
        ("满意", 4),
        ("一般", 3),
        ("不太满意", 2),
        ("非常不满意", 1),
        ("给个好评", 5),
        ("差评", 1),
        ("⭐⭐⭐", 3),
        ("☹", 1),
        ("我要评价", None),
        ("", None),
    ],
)
def test_a_rating_is_read_in_any_wording(text: str, score: int | None) -> None:
    """不满意 is not 满意, and points of ten or of a hundred are brought to five."""
    assert rating_of(text) == score
