"""Likeness in meaning, and the vectors kept between starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.sentence_meaning import likeness_to

SENTENCES = ["忘记密码怎么改", "耳机连不上手机", "发票什么时候开好"]


def test_a_paraphrase_is_liker_than_another_question(tmp_path: Path) -> None:
    """Also without a word in common."""
    likeness = likeness_to(SENTENCES, tmp_path).to("登录口令想不起来了")

    assert len(likeness) == 3
    assert likeness[0] == max(likeness)
    assert all(-1.001 <= one <= 1.001 for one in likeness)


def test_a_sentence_means_itself(tmp_path: Path) -> None:
    """The measure is 1 there."""
    assert likeness_to(SENTENCES, tmp_path).to(SENTENCES[1])[1] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("question", ["", "   ", "\u200b"])
def test_an_empty_question_is_like_nothing(tmp_path: Path, question: str) -> None:
    """It does not reach the encoder."""
    assert list(likeness_to(SENTENCES, tmp_path).to(question)) == [0.0, 0.0, 0.0]


def test_vectors_are_kept_and_only_those_in_use(tmp_path: Path) -> None:
    """A changed entry is encoded anew; what nobody uses any more goes."""
    likeness_to(SENTENCES, tmp_path)
    first = list(tmp_path.glob("knowledge-*.npy"))
    likeness_to(SENTENCES, tmp_path)
    same = list(tmp_path.glob("knowledge-*.npy"))
    likeness_to([*SENTENCES, "积分怎么用"], tmp_path)
    later = list(tmp_path.glob("knowledge-*.npy"))

    assert len(first) == len(later) == 1
    assert same == first != later


def test_a_broken_file_of_vectors_is_made_again(tmp_path: Path) -> None:
    """A full disk or a crash in the middle is no reason not to start."""
    likeness_to(SENTENCES, tmp_path)
    [kept] = tmp_path.glob("knowledge-*.npy")
    kept.write_bytes(b"\x93NUMPY broken")

    assert likeness_to(SENTENCES, tmp_path).to(SENTENCES[0])[0] == pytest.approx(1.0, abs=1e-3)


def test_a_folder_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    """The vectors are made at every start then."""
    blocked = tmp_path / "a file"
    blocked.write_text("", "utf-8")

    assert likeness_to(SENTENCES, blocked).to(SENTENCES[0])[0] == pytest.approx(1.0, abs=1e-3)
