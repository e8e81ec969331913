"""The agents' canned replies: what is offered on a day, what fits a conversation, what is filled in."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.commerce.policy import in_force
from bot.kernel.clock import to_ms
from bot.kernel.errors import SettingError
from bot.kernel.reading import Reading
from bot.runtime.agent_replies import reading
from bot.runtime.agent_replies.filling import VARIABLES, values_of
from bot.runtime.agent_replies.library import Library, Situation
from bot.runtime.agent_replies.scene import FITS_FROM, Scene, scene_of, weight

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 4, tzinfo=timezone.utc)

FILE = """\
owner: 客服培训组
valid_from: 2026-01-01
valid_until: 长期

situations:
- {code: delay, name: 物流延误, intents: [complain_delay], orders: [late], demands: [expedite]}
- {code: sale, name: 活动, valid_from: 2026-11-01, valid_until: 2026-11-12}
- {code: soothe, name: 情绪安抚, upset: true, reasons: [anger]}
- {code: opening, name: 开场, opening: true}

replies:
- code: found
  situation: delay
  title: 看到延误了
  calm: [查到了。]
  upset: [让您久等了。, 真的很抱歉。]
- code: gift
  situation: delay
  title: 补一份小礼
  valid_until: 2026-11-20
  calm: [给您补一份小礼。]
- code: sale_rule
  situation: sale
  title: 活动规则
  calm: [满三百减四十。]
