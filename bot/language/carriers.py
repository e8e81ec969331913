"""Carriers, by every name customers give them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

UNKNOWN = "unknown"
"""The carrier of a tracking number that neither its form nor a name beside it tells."""

NAMES: dict[str, str] = {
    "SF": "顺丰",
    "YTO": "圆通",
    "ZTO": "中通",
    "STO": "申通",
    "YD": "韵达",
    "JT": "极兔",
    "JD": "京东快递",
    "EMS": "EMS",
    "POST": "中国邮政",
    "DBL": "德邦",
    "CAINIAO": "菜鸟",
    "DANNIAO": "丹鸟",
    "BEST": "百世",
    "TTK": "天天快递",
    "ZJS": "宅急送",
    "UC": "优速",
    "SUNING": "苏宁物流",
    "KYE": "跨越速运",
    "ANE": "安能",
    "DHL": "DHL",
    "UPS": "UPS",
    "FEDEX": "联邦快递",
}
"""Every carrier by its code."""

_WORDINGS = {
    "SF": r"顺丰(?:速运|快递|速递|冷运|同城)?|顺风(?:速运|快递|速递|小哥)|丰巢快递",
    "YTO": r"圆通(?:速递|快递)?|园通(?:速递|快递)",
    "ZTO": r"中通(?:速递|快递|快运)?",
    "STO": r"申通(?:快递)?(?!地铁)",
    "YD": r"[韵韻]达(?:快递|速递)?|云达快递|运达快递",
    "JT": r"极兔(?:速递|快递)?|极免快递|兔子快递|J&T",
    "JD": r"京东(?:快递|物流|配送|小哥|速递)|京东的?快递员",
    "POST": r"中国邮政|(?<!国家)邮政(?:快递|包裹|小包|平邮)?(?!编码|编号|储蓄|银行|局|管理|监管|的申诉|投诉)|邮局",
    "DBL": r"德邦(?:快递|物流)?",
    "CAINIAO": r"(?<![是个])菜鸟(?:(?:驿站|裹裹|直送|速递|快递|物流|仓)|(?!级|一|$))",
    "DANNIAO": r"丹鸟(?:快递|物流)?",
    "BEST": r"百世(?:汇通|快递|快运)?|汇通快递",
    "TTK": r"天天快递",
    "ZJS": r"宅急送",
    "UC": r"优速(?:快递)?",
    "SUNING": r"苏宁(?:物流|快递)",
    "KYE": r"跨越(?:速运|快递|物流)",
    "ANE": r"安能(?:物流|快递)",
    "FEDEX": r"联邦快递|(?<![A-Za-z])(?i:fedex)(?![A-Za-z])",
    "EMS": r"邮政特快|(?<![A-Za-z])(?i:ems)(?![A-Za-z0-9])",
    "DHL": r"(?<![A-Za-z])(?i:dhl)(?![A-Za-z0-9])",
    "UPS": r"(?<![A-Za-z])(?i:ups)(?![A-Za-z0-9])(?=快递|国际|的|包裹|单号)",
}
_LATIN = {"SF": r"SF|sf", "YTO": r"YTO|yto", "ZTO": r"ZTO|zto", "STO": r"STO|sto", "JD": r"(?:JD|jd)(?=快递|物流)"}
_GROUPS = {"四通一达": ("STO", "YTO", "ZTO", "BEST", "YD"), "三通一达": ("STO", "YTO", "ZTO", "YD")}
"""What the trade calls several of them at once."""

_NAMED = {
    code: "|".join(
        filter(None, [_WORDINGS.get(code), _LATIN.get(code) and f"(?<![A-Za-z0-9])(?:{_LATIN[code]})(?![A-Za-z0-9])"])
    )
    for code in NAMES
}
CARRIER = re.compile("|".join([f"(?P<ALL>{'|'.join(_GROUPS)})", *(f"(?P<{c}>{w})" for c, w in _NAMED.items())]))
"""One carrier, or a group of them; the name of the group that matched is the code."""


def find_carriers(view: View) -> Iterator[Entity]:
    """Names of carriers; value: ``codes`` (several for 四通一达) and ``name``."""
    for match in CARRIER.finditer(view.text):
        codes = _GROUPS.get(match[0]) or (str(match.lastgroup),)
        name = match[0] if len(codes) > 1 else NAMES[codes[0]]
        yield entity(view, "carrier", *match.span(), {"codes": list(codes), "name": name})
