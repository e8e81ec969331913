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


_REFERS_BACK = re.compile(
    r"(?:刚才|刚刚|方才|之前|先前|上次|昨天|说好|讲好|答应|承诺|商量好|谈好)[^。？！?!]{0,8}(?:说|讲|答应|承诺|处理|退|赔|补|换|结果|方案)"
    r"|(?:你们|你|您)?(?:同事|客服|人工)(?:刚|不是|都)?[^。？！?!]{0,4}(?:说|讲|答应|承诺)"
)


def refers_back(text: str) -> bool:
    """Whether the customer points at what was said or promised before ("刚才说的退款呢")."""
    return bool(_REFERS_BACK.search(text))
