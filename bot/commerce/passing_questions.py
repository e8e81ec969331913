"""What customers ask about a matter while it is being settled: who pays the postage, when the money comes."""

from __future__ import annotations

import re
from enum import Enum


class Passing(str, Enum):
    """Asked in passing, and answered before the matter goes on."""

    PROGRESS = "progress"
    WARRANTY = "warranty"
    PHOTO_HOW = "photo_how"
    FREIGHT = "freight"
    EXTRA = "extra"
    PICKUP = "pickup"
    SEND_TO = "send_to"
    PACKING = "packing"
    MONEY_WHERE = "money_where"
    MONEY_WHEN = "money_when"
    LATER = "later"
    HOW_LONG = "how_long"


_WHEN = r"(?:多久|多长时间|(?<!前)(?<!好)几天|几个工作日|什么时候|啥时候|何时|几时|几号|哪天)"
_WHERE = r"(?:哪|什么账[户号]|哪个账[户号]|微信|支付宝|余额|零钱|银行卡|信用卡|原路|原来的卡)"
_MARK = re.compile(
    rf"[?？]|[吗么嘛呢]$|[吗么嘛](?=[呀啊哈])|谁|{_WHEN}|多少|哪|怎么|咋|如何|要不要|用不用|需不需要|需要不|能不能|能否|是否|"
    r"可不可以|可以不|行不行|是不是|会不会|有没有|[要用]自己|还是(?!算|别|不)|不$"
)
"""What makes words a question."""

_ABOUT: tuple[tuple[Passing, re.Pattern[str]], ...] = (
    (Passing.WARRANTY, re.compile(r"保修|质保|保不保|三包")),
    (
        Passing.PHOTO_HOW,
        re.compile(
            r"(?:照片|相片|图片?|视频|截图)[^，。]{0,6}(?:怎么|咋|如何|哪)|(?:怎么|咋|如何)[^，。]{0,4}(?:照片|相片|图片?|视频|截图)"
        ),
    ),
    (
        Passing.FREIGHT,
        re.compile(
            r"[运邮]费|快递费|寄费|来回的?费用|包邮|到付|谁(?:来)?(?:出|付|承担|掏|负责?担?)(?:钱|费|的|$|[?？])"
        ),
    ),
    (
        Passing.EXTRA,
        re.compile(
            r"手续费|扣[我]?(?:钱|费)|收[我]?(?:钱|费)|(?:另外|额外|再|要)(?:加|补|付|出|花)?(?:钱|费用?)(?=[吗么嘛?？呢不]|$)|免费"
        ),
    ),
    (
        Passing.PICKUP,
        re.compile(
            r"上门|取件|(?:来|到)(?:我?家里?)?(?:取|拿|收)(?![消到])|自己(?:去)?寄|"
            r"(?:派|有)(?:快递|人)[^，。]{0,4}(?:取|拿|收)"
        ),
    ),
    (
        Passing.SEND_TO,
        re.compile(r"寄(?:回|去|到|给)*(?:哪|什么地[方址]|谁)|(?:寄回|退货|退回|你们)的?地址|地址(?:是|发|给|在)"),
    ),
    (
        Passing.PACKING,
        re.compile(
            r"(?:原|外|快递)?(?:包装|盒)(?![^，。]{0,4}[坏破压烂扁])|(?:吊牌|配件|赠品|说明书|发票|小票)[^，。]{0,8}(?:寄|退|带|还|留|放)|"
            r"(?:要不要|用不用|需不需要|需要|要|还得|还要)[^，。]{0,6}(?:寄|退|拿|送)回"
        ),
    ),
    (Passing.MONEY_WHERE, re.compile(rf"(?:退|返|打|到账|钱|款|差价)[^，。]{{0,8}}{_WHERE}")),
    (
        Passing.MONEY_WHEN,
        re.compile(
            rf"(?:到账|到帐|退款?|返|打款|收到钱|钱|差价)[^，。]{{0,6}}{_WHEN}|{_WHEN}[^，。]{{0,6}}(?:到账|到帐|退|返|打款|收到钱|能?拿到钱)"
        ),
    ),
    (Passing.LATER, re.compile(r"(?:会|影响|耽误|耽搁)[^，。]{0,8}(?:晚|慢|延|耽误|时间|送达|到货|发货|收货)")),
    (
        Passing.HOW_LONG,
        re.compile(
            rf"{_WHEN}[^，。]{{0,4}}(?:办|处理|审核|批|通过|结果|答复|回复|消息|解决|搞定|弄|开|改|换|修|补|寄出|有人|能?好)|"
            rf"(?:办|处理|审核|批|结果|答复|回复|换|修|补发?|开|改|新的|寄回去?)[^，。]{{0,6}}{_WHEN}|"
            rf"^(?:大概|一般|那|要|需要|得|会)*(?:要|得|需要)?(?:等)?{_WHEN}[呢啊呀?？]*$"
        ),
    ),
)
_PROGRESS = re.compile(
    r"(?:提交|申请|发起)(?:了|过)(?!吗|没)|(?<![要想能以])申请(?:退款|退货|换货|售后|维修)了(?!吗|没)|已经?(?:提交|申请)|申请(?:都|早)?(?:提交|交)(?:了|过)|"
    r"(?:还|也|都|一直|到现在|迟迟)没(?:有)?(?:人)?(?:通过|审核|处理|消息|动静|下文|结果|回复|联系)|怎么(?:还不|没)(?:审核|处理|通过)"
)
"""What says that it was asked for before; it needs no mark of a question."""
_CLAUSES = re.compile(r"[^，,。；;！!？?\s]+[？?]?")
_OTHER_MATTERS = re.compile(r"物流|快递(?!费)[^，。]{0,4}到哪|到哪(?:里|儿)?了|发货|保质期|优惠|活动|积分|会员")
"""What is asked of other things than the matter in hand."""


def clauses(text: str) -> list[tuple[str, Passing | None]]:
    """The parts of a message between its marks, in order, each with the question about the matter that it asks, if any.

    A part asks one thing at most: 不喜欢，运费谁出 tells a reason and asks for the postage.
    """
    return [(clause, _asks(clause)) for clause in _CLAUSES.findall(text)]


def _asks(clause: str) -> Passing | None:
    if _PROGRESS.search(clause):
        return Passing.PROGRESS
    if not _MARK.search(clause) or _OTHER_MATTERS.search(clause):
        return None
    return next((about for about, words in _ABOUT if words.search(clause)), None)
