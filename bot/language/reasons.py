"""Why something goes back: a closed set of reasons for returns and refunds, each with the wordings customers use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

_HOW = "(?:太|很|真|这么|好|也|偏|有点|有些|实在)?"
_PARTS = "件|个(?![字人单])|样|瓶|包(?!邮)|盒|袋|双|只|本|箱|罐|条|套|片|张|支|块|根|桶|颗|粒|把|根|副|卷|对|东西|配件"
REASONS: dict[str, tuple[str, ...]] = {
    "no_reason": ("无理由",),
    "not_wanted": (
        "不想要了?|不要了|不需要了|用不[上着]了?|不买了|不想买了|后悔了|买多了|[买下]重(?:复|了)|重复(?:下单|购买|买)",
    ),
    "dislike": (
        "(?:不|没那么|不太|不怎么|不是很)喜欢|没看上|看不上|不好[看喝吃闻]|难[吃喝闻]|太丑|丑死|款式不(?:好|行|对|合适)|不合适(?!的)",
    ),
    "wrong_size": (
        rf"(?:尺码|尺寸|大小|码数|号码|码子?)(?:都|也|完全)?(?:不合适?|不对|不准|不符|"
        rf"{_HOW}[大小]了?(?![0-9])|有问题)",
        "[买拍](?:大|小)了|穿不[下上进]|太[肥紧瘦]了?|不合身|不合脚|挤脚|[大小]了一[码号]|"
        "换[一个双条件]{0,2}[大小](?:一?点|一?[码号])",
        "(?:衣服|鞋子?|裤子?|裙子?|袖子|腰|肩)(?:太|偏|有点|有些)[大小长短肥紧宽窄]",
    ),
    "quality": (
        rf"质量(?:有|存在|出)?问题|[质品][量质]{_HOW}(?:差|烂|不好|不行|不过关|低劣)|做工{_HOW}(?:差|粗糙)|"
        rf"次品|残次|瑕疵|劣质",
        rf"掉色|褪色|起球|开胶|开线|脱线|脱胶|掉毛|缩水|有异味|味道{_HOW}(?:大|重|刺鼻)|不制冷|不加热|"
        rf"不通电|黑屏|花屏|漏电|漏水(?!管)",
        "(?<![熬学耐撞乐吓急累饿忙气弄])坏了|(?<![挂网弄打])(?<!宽带)断了(?!一天|货|码)|不能用(?!优惠|券|"
        "红包|当)|用不了|开不了机|充不(?:进|上)电|(?<!点了)没反应|失灵|故障",
    ),
    "missing": (
        rf"(?<!多)(?:少|漏|缺)(?:发|寄|给)?了?我?(?:(?=(?:[一二两三四五六七八九十几半0-9]{{1,3}}|好几)(?:{_PARTS}))|(?:{_PARTS}))",
        "漏发|少发|(?:配件|赠品|赠送的|送的|说明书|零件|附件)[都也还]?(?:没有|没给|没发|没收到|没看到|没见|没放|少了|不全|缺)|"
        "没有?(?:配件|赠品)|没发[齐全]|空包裹?|空盒",
    ),
    "damaged": (
        "破损|破[了的洞]|压[坏扁]|变形|碎[了的]|摔坏|磕[坏碰]|裂[了开缝纹]|划痕|刮花|凹[了陷]|漏液|漏油|"
        "洒了|漏了(?![发寄给件个房])",
        "(?:是|都|全)坏的|包装(?:都|已经)?[破烂坏压]|烂[了的]|坏果|发霉|变质|长毛|臭了|弯了",
    ),
    "wrong_item": (
        "(?:发|寄|送|给|配)错(?!地址|地方|时间|人|误|过|小区)(?:了|货|颜色|款|尺码)?|错发|发[成来](?:了|"
        "的是)?(?:别的|另|其他)",
        "(?:颜色|型号|款式|规格|口味)(?:发|寄|给)?错了?|(?:不是|并非)我(?:买|拍|要|订)的|发的不是",
    ),
    "not_as_described": (
        "与?(?:描述|图片|详情|宣传|介绍|实物|照片)(?:不|严重不|完全不|不太)(?:相)?[符同像一]样?|名不副实|"
        "货不对[板版]|虚假宣传|夸大宣传|色差(?!不|小|正常)|图文不符",
        "[和跟与](?:图片?|描述|详情页?|介绍|宣传|照片|直播间?)(?:上|里|说)?的?(?:完全|根本|都|"
        "差别)?(?:不一样|不符|不同|不相符|不像|差太多|两个?样|对不上|差太远)",
    ),
    "fake": ("假货|假的|假冒|冒牌|仿品|仿的|高仿|山寨|不是正品|非正品|A货|盗版|[卖售]假",),
    "expired": ("过期|过了?保质期|临期|快到期|生产日期(?:不新鲜|太久|太老|不好)|保质期(?:太短|快到|过了|只剩)",),
    "price_drop": (
        "降价|降了|掉价|买贵了?|(?:便宜|低)了[0-9一二两三四五六七八九十几百多]{1,8}|别(?:家|人|处)(?:更|"
        "比)?便宜|价格?(?:更低|变低|跌了)",
        "(?:退|返|赔|要|给我?|补我|补给我|欠|的)[^,。;!?\n]{0,4}差价",
    ),
    "ordered_by_mistake": (
        "[拍点选下买]错(?:单|颜色|尺码|型号|款)?了?|[填写]错(?:了)?地址|(?:地址|电话|收[件货]人?|"
        "号码)[^,。;!?\n]{0,4}[填写]错了?|误(?:拍|点|下单|买)|不小心(?:拍|点|买|下)|手滑|多[拍下]了|"
        "忘(?:记|了)?(?:用|领)(?:券|优惠券|红包)",
    ),
    "too_slow": (
        "(?:发货|物流|快递|送货|配送|到货)(?:太|实在太|也太|好|这么|那么|真是?)慢|等(?:不及|不了|太久|"
        "了太久|不下去)|太久了|赶不上|来不及了",
        "(?:一直|迟迟|怎么还|到现在)(?:都|还)?(?:没|不|未)(?:发货|到货|发|到)(?![账张帐])",
    ),
}
"""Code: its wordings."""

_REASON = re.compile("|".join(f"(?P<{code}>{'|'.join(wordings)})" for code, wordings in REASONS.items()))
_DENIED = re.compile(
    r"(?:不是(?!因为|说)|没有|没(?!法|办法|想到)|并不|并没|并非|不算|不存在|无(?!语|奈|理)|未|别|不会|"
    r"从没|从不|不觉得|不用担心|不怕)"
    r"(?:什么|任何|啥|怎么|说|因为|觉得|有|是|太|特别|发现|出现|见|你们?|我|这个|的|过|要){0,4}$"
)
_SUPPOSED = re.compile(
    r"(?:如果|要是|万一|假如|若|倘若|会不会|怕|担心|是不是|是否|有没有|该不会|不会|容易|可能|比如|例如|"
    r"保证|支持|什么|哪些|除非|除了|避免|防止|以防|只有|怀疑)[^,。;!?\n]{0,8}$"
)
_ASKED = re.compile(r"[^,。;!?\n]{0,4}(?:吗|么|还是|怎么办理|的话)")
_ASKED_LATER = re.compile(r"[^,。;!?\n了]{0,14}(?:吗|么|不(?=[,。;!? ]|$))")
_DENIED_AFTER = re.compile(r"(?:倒|也|都)?(?:没有|不存在|倒不是|不是|谈不上)(?!用|解决|处理|人|退|发|给|说)")
_OTHER_THINGS = re.compile(
    r"券|红包|白条|花呗|积分|会员|件码|付款码|链接|网络|宽带|密码|按钮|电梯|门铃|登录|短信|页面|人工|提交|"
    r"网断|路灯|签到|资格|规则"
)
"""What breaks, ends or is lost beside them is not the goods."""
_ABOUT_ORDERING = frozenset({"ordered_by_mistake", "price_drop", "no_reason", "not_as_described"})
_REACH = 12


def find_reasons(view: View) -> Iterator[Entity]:
    """Reasons that the customer gives; value: the code. Denied, supposed and asked ones are left out."""
    for match in _REASON.finditer(view.text):
        code = str(match.lastgroup)
        if code == "no_reason" or _meant(view, match, code):
            yield entity(view, "reason", *match.span(), code)


def _meant(view: View, match: re.Match[str], code: str) -> bool:
    text, (start, end) = view.text, match.span()
    before = text[max(0, start - _REACH) : start]
    if _DENIED.search(before) or _SUPPOSED.search(before) or _DENIED_AFTER.match(text, end):
        return False
    if code not in _ABOUT_ORDERING and _OTHER_THINGS.search(view.clause(start, end, _REACH)):
        return False
    stated = match[0].endswith(("了", "的")) or text.startswith("了", end)
    return not (_ASKED_LATER if not stated else _ASKED).match(text, end) and not (
        not stated and _ASKED.match(text, end)
    )
