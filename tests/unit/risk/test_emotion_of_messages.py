"""The feeling in single messages, in many customers' mouths."""

from __future__ import annotations

import pytest
from support.everyday_lines import CALM

from bot.risk import read

ANGRY = [
    "你们就是骗子公司吧,钱收了货不发",
    "tmd等了半个月就给我寄个坏的",
    "什么破快递,摔成这样还好意思送",
    "垃圾客服,一句人话都不会说",
    "客服是傻*吗",
    "客服是煞笔吗",
    "尼玛,又发错了",
    "滚!别再给我发模板",
    "脸都不要了,这种货也敢卖",
    "你们良心被狗吃了?老人的钱也坑",
    "气死我了,第三次发错颜色了",
    "欺人太甚!说好的包邮又收我运费",
    "您好,麻烦您看一下,贵店这是诈骗吧?谢谢您",
    "妳們這是欺詐消費者",
    "這個賣家真是無恥",
    "这质量也敢叫旗舰店?坑爹",
    "辣鸡商家,再买我是狗",
    "拉圾东西,用了一天就散架",
    "假货!假货!假货!大家别上当",
    "买了个寂寞,纯属智商税,黑心",
    "把我们当猴耍呢是吧",
    "收了钱就装死,无良商家",
    "再也不来了,恶心死我了",
    "凭什么扣我的钱!!!有完没完!!!",
    "等了二十天了!!!!!!到底发不发!!!!!!",
    "一个破水壶换了三回,耍我呢",
    "虚假宣传,图片和实物差了十万八千里",
    "你们客服态度极其恶劣,我要向12315反映",
    "太过分了,问了一天没一个人理我",
    "nmd退钱",
    "cnm 骗子",
    "你有病吧,我说的是蓝色",
    "关你屁事,我要退就退",
    "WTF 这也能发出来",
    "怎么还不倒闭啊你们",
    "🤬🤬 又骗我",
    "老子不买了行不行,忽悠谁呢",
    "说话跟放屁一样,昨天说今天到",
    "先涨价再打折,拿顾客当傻子",
    "店大欺客,推来推去没人负责",
    "你们店是不是穷疯了,连赠品都要扣",
    "说了一百遍了,我要的是红色,你们耳朵聋吗",
    "我操,又是这句话,你们到底有没有脑子",
    "干嘛呢?睡着了?问半天屁都不放一个",
    "这是人干的事吗,老人家等了一天",
    "货烂成这样,狗看了都摇头",
    "发个破衣服还有洞,当我是收破烂的",
    "一群吃干饭的",
    "你们就继续骗吧,早晚遭报应",
    "还客服呢,连狗都不如",
    "再跟我扯这些没用的试试",
    "当初吹得天花乱坠,现在装孙子",
    "就这?就这?还敢卖这么贵",
    "你妈没教过你怎么说话吗",
    "恶心的店,拉黑了",
    "黑心店,以次充好",
    "骗鬼呢,明明没发货",
    "什么玩意儿!刚用两次就报废了!",
    "我真的会被你们气死",
    "太无耻了,偷偷改价",
    "妈的,客服又下线了",
    "不要脸的东西,退钱!",
    "欺负外地人是吧",
    "你们还是人吗",
    "你是猪吗,跟你说了三遍了还问",
    "都他喵的一个月了还没退",
    "还要我等到什么时候???当我好欺负???",
    "这么点破事处理两个星期,一帮废物",
    "你们这种店就该被封",
    "有你这么当客服的吗",
    "拿劣质品糊弄人,缺德不缺德",
    "钱都敢吞,没王法了",
    "出了事就知道甩锅",
    "明明是你们发错的,凭什么让我出运费",
    "不退是吧,行,等着",
    "卖假药害人啊你们",
    "真TM晦气,大过年的收到一箱烂水果",
    "再也不相信你们这种骗人的店了!!!!",
    "你再复制一遍试试",
    "简直是在侮辱我的智商",
    "我真是服了你们这群人了,连个快递都送不明白",
    "耍流氓呢是吧,取消我订单还扣手续费",
    "狗屁售后,踢皮球踢了半个月",
]

DISSATISFIED = [
    "灯光垃圾,晚上根本看不清",
    "物流太慢了,一周还在路上",
    "有点失望,颜色和图片差距挺大的",
    "质量不太好,线头很多",
    "怎么还没发货啊,都三天了",
    "呵呵,真行啊",
    "服了你们了,又缺件",
    "说好的次日达呢",
    "客服半天不回",
    "等了一个星期了还没动静",
    "每次都要我催",
    "很不满意这次购物",
    "包装太差了,盒子都瘪了",
    "不值这个价,后悔了",
    "???",
    "太难用了,按键没反应",
    "几天了都,还在揽收",
    "好一个次日达",
    "这效率,可真快",
    "无语了,又要重新填一遍",
    "退钱!!!!",
]

WORRIED = [
    "我急用,能不能今天送到",
    "快递三天没动了,会不会丢了呀",
    "给孩子的奶粉,快断粮了",
    "怎么办呀,地址写错了",
    "好担心赶不上婚礼",
    "显示已签收可是我没收到货",
    "明天就要用了,来得及吗",
    "我怕买到假的",
    "是不是假货我也不懂,有防伪码吗",
    "钱扣了两次,好慌",
    "急急急,后天出国",
    "这个插座会不会漏电啊,家里有小孩",
]

