"""What customers ask for, and what they wave aside."""

from __future__ import annotations

import pytest

from bot.risk import read

DEMANDS = [
    ("我要退款", ["refund"]),
    ("把钱退给我", ["refund"]),
    ("怎么还不给我退款", ["refund"]),
    ("不退款我就投诉", ["refund"]),
    ("什么时候把钱还我", ["refund"]),
    ("我想退货", ["return"]),
    ("安排上门取件吧,我不想要这个了", ["return"]),
    ("给我换一个新的", ["exchange"]),
    ("想换大一码", ["exchange"]),
    ("必须赔偿我的损失", ["compensation"]),
    ("给点补偿吧", ["compensation"]),
    ("让他给我道歉", ["apology"]),
    ("漏发的给我补发", ["reship"]),
    ("给我个说法", ["explanation"]),
    ("帮我取消订单", ["cancel"]),
    ("还没发的话就别发了,我不要了", ["cancel"]),
    ("帮我开一下发票", ["invoice"]),
    ("快点发货", ["expedite"]),
    ("帮我催一下快递", ["expedite"]),
    ("退款,还要赔偿,客服也要道歉", ["refund", "compensation", "apology"]),
    ("退货退款,发票也给我开了", ["refund", "return", "invoice"]),
    ("不退货,只要退款", ["refund"]),
    ("给我换货就行,赔偿就不用了", ["exchange"]),
    ("不用道歉,把钱退了", ["refund"]),
    ("道歉有什么用,赔钱", ["compensation"]),
    ("我要退款…算了,不退了", []),
    ("不是要退款,我想换一个颜色", ["exchange"]),
    ("不用催,不着急", []),
    ("不要发票", []),
    ("发票不用开了,快点发货", ["expedite"]),
    ("退款多久到账", []),
    ("已经退款了,谢谢", []),
    ("为什么我的订单被取消了", []),
    ("换个收货地址可以吗", []),
    ("支持七天无理由退货吗", []),
    ("你好,在吗", []),
    ("申請退款", ["refund"]),
    ("tuikuan", ["refund"]),
]


@pytest.mark.parametrize("text, expected", DEMANDS)
def test_every_demand_is_kept_and_every_waived_one_dropped(text: str, expected: list[str]) -> None:
    """Several demands in one message all stand, minus those the customer gives up (playbook C5)."""
    assert expected == list(read(text).demands)


@pytest.mark.parametrize("text, expected", [row for row in DEMANDS if row[1]])
def test_each_demand_has_its_evidence(text: str, expected: list[str]) -> None:
    """The brief can point at the words a demand rests on."""
    rules = {evidence.rule for evidence in read(text).evidence}

    assert {f"demand.{name}" for name in expected} <= rules
