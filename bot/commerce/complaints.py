"""A complaint in words: when it is only announced, when it is told to the end, what is asked for, when it happened.

Pure text, for the form that takes complaints in (playbook C4, C5, A4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.language.find import find

DEMAND_TEXT = {
    "refund": "退款",
    "return": "退货",
    "exchange": "换货",
    "compensation": "赔偿",
    "apology": "道歉",
    "reship": "补发",
    "explanation": "要个说法",
    "cancel": "取消订单",
    "invoice": "开发票",
    "expedite": "催促加急",
    "improve": "把问题改掉",
}
"""What can be asked for, by the codes of :mod:`bot.risk.demands`; ``improve`` is asked for by a button only."""

USUAL_DEMANDS = ("apology", "refund", "compensation", "explanation", "improve")
"""Those offered as buttons."""

_FILLER = (
    r"我们?|俺|偶|侬|想|要|得|来|跟|向|对|给|把|你们?|您|投诉|投訴|头诉|反映|反应|反馈|登记|记录|记|提交|提出|提|说|讲|"
    r"一下|一个|一件|一次|个|件|点|些|事情|事|情况|问题|意见|内容|店铺|店里|店|商家|卖家|家|平台|客服|快递员|快递|小哥|送货员|"
    r"售后|服务|态度|太|很|真的|真|好|非常|特别|差劲|差|不好|恶劣|什么|这里|这边|哪里|哪|在|怎么|呢|吗|啊|吧|可以|能|请问|请|帮|"
    r"麻烦|关于|的|了|这|那|刚才|刚刚|正式|严重|就|是|有|单|入口|流程|工单|受理|认真|对待|您好|你好|这种|为|找|谁|开|建|里"
)
_ANNOUNCING = re.compile(rf"{_FILLER}|[\s，,。.！!？?、~～：:]")

_THAT_IS_ALL = re.compile(
    r"^没有?[。！!]?$|^(?:嗯|哦|好的?|暂时|目前|那)?[，,]?(?:没有?(?:了|啦|别的|其[他它]|什么了|补充)|就(?:是)?(?:这些|这样|这么多|这个|这事)|说完|讲完|"
    r"(?:以上|先)(?:就)?(?:是)?(?:这些|这样)|完了|够了|不用问了)|(?:就这些|就这样|没别的|没其[他它]|没有其[他它]的?|说完|讲完)了?[。！!]?$|"
    r"^(?:那)?(?:你们?|您)?(?:说|看)?(?:吧)?怎么(?:办|处理|解决)|(?:赶紧|赶快|快点|快些)(?:给我)?(?:处理|解决|办)"
)
_ONLY_THIS = re.compile(r"(?:只|就)(?:要|是要|想要|求|需要|希望)(?!.{0,4}(?:吗|不成))")
_NOTHING_WANTED = re.compile(r"没(?:有)?(?:什么|啥|别的)?(?:要求|诉求)|不(?:要|图)什么|就(?:是)?(?:反映|说)一下")
_WITHHELD = re.compile(
    r"不(?:想|愿意?|方便|用|留|给|填|说|告诉)|没(?:有)?(?:电话|手机)|(?:就)?在(?:这|这里|这儿)(?:回|说|聊)|隐私"
)
_WISHES = re.compile(
    r"赔|道歉|道个歉|退[款钱货]|退给我|补[发给]|希望|要求|想要|我要|要你们|给我|让(?:他|她|你们|那)|处理|说法|改|换|别再|不要再|负责|惩罚|批评|培训|开除|扣"
)
_MOMENT = re.compile(
    r"(?:刚才|刚刚|方才|今早|今晚|昨晚|昨夜|前天|前几天|前两天|上个?(?:星期|礼拜|周|月)[一二三四五六日天末]?|"
    r"(?:大?前天|昨天|今天)?(?:早上|上午|中午|下午|傍晚|晚上|半夜|凌晨)(?:\d{1,2}点(?:多|半)?|[一二三四五六七八九十两]{1,3}点(?:多|半)?)?)"
)
_WISHING = re.compile(r"^(?:我|俺)?(?:就|只)?(?:希望|要求|想要|想|要)(?:你们|您|店里)?")
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff])[,;!?]")
_WIDE = {",": "，", ";": "；", "!": "！", "?": "？"}
_TIMES = frozenset({"date", "duration"})

THAT_IS_ALL_TITLE, NO_MOMENT_TITLE, NO_PHONE_TITLE = "就这些", "记不清了", "就在这里回复我"
TELL_MORE_TITLE, OTHER_WISHES_TITLE = "补充情况", "改我的要求"
"""Words on the buttons of the form."""


def only_announces(text: str) -> bool:
    """Whether the words say that there is a complaint, and not which ("我要投诉", "你们服务态度太差了")."""
    return not _ANNOUNCING.sub("", text)


def says_that_is_all(text: str) -> bool:
    """Whether nothing more is to come ("没了", "就这些"), or the customer wants to get on ("你说怎么办吧")."""
    return _THAT_IS_ALL.search(text) is not None


def has_nothing_to_add(text: str) -> bool:
    """Whether that is all, said when asked whether it was heard right; "没有" there means that it was not."""
    return says_that_is_all(text) and text.strip("。！! ") != "没有"


def wants_only(text: str) -> bool:
    """Whether what is asked for now replaces what was asked for before ("只要道歉")."""
    return _ONLY_THIS.search(text) is not None


def wants_nothing(text: str) -> bool:
    """Whether the customer says that nothing is asked for."""
    return _NOTHING_WANTED.search(text) is not None


def sounds_like_a_wish(text: str) -> bool:
    """Whether words that name none of the usual demands ask for something all the same ("让他别再打电话")."""
    return _WISHES.search(text) is not None


def keeps_it_to_themselves(text: str) -> bool:
    """Whether the customer would rather not say how to reach them ("不想留电话", "就在这里回我")."""
    return _WITHHELD.search(text) is not None


def moment_named(text: str, now: datetime) -> str | None:
    """When it happened, in the customer's words; of several the last, None when no time is named."""
    spans = [(match.start(), match.end()) for match in _MOMENT.finditer(text)]
    spans += [(one.start, one.end) for one in find(text, now) if one.kind in _TIMES]
    if not spans:
        return None
    start, end = max(spans, key=lambda span: span[1])
    # 昨天 and 下午 are found apart and said together.
    for first, last in sorted(spans, reverse=True):
        if first < start <= last + 1:
            start = first
    return text[start:end]


