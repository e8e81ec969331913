"""What is said in a measurement, and that only right answers count."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime.bench import filling, script
from bot.runtime.bench.load import FAR, NEAR, WINDOW, Plan, lengths, windows
from bot.runtime.bench.script import Reply, around

SCRIPT = """
customer: u1
steps:
- {name: hello, lines: [你好, 在吗], expects: [utter_hello]}
- {name: parcel, lines: [到哪了], expects: [utter_parcel, utter_more], card: parcel_card, action: true}
short: [hello, parcel]
long: [parcel, hello]
"""
DOMAIN = """
responses:
  utter_hello:
  - text: 您好（小接）。
  - text: |-
      在的。

      请说。
  utter_parcel:
  - text: 「{title}」在{place}。
  utter_more:
  - text: 还有什么要问?
"""


@pytest.fixture
def plot(tmp_path: Path) -> script.Script:
    """A script of two steps."""
    (tmp_path / "script.yml").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    return script.load(tmp_path / "script.yml", tmp_path)


def said(text: str, *cards: str) -> Reply:
    """An answer."""
    return Reply(text, frozenset(cards), 1.0)


def test_any_wording_of_an_expected_response_is_right(plot: script.Script) -> None:
    """Rasa draws one of them; stock Rasa cuts them at blank lines."""
    hello = plot.short[0]

    assert hello.is_answered_by(said("您好（小接）。"))
    assert hello.is_answered_by(said("在的。请说。"))
    assert not hello.is_answered_by(said("抱歉，没有听懂。"))
    assert not hello.is_answered_by(said(""))


def test_facts_stand_where_the_braces_are_and_the_card_must_come(plot: script.Script) -> None:
    """An answer whose action failed has no card."""
    parcel = plot.short[1]

    assert parcel.is_answered_by(said("「灯」在杭州。", "parcel_card"))
    assert parcel.is_answered_by(said("「灯」在杭州。还有什么要问?", "parcel_card"))
    assert not parcel.is_answered_by(said("「灯」在杭州。"))
    assert not parcel.is_answered_by(said("「灯」在。", "parcel_card"))


def test_a_wording_that_is_gone_is_told(tmp_path: Path) -> None:
    """A designer renamed a response; the script must follow."""
    (tmp_path / "script.yml").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "domain.yml").write_text(DOMAIN.replace("utter_more", "utter_extra"), encoding="utf-8")

    with pytest.raises(SettingError, match="utter_more"):
        script.load(tmp_path / "script.yml", tmp_path)


def test_the_projects_own_script_fits_its_domain() -> None:
    """Short and long conversations both have actions and turns without."""
    plot = script.load()

    for steps in (plot.short, plot.long):
        assert {step.action for step in steps} == {True, False}
    assert len(plot.short) == 6


def test_a_longer_conversation_goes_round(plot: script.Script) -> None:
    """Forty turns of eight steps are five rounds."""
    assert [step.name for step in around(plot.short, 5)] == ["hello", "parcel", "hello", "parcel", "hello"]


@pytest.mark.parametrize("size", [2, 6, 8, 11])
def test_both_windows_of_growth_hold_the_same_steps(size: int) -> None:
    """Around the 5th and at the 500th turn or just behind it, at the same place of a round."""
    near, far = windows(size)

    assert (far.start - near.start) % size == 0
    assert near.start < NEAR <= near.stop
    assert FAR - WINDOW <= far.start < FAR + size
    assert near.stop - near.start == far.stop - far.start == WINDOW


def test_short_and_long_conversations_are_spread_over_the_measurement() -> None:
    """Whatever else the machine does must not meet one kind only."""
    order = lengths(Plan(shorts=4, longs=2))

    assert order == [6, 6, 40, 6, 6, 40] or order == [6, 40, 6, 6, 40, 6]


def test_a_stock_conversation_is_filled_with_copies_of_its_last_round() -> None:
    """Turn by turn, in their order, up to the turn that is wanted, and with times of their own."""

    def turn(name: str) -> list[dict[str, object]]:
        return [{"event": "user", "text": name, "timestamp": 1.0}, {"event": "bot", "text": name, "timestamp": 2.0}]

    events = [{"event": "action"}, *turn("a"), *turn("b"), *turn("A"), *turn("B")]

    found = filling.copies(filling.by_turn(events), size=2, until=9)

    assert [event["text"] for event in found if event["event"] == "user"] == ["A", "B", "A", "B", "A"]
    assert [event["text"] for event in found if event["event"] == "bot"] == ["A", "B", "A", "B", "A"]
    assert not any("timestamp" in event for event in found)