"""


def library(folder: Path, text: str = FILE) -> Library:
    """The library of a file."""
    path = folder / "agents.yml"
    path.write_text(text, "utf-8")
    return reading.load(path)


def named(found: Library, day: date) -> dict[str, list[str]]:
    """What is offered on a day, by code."""
    return {situation.code: [reply.code for reply in replies] for situation, replies in found.offered(day)}


def test_an_entry_is_offered_up_to_its_last_day_and_never_after(tmp_path: Path) -> None:
    """Nor before its first; a situation with nothing left to say is gone (playbook A6)."""
    found = library(tmp_path)

    assert named(found, date(2026, 11, 12)) == {"delay": ["found", "gift"], "sale": ["sale_rule"]}
    assert named(found, date(2026, 11, 20)) == {"delay": ["found", "gift"]}
    assert named(found, date(2026, 11, 21)) == {"delay": ["found"]}
    assert named(found, date(2025, 12, 31)) == {}


def test_an_upset_customer_gets_the_words_for_it_first(tmp_path: Path) -> None:
    """And the others stay at hand (playbook C2)."""
    ((_, (reply,)),) = library(tmp_path).offered(TODAY)

    assert [tone for tone, _ in reply.texts("upset")] == ["upset", "upset", "calm"]
    assert [text for _, text in reply.texts("calm")] == ["查到了。", "让您久等了。", "真的很抱歉。"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("situation: delay\n  title: 看", "situation: dealy\n  title: 看", 13, "dealy"),
        ("demands: [expedite]", "demands: [money]", 6, "money"),
        ("orders: [late]", "orders: [gone]", 6, "gone"),
        ("reasons: [anger]", "reasons: [fury]", 8, "fury"),
        ("calm: [查到了。]", "calme: [查到了。]", 15, "calm"),
        ("calm: [查到了。]", "calm: ['']", 15, "空的"),
        ("title: 看到延误了", "title: 看到延误了以后先怎么跟客户说才好", 14, "14个字"),
        ("valid_until: 2026-11-20", "valid_until: 十一月", 20, "日期"),
        ("code: gift", "code: found", 17, "有效期重叠"),
        ("owner: 客服培训组\n", "", 5, "owner"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    """All at once when the hub starts, and nobody is served with half a library."""
    assert old in FILE
    path = tmp_path / "agents.yml"
    path.write_text(FILE.replace(old, new, 1), "utf-8")

    with pytest.raises(SettingError, match=says):
        reading.load(path)
    assert any(problem.line == line and says in str(problem) for problem in reading.read(path)[2])


def test_the_projects_own_library_covers_the_situations_of_a_shop() -> None:
    """At least 45 replies, and for what makes people angry a way to say it to somebody who is."""
    found = dict(named(reading.load(), TODAY))
    replies = {reply.code: reply for _, below in reading.load().offered(TODAY) for reply in below}

    assert sum(map(len, found.values())) >= 45
    for code in ("delay", "not_received", "refund", "damaged", "quality", "soothe", "complaint", "closing"):
        assert sum(bool(replies[one].upset) for one in found[code]) >= 2, code


def told(seq: int, **fields: Any) -> dict[str, Any]:
    """An event of a log."""
    empty = {"seq": seq, "kind": "text", "text": "", "data": {}, "staff": {}, "actor": {"kind": "customer"}}
    return empty | fields


def felt(seq: int, feeling: Any, *demands: str) -> dict[str, Any]:
    """A line of the customer with its reading."""
    return told(seq, staff={"reading": Reading(emotion=feeling, demands=demands).as_dict()})


def understood(seq: int, intent: str) -> dict[str, Any]:
    """A line of the bot with what it understood."""
    return told(seq, actor={"kind": "bot"}, staff={"parse": {"intent": intent}})


def test_a_customer_is_upset_as_long_as_one_of_their_last_lines_is() -> None:
    """“快点” after a fit of anger is not calm; three calm lines are."""
    assert scene_of([felt(1, "angry"), felt(2, "neutral"), felt(3, "neutral")], None).tone == "upset"
    assert scene_of([felt(1, "angry"), *(felt(seq, "neutral") for seq in (2, 3, 4))], None).tone == "calm"


def test_a_scene_knows_what_was_meant_wanted_and_which_orders_it_is_about() -> None:
    """An agent's label goes before what the bot took the message for; the late order before the others."""
    label = told(5, kind="label", actor={"kind": "agent"}, data={"intent": "complain_delay", "seq": [1]})
    events = [felt(1, "neutral", "refund"), understood(2, "ask_payment"), label]
    orders = [
        {"card": {"status": "signed", "late": False}, "refund": {"in_progress": True}},
        {"card": {"status": "in_transit", "late": True}, "refund": None},
    ]
    brief = {"reason": {"code": "anger"}, "demands": [{"code": "apology"}], "orders": orders}

    scene = scene_of(events, brief)

    assert scene == Scene(
        tone="calm",
        intents=("complain_delay", "ask_payment"),
        demands=frozenset({"refund", "apology"}),
        orders=(frozenset({"in_transit", "late"}), frozenset({"signed", "refund"})),
        reason="anger",
        has_spoken=False,
    )


def test_only_the_matter_at_hand_counts() -> None:
    """What was said before control last went back to the bot is over."""
    back = told(3, kind="control", actor={"kind": "system"}, data={"from": "returning", "to": "bot"})

    scene = scene_of([felt(1, "angry", "refund"), understood(2, "request_refund"), back, felt(4, "neutral")], None)

    assert scene == Scene()


@pytest.mark.parametrize(
    ("scene", "first"),
    [
        (Scene(intents=("complain_delay",), has_spoken=True), "delay"),
        (Scene(orders=(frozenset({"in_transit", "late"}),), has_spoken=True), "delay"),
        (Scene(demands=frozenset({"expedite"}), tone="upset", has_spoken=True), "delay"),
        (Scene(tone="upset", reason="anger", intents=("greet", "complain_delay"), has_spoken=True), "soothe"),
        (Scene(intents=("complain_delay",)), "opening"),
    ],
)
def test_what_fits_best_comes_first(tmp_path: Path, scene: Scene, first: str) -> None:
    """Words before states, states before nothing; and nobody begins in the middle."""
    situations: list[Situation] = list(library(tmp_path).situations.on(TODAY))

    best = max(situations, key=lambda situation: weight(situation, scene))

    assert best.code == first
    assert weight(best, scene) >= FITS_FROM


