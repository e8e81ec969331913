"""Why a customer wants something back: the codes a request to the shop carries, and their words."""

from __future__ import annotations

from enum import Enum


class Reason(str, Enum):
    """The closed set of reasons. Whoever reads them in running text (``bot/language``) uses the same codes."""

    NO_REASON = "no_reason"
    NOT_WANTED = "not_wanted"
    DISLIKE = "dislike"
    WRONG_SIZE = "wrong_size"
    QUALITY = "quality"
    MISSING = "missing"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    FAKE = "fake"
    EXPIRED = "expired"
    PRICE_DROP = "price_drop"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"
    TOO_SLOW = "too_slow"
    NOT_RECEIVED = "not_received"
    OTHER = "other"


REASON_TEXT = {
    Reason.NO_REASON: "七天无理由",
    Reason.NOT_WANTED: "不想要了",
    Reason.DISLIKE: "不喜欢",
    Reason.WRONG_SIZE: "尺码不合适",
    Reason.QUALITY: "商品质量问题",
    Reason.MISSING: "少件漏发",
    Reason.DAMAGED: "收到时破损",
    Reason.WRONG_ITEM: "发错货",
    Reason.NOT_AS_DESCRIBED: "与描述不符",
    Reason.FAKE: "怀疑不是正品",
    Reason.EXPIRED: "过期或临期",
    Reason.PRICE_DROP: "买后降价",
    Reason.ORDERED_BY_MISTAKE: "拍错了",
    Reason.TOO_SLOW: "等得太久",
    Reason.NOT_RECEIVED: "没有收到货",
    Reason.OTHER: "其他原因",
}
"""How a reason is written on a request, for the customer and the shop."""
