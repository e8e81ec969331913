"""Turns of phrase that decide which order, or which earlier word, a question is about."""

from __future__ import annotations

import re

_OTHER = r"(?:其[他它]|另外?|别的|剩下|换|[上下]一)"
_COUNTED = r"[那这]?[一两几]?[个张笔件]?的?"
_ORDER = r"(?:订单|包裹|快递|单)"
_ANOTHER = re.compile(
    f"{_OTHER}{_COUNTED}{_ORDER}|(?:所有|全部|哪些|几[个张笔]?)的?{_ORDER}|(?:其[他它]|另外?){_COUNTED}(?:呢|吗|$)"
)


_NOT_RECEIVED = re.compile(r"(?:没|未|不)(?:有)?(?:收到|拿到|到手|签收)")
_RECEIVED = re.compile(r"收到|拿到|到手|签收|收货了")


_CAN_BE_RETURNED = re.compile(
    r"(?:能|可以|可不可以|让|给|还)(?:不能|否)?[^，。？！,.?!]{0,4}退|退(?:得|不)了|来得及|(?:过|超)了?(?:七|7)天"
)


def asks_whether_this_one(text: str) -> bool:
    """Whether the question is about an order of theirs ("这个还能退吗") rather than about the rules."""
    return bool(_CAN_BE_RETURNED.search(text))


def means_one_in_hand(text: str) -> bool:
    """Whether the customer speaks of something they already have ("前几天收到的那个想退")."""
    return bool(_RECEIVED.search(_NOT_RECEIVED.sub("", text)))


def means_another_order(text: str) -> bool:
    """Whether the customer turns away from the order being talked about ("还有其他订单呢")."""
    return bool(_ANOTHER.search(text))


_ALL_OF_THEM = re.compile(r"都|全部|所有|全(?:取消|不要|退)|一起")


def means_all_of_them(text: str) -> bool:
    """Whether every one of several is meant ("都取消")."""
    return bool(_ALL_OF_THEM.search(text))


_REFERS_BACK = re.compile(
    r"(?:刚才|刚刚|方才|之前|先前|上次|昨天|说好|讲好|答应|承诺|商量好|谈好)[^。？！?!]{0,8}(?:说|讲|答应|承诺|处理|退|赔|补|换|结果|方案)"
    r"|(?:你们|你|您)?(?:同事|客服|人工)(?:刚|不是|都)?[^。？！?!]{0,4}(?:说|讲|答应|承诺)"
)


def refers_back(text: str) -> bool:
    """Whether the customer points at what was said or promised before ("刚才说的退款呢")."""
    return bool(_REFERS_BACK.search(text))


_GIVES_UP = re.compile(
    r"^(?:(?:那|那就|哎|唉|好吧)?[，,]?)?(?:算了|不(?:退|换|改|取消|开|办|弄|修|要|申请)了|先不(?:退|换|改|取消|开|办|弄|用|急)|"
    r"(?:取消|撤销|不要)申请|不用(?:办|弄|退|换|改)?了|没事了|(?:明天|改天|回头|晚点|以后)再(?:说|办|弄)|"
    r"没(?:有)?(?:别的|事)?了[，, ]*(?:谢谢|谢了|多谢))"
)


def gives_up(text: str) -> bool:
    """Whether the customer lets go of the matter being settled ("算了", "先不退了")."""
    return bool(_GIVES_UP.search(text))


def only_gives_up(text: str) -> bool:
    """Whether the words let go of it and say nothing else ("算了，不退了", but not "算了，换货吧")."""
    rest = text
    while found := _GIVES_UP.match(rest):
        rest = rest[found.end() :].lstrip("吧啊哦，,。.！!~ ")
    return rest != text and not rest.strip("了 ")


_PROGRESS = re.compile(
    r"进度|到账|退到(?:哪|了没|了吗)|(?:还|怎么)没(?:有)?(?:退|收到退|到|给)|(?:什么时候|几时|啥时候|多久)[^，。]{0,6}(?:退|到)|"
    r"退了(?:没|吗|没有)|已经?(?:提交|申请|发起)|(?:提交|申请|发起)(?:了|过|完)|"
    r"(?:申请|售后|退款|退货|换货)(?:早就?|都)?(?:提交|申请|办)(?:了|过|上去)|退款[^，。]{0,4}(?:呢|状态|怎么样|成功|完成|了没)|审核|打款|催(?:一下)?退款|寄回[^，。]{0,6}(?:多久|几天)"
)


def asks_progress(text: str) -> bool:
    """Whether a word about a refund or a return is about one under way ("退款怎么还没到账", "我申请过了")."""
    return bool(_PROGRESS.search(text))


_QUESTION = re.compile(
    r"[?？]|[吗么嘛]$|谁[出付管来负给]|怎么[退换寄算]|多久|几[天号点时]|什么时候|啥时候|多少|哪里|到哪|怎么[办弄查看用]|"
    r"要不要|用不用|需不需要|能不能|可不可以|会不会|是否|"
    r"^(?:帮我|给我)?[查看][一下查看]"
)


def is_a_question(text: str) -> bool:
    """Whether the words ask for something to be told or looked up."""
    return bool(_QUESTION.search(text))


_WHAT_TO_DO = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:去?操作|弄|做)(?:啊|呢|呀|[?？])?$|下一步|接下来|然后呢|下来(?:该|要)?怎"
)


def asks_what_to_do(text: str) -> bool:
    """Whether it is asked how to go on with the matter in hand ("要怎么操作", "接下来呢")."""
    return bool(_WHAT_TO_DO.search(text))
