"""Remarks in words: praise or suggestion, and what of the shop they are about."""

from __future__ import annotations

import re

PRAISE, SUGGESTION = "praise", "suggestion"

_WISH = re.compile(
    r"建议|提議|希望|要是|如果|最好|可以(?:考虑|加|再|做|改|更)|不如|改进|改善|改良|再.{1,8}(?:点|些)|(?:增加|多出|少用|换成)|意见|有点|但是|就是"
)
_GOOD_WISHES = re.compile(r"(?:希望|祝)?[^，。！]{0,6}越[办做]越[好红]")

_ANNOUNCING = re.compile(
    r"我|俺|们|想|要|给|跟|对|你|您|店|里|家|一个|一点|一些|一下|有|个|点|些|提|说|写|小|建议|意见|反馈|表扬|夸|供|参考|来|特地|能|可以|中|不|吗|吧|呢|的|了|[，。！!？?\s]"
)

_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("包装", re.compile(r"包装|纸箱|箱子|袋|盒|胶带|填充")),
    ("客服", re.compile(r"客服|同事|售后|回复")),
    ("配送", re.compile(r"快递|送货|小哥|物流|配送|顺丰|送到|师傅")),
    ("发货", re.compile(r"发货|仓库|打包")),
    ("安装", re.compile(r"安装")),
    ("尺码", re.compile(r"尺码|尺寸|小号|大号|码数")),
    ("说明书", re.compile(r"说明书|教程")),
    ("页面", re.compile(r"页面|详情|搜索|图片|实拍|标清")),
    ("活动和优惠", re.compile(r"活动|优惠|积分|满减|会员|老顾客|老客户")),
    ("短信和提醒", re.compile(r"短信|提醒|通知")),
    ("商品", re.compile(r"质量|好用|材质|面料|颜色|款|舒服|衣服|产品|商品|东西|瓶盖|拉链|标签|试用")),
)


def sort_of(text: str) -> str:
    """``praise`` or ``suggestion``: who wishes for something suggests, however kindly."""
    return SUGGESTION if _WISH.search(_GOOD_WISHES.sub("", text)) else PRAISE


def about(text: str) -> str:
    """What it is about, as it is said back; empty when the words do not tell."""
    return next((name for name, words in _ABOUT if words.search(text)), "")


def only_announces(text: str) -> bool:
    """Whether the words say that there is something to say, and not what ("我有个建议")."""
    return not _ANNOUNCING.sub("", text)