def test_nothing_fits_a_conversation_nobody_knows_anything_of(tmp_path: Path) -> None:
    """Once the agent has said hello."""
    situations = library(tmp_path).situations.on(TODAY)

    assert [weight(situation, Scene(has_spoken=True)) for situation in situations] == [0, 0, 0]


PARCEL = {
    "carrier": "顺丰速运",
    "tracking_no": "SF1",
    "late_days": 2,
    "eta_text": "原定11月19日送达，已晚2天",
    "steps": [{"at": 0, "text": "【杭州】快件已到转运中心。"}],
}
BRIEF: dict[str, Any] = {
    "customer": {"name": "林晓", "verified": True},
    "promises": [],
    "orders": [
        {"card": {"order_id": "JZ2", "status": "signed", "late": False, "title": "保温杯"}, "parcel": None},
        {
            "card": {
                "order_id": "JZ1",
                "status": "in_transit",
                "status_text": "运输中",
                "late": True,
                "title": "羽绒服",
                "spec": "",
                "paid_fen": 39900,
            },
            "parcel": PARCEL,
            "refund": None,
        },
    ],
}


def test_variables_are_filled_from_the_order_it_is_most_likely_about() -> None:
    """What the brief does not tell stays for the agent; a carrier's brackets are no blank."""
    found = values_of(BRIEF, "小林", NOW, in_force())

    assert {name: found.get(name) for name in ("name", "agent", "order_id", "title", "amount", "days")} == {
        "name": "林晓",
        "agent": "小林",
        "order_id": "JZ1",
        "title": "羽绒服",
        "amount": "¥399",
        "days": "2",
    }
    assert found["last_step"] == "（杭州）快件已到转运中心"
    assert not {"eta", "spec", "due", "refund_amount", "refund_step", "expected"} & found.keys()
    assert found.keys() <= VARIABLES.keys()


def test_a_refund_and_an_expected_day_are_filled_where_there_are_any() -> None:
    """As the shop words them."""
    refund = {"amount_fen": 25950, "in_progress": True, "step": "财务审核中", "expected": "11月25日"}
    card = {"order_id": "JZ1", "status": "returning", "late": False, "title": "羽绒服"}
    order = {"card": card, "parcel": {"eta_text": "预计11月23日送达"}, "refund": refund}

    found = values_of(BRIEF | {"orders": [order]}, "小林", NOW, in_force())

    assert (found["refund_amount"], found["refund_step"], found["expected"]) == ("¥259.50", "财务审核中", "11月25日")
    assert found["eta"] == "11月23日"


def test_the_time_a_customer_was_told_is_the_time_that_is_filled_in() -> None:
    """The earliest that is still to come; one that has passed or was kept is none."""
    hours = {"past": -1, "near": 1, "far": 5}
    due = {name: to_ms(NOW) + hour * 3_600_000 for name, hour in hours.items()}
    promises = [
        {"state": "broken", "due_at": due["past"]},
        {"state": "kept", "due_at": due["near"]},
        {"state": "open", "due_at": due["far"]},
        {"text": "同事已经登记", "by": "小林", "seq": 3},
    ]

    found = values_of(BRIEF | {"promises": promises}, "小林", NOW, in_force())

    assert found["due"] == "今天17:00前"
    assert "due" not in values_of(BRIEF | {"promises": promises[:2]}, "小林", NOW, in_force())


def test_a_visitor_is_greeted_without_a_name_and_rules_are_known_without_a_brief() -> None:
    """``{name}您好`` becomes 您好; days and coupons come from the shop's rules."""
    visitor = BRIEF | {"customer": {"name": "访客", "verified": False}, "orders": []}

    assert values_of(visitor, "小林", NOW, in_force())["name"] == ""
    assert values_of(None, "小林", NOW, in_force()) == {
        "agent": "小林",
        "coupon": "¥10",
        "return_days": "7",
        "bank_days": "3",
    }