def wishes_spoken(wishes: Sequence[str]) -> str:
    """What is asked for, as it is repeated back; wishes that are no code stand in the customer's own words."""
    return "、".join(DEMAND_TEXT.get(wish) or _own(wish) for wish in wishes) or "没有特别的要求，想让我们知道"


def story_spoken(story: Sequence[str]) -> str:
    """What was told, message by message."""
    return "；".join(_full_width(part).strip("。；，！ ") for part in story)


def about_spoken(title: str, moment: str | None) -> str:
    """Which order and when; what is not known is said to be so, for the customer to put right."""
    return "，".join([*([f"「{title}」这一单"] if title else []), *([moment] if moment else [])]) or "时间您没有细说"


def proof_spoken(pictures: int) -> str:
    """The pictures sent."""
    return f"{pictures}张照片" if pictures else "暂时没有照片"


def _own(wish: str) -> str:
    return f"“{_WISHING.sub('', _full_width(wish)).strip('。；，！ ')}”"


def _full_width(text: str) -> str:
    """The punctuation as it is written in Chinese; the plain form of a message has lost it."""
    return _NARROW.sub(lambda found: _WIDE[found[0]], text)


def as_said(demand: str) -> str:
    """A demand as a customer would say it: ``我要退款``."""
    return f"我要{DEMAND_TEXT[demand]}"
