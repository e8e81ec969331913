"""The brief: facts with their evidence, nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handoff.brief import BriefInput, build_brief
from bot.handoff.control import Control, State
from bot.handoff.people import CustomerProfile
from bot.kernel.reading import Evidence, Reading
from bot.runtime import replies

LATE = {
    "order_id": "JZ261118000001",
    "title": "轻量羽绒服",
    "status": "in_transit",
    "status_text": "运输中",
    "late": True,
}


NOON_MS = 1_794_974_400_000
"""18 November 2026, a Wednesday, at noon in the shop."""


class Log:
    """A log written by hand."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def _add(self, kind: str, actor: str, text: str, data: dict[str, Any], staff: dict[str, Any]) -> Log:
        seq = len(self.events) + 1
        name = {"agent": "小林"}.get(actor, "")
        actors = {"kind": actor, "id": "", "name": name}
        event = {"seq": seq, "at": NOON_MS, "kind": kind, "actor": actors, "text": text, "data": data, "staff": staff}
        self.events.append(event)
        return self

    def customer(self, text: str, reading: Reading | None = None) -> Log:
        """A line of the customer with its reading."""
        return self._add("text", "customer", text, {}, {"reading": (reading or Reading()).as_dict()})

    def bot(self, kind: str, text: str = "", **data: Any) -> Log:
        """A line of the bot."""
        return self._add(kind, "bot", text, data, {})

    def shows(self, evidence: str) -> Log:
        """A picture of the customer."""
        return self._add("image", "customer", "[图片]", {"evidence": evidence}, {})

    def resolved(self, promise: str) -> Log:
        """An agent's decision."""
        return self._add("resolution", "agent", "", {"result_text": promise}, {})


def brief(log: Log, *, reason: str = "asked", orders: tuple[Any, ...] = (), verified: bool = True) -> dict[str, Any]:
    """The brief of a log."""
    profile = CustomerProfile("u1", "林晓", "金卡会员", "138****5678", verified)
    given = BriefInput(Control(state=State.PACKING, reason=reason), profile, log.events, 0, replies.load())
    return build_brief(given.with_facts({"customer": None, "orders": orders}, []), complete=True)


def test_the_trigger_is_the_customers_last_words() -> None:
    """What set the handoff off, with its place in the log."""
    made = brief(Log().customer("我的快递呢").customer("转人工"))

    assert made["reason"]["trigger"] == {"text": "转人工", "seq": 2}


def test_the_matter_is_told_in_the_customers_own_words_and_greetings_are_left_out() -> None:
    """No free rewriting."""
    log = Log().customer("在吗").customer("上周五买的羽绒服现在还没有到").customer("人工")

    assert brief(log)["what"] == [{"text": "上周五买的羽绒服现在还没有到", "seq": [2]}]


def test_every_picture_is_listed_with_its_place() -> None:
    """Evidence travels with the case (playbook D2, F1); it is no telling of the matter in words."""
    made = brief(Log().customer("衣服一洗就破了").shows("i_1").shows("i_2").customer("转人工"))

    assert made["attachments"] == [
        {"evidence": "i_1", "seq": 2, "at": NOON_MS},
        {"evidence": "i_2", "seq": 3, "at": NOON_MS},
    ]
    assert made["what"] == [{"text": "衣服一洗就破了", "seq": [1]}]


def test_a_customer_who_only_greeted_is_still_quoted() -> None:
    """Something is better than nothing on the desk."""
    assert brief(Log().customer("人工"))["what"] == [{"text": "人工", "seq": [1]}]


def test_all_demands_are_there_with_every_place_they_were_made() -> None:
    """Playbook C5; the wish for a person is not a demand of the matter."""
    log = Log().customer("退款", Reading(demands=("refund",)))
    log.customer("退款还要赔偿，叫人来", Reading(demands=("refund", "compensation", "human")))

    assert brief(log)["demands"] == [
        {"code": "refund", "text": "退款", "seq": [1, 2]},
        {"code": "compensation", "text": "赔偿", "seq": [2]},
    ]


def test_what_the_customer_gave_is_listed_masked_where_it_is_personal() -> None:
    """Order number and telephone, once each."""
    log = Log().customer("JZ261118000001没到，电话13812345678").customer("就是JZ261118000001")

    assert brief(log)["facts_given"] == [
        {"label": "订单号", "value": "JZ261118000001", "seq": [1, 2]},
        {"label": "手机号", "value": "138****5678", "seq": [1]},
    ]


