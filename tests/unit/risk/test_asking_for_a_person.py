"""Asking for a person, in any wording; and what only looks like it."""

from __future__ import annotations

import pytest
from support.everyday_lines import CALM

from bot.risk import read

ASKING = [
    "转人工",
    "转人工!!!",
    "人工",
    "人工!",
    "人工客服",
    "转人功",
    "专人工",
    "转任工",
    "rengong",
    "zhuan ren gong",
    "转 人 工",
    "人 工 客 服",
    "轉人工",
    "我要人工服务",
    "能不能给我转人工",
    "怎么还不转人工",
    "不转人工我就投诉",
    "要不转人工吧",
    "给我换个真人",
    "人呢",
    "客服人呢",
    "活的吗",
    "是真人吗",
    "叫你们领导来",
    "让经理给我打电话",
    "你们老板呢",
    "找个能管事的",
    "不想跟机器人说",
    "别自动回复了",
    "别给我发这些模板",
    "机器人听不懂,换人",
    "能不能来个人",
    "有没有活人啊",
    "到底有没有人",
    "没人管吗",
    "请客服给我回电话",
    "找客服",
    "我要找客服",
    "人工客服在哪里找",
    "有人工客服吗",
    "叫个会说人话的来",
    "把你们主管叫来,让主管给我打电话",
    "之前人工客服答应的事没办,给我转人工",
    "不要机器人,要人工",
    "出来说话",
    "全是自动回复,找个真人",
    "talk to a human",
    "接人工",
    "我要跟人说",
]

NOT_ASKING = [
    "在吗",
    "有人吗",
    "你好,有人吗",
    "人工费多少钱",
    "安装要收人工费吗",
    "人工智能音箱怎么连",
    "人工湖附近能配送吗",
    "人工草坪有两米宽的吗",
    "不用转人工了",
    "不需要人工了,谢谢",
    "先不转人工",
    "刚才人工客服很好",
    "刚才那个人工客服说今天发货",
    "人工客服几点上班",
    "人工客服周末上班吗",
    "人工服务时间是几点到几点",
    "送货的人呢",
    "你们招人吗",
    "扫地机器人怎么充电",
    "机器人套装适合几岁",
    "家里没人签收怎么办",
    "私人工作室能开票吗",
    "本人工作日不在家",
    "快递员给我打电话了",
    "让快递给我打电话",
    "老板椅有黑色的吗",
    "真人发丝的假发有吗",
    "我们领导喜欢红色",
    "这个人工合成的吗",
    "谢谢客服",
    "客服你好",
    "换个人收货可以吗",
    "转人工就不用了",
    "昨天你们经理给我打过电话了",
    "纯人工打磨的吗",
    *CALM,
]


@pytest.mark.parametrize("text", ASKING)
def test_a_person_is_asked_for_in_any_wording(text: str) -> None:
    """Requests, slips of the keyboard, calls for the boss and refusals of the bot are all the same wish."""
    reading = read(text)

    assert reading.wants_human
    assert "human" in reading.demands


@pytest.mark.parametrize("text", NOT_ASKING)
def test_words_that_only_look_like_asking_are_left_alone(text: str) -> None:
    """Labour cost, lakes, greetings, praise, opening hours and refusals are no request for a person."""
    reading = read(text)

    assert not reading.wants_human, reading
    assert "human" not in reading.demands


def test_anybody_there_is_a_greeting_first_and_a_request_later() -> None:
    """After the bot has answered, "有人吗" asks for somebody else."""
    assert not read("有人吗").wants_human
    assert read("有人吗", ["我的订单一直没发货"]).wants_human
    assert read("有人吗???").wants_human
