"""The risk in single messages: level and kinds."""

from __future__ import annotations

import pytest
from support.everyday_lines import CALM

from bot.risk import read

HIGH = [
    ("我已经打12315了", "regulator"),
    ("1 2 3 1 5 见", "regulator"),
    ("幺二三幺五走起", "regulator"),
    ("明天我就去市场监管局", "regulator"),
    ("我要向消协反映", "regulator"),
    ("315晚会没点名你们真是可惜", "regulator"),
    ("打12345市民热线了", "regulator"),
    ("工商局见", "regulator"),
    ("我会找记者的", "media"),
    ("让电视台来曝光你们", "media"),
    ("媒体曝光见", "media"),
    ("我发抖音让大家看看", "social"),
    ("挂到小红书上避雷", "social"),
    ("微博上见", "social"),
    ("黑猫投诉已提交", "social"),
    ("不处理我就发朋友圈让大家都知道", "social"),
    ("小红薯曝光你们家", "social"),
    ("等着收律师函吧", "legal"),
    ("我要起诉你们", "legal"),
    ("法院见", "legal"),
    ("已经报警了", "legal"),
    ("充电的时候突然起火了", "safety"),
    ("用了一次就漏电,把我手电麻了", "safety"),
    ("孩子吃了吐了一晚上", "safety"),
    ("擦了脸过敏,现在又红又肿", "safety"),
    ("老人用了你们的药膏住院了", "safety"),
    ("水壶炸了烫伤我的手", "safety"),
    ("吃出一只蟑螂", "safety"),
    ("不赔我五千块我就让你们上热搜", "blackmail"),
    ("给我3万否则曝光你们", "blackmail"),
    ("我真的不想活了", "self_harm"),
    ("再不退钱我就从楼上跳下去", "self_harm"),
    ("被你们逼得我想自杀", "self_harm"),
    ("再不退款我就去法院起诉", "legal"),
    ("今天不解决我就曝光到微博", "social"),
]

WATCH = [
    ("我要投诉", "complaint"),
    ("投 诉", "complaint"),
    ("我想投诉你们的快递员", "complaint"),
    ("怎么投诉商家", "complaint"),
    ("骗子", "complaint"),
    ("这就是虚假宣传", "complaint"),
    ("你们客服什么态度", "complaint"),
    ("给你们差评", "social"),
    ("以后再也不买你们家的了", "churn"),
    ("果断拉黑", "churn"),
    ("我也不想投诉,但是你们太拖了", "complaint"),
    ("要维权了", "complaint"),
    ("你们这是欺诈", "complaint"),
    ("别敷衍我", "complaint"),
    ("别骗我了", "complaint"),
    ("别跟我说投诉没用", "complaint"),
    ("别逼我投诉", "complaint"),
    ("不得不投诉你们了", "complaint"),
    ("你们违反消费者权益保护法", "legal"),
    ("是不是非要我投诉你们才处理", "complaint"),
]

NONE = [
    "我不是要投诉,就想问问进度",
    "没有要投诉的意思",
    "投诉就算了,给我换一个就行",
    "之前那家店我投诉过,你们家挺好的",
    "朋友说可以投诉,我觉得没必要",
    "听说有人投诉过你们,是真的吗",
    "你们投诉率高吗",
    "工商银行信用卡能付吗",
    "订单号202412315886帮我查下",
    "房间号12315",
    "这件卖315元吗",
    "电视台附近能送到吗",
    "送到派出所对面的小区",
    "烟雾报警器一直响怎么关",
    "这款相机曝光怎么调",
    "过敏体质能用吗",
    "防漏电的插排有吗",
    "会不会漏电",
    "孩子用会过敏吗",
    "在抖音上看到你们家的",
    "小红书推荐来的",
    "能分享到朋友圈吗",
    "跳楼价是多少",
    "这个保温杯会不会烫伤手",
    "有律师袍吗",
    "看差评说掉色,是真的吗",
    "怎么注销账号",
    "怎么卸载APP里的缓存",
    "客服态度很好",
    "没有骗我吧",
    "价格公道",
    "黑猫警长的贴纸有货吗",
    "120厘米的有吗",
    "身高120穿多大",
    "什么时候发货",
    "谢谢,不用赔偿",
    "我朋友在别的店被骗过,所以问清楚点",
    "买律师证皮套",
    "爆炸盐和爆炸贴有货吗",
    "这个喝了会拉肚子吗",
    *CALM,
]


@pytest.mark.parametrize("text, kind", HIGH)
def test_an_outside_threat_danger_or_blackmail_is_high(text: str, kind: str) -> None:
    """Authorities, media, platforms, courts, safety, blackmail and self-harm are high, each with its kind."""
    reading = read(text)

    assert (reading.risk, kind in reading.kinds) == ("high", True), reading


@pytest.mark.parametrize("text, kind", WATCH)
def test_a_likely_complaint_is_watched(text: str, kind: str) -> None:
    """Thoughts of complaining, accusations, bad reviews and farewells are watched, not yet high."""
    reading = read(text)

    assert (reading.risk, kind in reading.kinds) == ("watch", True), reading


@pytest.mark.parametrize("text", NONE)
def test_denied_quoted_supposed_and_harmless_words_are_no_risk(text: str) -> None:
    """Negation, other shops, other people's words, worries before buying and look-alikes raise no alarm."""
    assert read(text).risk == "none"


def test_an_insult_with_an_ultimatum_is_high() -> None:
    """Abuse alone is watched; abuse with an ultimatum is high."""
    assert read("傻逼商家").risk == "watch"
    assert read("傻逼商家,今天不退款我就投诉到底").risk == "high"


def test_a_wish_to_die_is_high_even_when_it_is_denied_or_hedged() -> None:
    """Better a person looks once too often."""
    assert read("我不是不想活了,就是太难受").risk == "high"


def test_kinds_are_listed_by_what_has_to_be_looked_at_first() -> None:
    """Safety stands before law, law before complaint."""
    assert read("充电器漏电,我要投诉,还要起诉你们").kinds == ("safety", "legal", "complaint")