NEUTRAL = [
    "你好",
    "在吗",
    "这款有蓝色吗",
    "好的,谢谢",
    "什么时候发货",
    "帮我查一下订单JZ202406010001到哪了",
    "太好了!!!",
    "笑死我了哈哈哈哈",
    "收到了,非常满意!!!",
    "哇啊啊啊啊太可爱了!!!",
    "没生气,就是问问",
    "我没有生气,你别紧张",
    "不着急,慢慢来",
    "不急的亲",
    "别生气嘛,我就问一句",
    "有垃圾袋卖吗",
    "垃圾桶的盖子怎么装",
    "这个滚筒洗衣机多大容量",
    "做操用的瑜伽垫有吗",
    "工商银行可以分期吗",
    "手机壳是牛皮的吗",
    "我的usb线能充快充吗",
    "脾气好的客服小姐姐,谢谢",
    "草莓味的还有吗",
    "这条裤子185能穿吗",
    "跳楼价还有几天",
    "颜值爆炸,爱了",
    "这个P图软件能调曝光吗",
    "怎么证明是正品",
    "不是说你们不好,就想了解下保修",
    "之前那家店才是真垃圾",
    "发票抬头写公司名可以吗",
    "麻烦帮我改下地址,谢谢",
    "换季了有什么外套推荐",
    "他妈妈也想买一个",
    "服务很好,客服很耐心",
    "OPPO FIND X 和 IPHONE 哪个好",
    "13800138000是我的电话",
    "价格真公道",
    *CALM,
]


@pytest.mark.parametrize("text", ANGRY)
def test_fury_is_read_as_angry_however_it_is_spelled(text: str) -> None:
    """Insults, masked ones too, accusations and outbursts, politely wrapped or not, are anger."""
    assert read(text).emotion == "angry"


@pytest.mark.parametrize("text", DISSATISFIED)
def test_mild_displeasure_is_dissatisfaction_and_not_anger(text: str) -> None:
    """A bad word about the goods, delay, sarcasm and weariness alone do not make a furious customer."""
    assert read(text).emotion == "dissatisfied"


@pytest.mark.parametrize("text", WORRIED)
def test_hurry_and_fear_are_worry(text: str) -> None:
    """Customers in a hurry or afraid of a loss are worried, not displeased."""
    assert read(text).emotion == "worried"


@pytest.mark.parametrize("text", NEUTRAL)
def test_calm_and_happy_messages_stay_neutral(text: str) -> None:
    """Questions, thanks, joy with exclamation marks, and harmless words with bad characters inside are neutral."""
    assert read(text).emotion == "neutral"


def test_the_score_grows_with_the_strength_of_the_words() -> None:
    """A calm question, a complaint and an outburst are in that order."""
    scores = [read(text).score for text in ("什么时候发货", "发货太慢了", "骗子!垃圾店!!!滚!!!")]

    assert scores == sorted(scores)
    assert scores[0] < 0.3 <= scores[1] < 0.5 <= scores[2]


@pytest.mark.parametrize(
    "text, signal",
    [
        ("你们太慢了!!!!!", "shouting"),
        ("快快快快快点发货啊,太慢了", "shouting"),
        ("THIS IS BULLSHIT GIVE MY MONEY BACK", "shouting"),
        ("傻逼客服", "insult"),
        ("就是骗人的", "accusation"),
        ("呵呵", "sarcasm"),
        ("凭什么不给我退", "rhetorical"),
        ("已经第四次找你们了", "exhaustion"),
        ("再不退款我就去12315投诉", "ultimatum"),
        ("您好,麻烦问下你们是不是黑店", "politeness"),
    ],
)
def test_each_way_of_saying_it_is_named_as_a_signal(text: str, signal: str) -> None:
    """Shouting, insults, sarcasm and the others are reported beside the level (playbook C1)."""
    assert signal in read(text).signals


def test_the_same_complaint_again_is_repetition_and_raises_the_score() -> None:
    """Who says the same thing a third time is more upset than who says it once."""
    complaint = "我的快递怎么还没到啊"

    again = read(complaint, ["你好", complaint, "我的快递怎么还没有到"])

    assert "repetition" in again.signals
    assert again.score > read(complaint).score


def test_repeating_a_greeting_is_no_complaint() -> None:
    """Short greetings sent twice are how people open a chat."""
    assert read("在吗", ["在吗", "在吗"]).emotion == "neutral"


def test_anger_in_the_message_before_carries_over_to_a_grumble() -> None:
    """The trend counts: a grumble after an outburst weighs more than a grumble out of the blue."""
    grumble = "太慢了"

    assert read(grumble, ["骗子,垃圾公司"]).score > read(grumble).score


def test_thanks_after_an_outburst_are_calm() -> None:
    """An earlier outburst does not colour a message that has nothing unpleasant in it."""
    assert read("好的,谢谢你", ["骗子,垃圾公司"]).emotion == "neutral"