def test_amounts_days_and_waiting_are_listed_in_the_customers_words_with_the_date_meant() -> None:
    """Once each with every place; the term of a rule (七天无理由) is nothing that happened."""
    log = Log().customer("上周五下的单，花了两百多，等了三天").customer("三天了！昨晚八点才发货，七天无理由退")

    assert brief(log)["facts_given"] == [
        {"label": "日期", "value": "上周五（11月13日）", "seq": [1]},
        {"label": "金额", "value": "两百多", "seq": [1]},
        {"label": "时长", "value": "三天", "seq": [1, 2]},
        {"label": "日期", "value": "昨晚八点（11月17日 20:00）", "seq": [2]},
    ]


def test_every_kind_of_personal_data_is_masked_in_the_brief() -> None:
    """Playbook H2."""
    log = Log().customer("座机010-82345678，卡号6222021234567890123，邮箱lin@163.com，微信号linxiao99")
    log.customer("地址改成杭州市西湖区文三路18号3栋502").customer("圆通YT1234567890123")

    assert [(fact["label"], fact["value"]) for fact in brief(log)["facts_given"]] == [
        ("电话", "010-****5678"),
        ("银行卡", "6222 **** 0123"),
        ("邮箱", "l***@163.com"),
        ("微信/QQ", "li****"),
        ("地址", "杭州市西湖区****"),
        ("快递单号", "YT1234567890123"),
    ]


def test_what_the_bot_tried_comes_with_its_outcome() -> None:
    """Playbook A4, how: so that the agent does not try it again."""
    log = Log().customer("到哪了").bot("logistics_card", **LATE, late_days=2)

    assert brief(log)["tried"] == [{"text": "查物流", "outcome": "运输中，已延误2天", "seq": [2]}]


def test_orders_point_at_where_they_were_talked_about() -> None:
    """By the customer's words or by a card of the bot."""
    log = Log().customer("JZ261118000001呢").bot("order_card", **LATE)

    assert brief(log, orders=({"card": LATE, "parcel": None, "refund": None},))["orders"][0]["seq"] == [1, 2]


def test_feeling_is_first_worst_and_last() -> None:
    """The curve of playbook C1."""
    log = (
        Log()
        .customer("在吗")
        .customer("气死", Reading(emotion="angry"))
        .customer("唉", Reading(emotion="dissatisfied"))
    )

    emotion = brief(log)["emotion"]

    assert [emotion[name]["level"] for name in ("first", "worst", "last")] == ["neutral", "angry", "dissatisfied"]
    assert emotion["curve"] == [[1, "neutral"], [2, "angry"], [3, "dissatisfied"]]


def test_a_risk_flag_quotes_the_words_it_rests_on() -> None:
    """Playbook E2: the one who takes over sees what was said."""
    seen = Evidence("risk.regulator", 2, 7, "12315")
    log = Log().customer("我打12315", Reading(risk="high", kinds=("regulator",), evidence=(seen,)))

    assert brief(log)["risk"] == {
        "level": "high",
        "flags": [{"kind": "regulator", "text": "监管部门：“12315”", "seq": 1}],
    }


def test_promises_made_before_are_there() -> None:
    """So that the next agent neither contradicts nor repeats them."""
    log = Log().resolved("同事已经为您登记退款").customer("怎么还没退")

    assert brief(log)["promises"] == [{"text": "同事已经为您登记退款", "by": "小林", "seq": 1}]


def test_the_suggested_first_line_knows_the_order_and_its_state() -> None:
    """A late parcel decides the opening; the customer is called by name."""
    made = brief(Log().customer("人工"), orders=({"card": LATE},))

    assert made["suggestion"]["first_line"].startswith("林晓您好，“轻量羽绒服”的物流延误我已经看到了")
    assert "1 小时" in made["suggestion"]["policy"]


@pytest.mark.parametrize("words", ["{name}您好，我来看“{title}”。", "{name}，您好，我来看“{title}”。"])
def test_the_first_line_to_somebody_without_a_name_begins_with_the_greeting(words: str) -> None:
    """Nothing stands in for the name, comma behind it or not, nor for the title, which would be in quotes."""
    lines = replies.load()
    lines.suggestions["first_line.default"] = words
    nobody = CustomerProfile()
    given = BriefInput(Control(state=State.PACKING, reason="asked"), nobody, Log().customer("人工").events, 0, lines)

    made = build_brief(given, complete=True)

    assert made["suggestion"]["first_line"] == "您好，我来看您的问题。"


def test_a_visitor_is_marked_as_not_verified() -> None:
    """No order data, and the desk says so."""
    made = brief(Log().customer("人工"), verified=False)

    assert (made["customer"]["verified"], made["orders"]) == (False, [])
