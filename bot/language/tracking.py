"""Tracking numbers, by the forms the carriers print and by the carrier's name beside bare digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.carriers import CARRIER, UNKNOWN
from bot.language.entity import Entity, entity
from bot.language.view import View

_LETTERED = {
    "SF": r"SF[0-9]{12,15}",
    "YTO": r"YT[0-9]{13,15}",
    "ZTO": r"ZTO?[0-9]{10,15}",
    "STO": r"STO[0-9]{10,15}",
    "JD": r"JD[A-Z]{0,3}[0-9]{10,15}(?:-[0-9]{1,3}-[0-9]{1,3}-?)?",
    "EMS": r"[A-Z]{2}[0-9]{9}CN|EMS[0-9]{10,15}",
    "YD": r"YD[0-9]{10,15}",
    "JT": r"JT[0-9]{13,15}",
    "DBL": r"DPK[0-9]{10,15}|DBL?[0-9]{10,14}",
    "CAINIAO": r"CN[0-9]{10,15}|LP[0-9]{14,16}",
    "DANNIAO": r"DN[0-9A-Z]?[0-9]{10,15}",
    "BEST": r"BS[0-9]{10,14}",
}
_LOOSE = r"(?:SF|YT|JT)[0-9]{10,12}"
"""A digit was left out; the letters still tell the carrier."""
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    + "|".join(f"(?P<{code}>{form})" for code, form in _LETTERED.items())
    + rf"|(?P<loose>{_LOOSE})|(?P<bare>[0-9]{{8,20}}))(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_LOOSE_CODES = {"SF": "SF", "YT": "YTO", "JT": "JT"}


@dataclass(frozen=True)
class _Digits:
    """Bare digits of one carrier: how they begin and how many there are."""

    carrier: str
    begins: tuple[str, ...]
    lengths: tuple[int, ...]


_BARE = (
    _Digits("STO", ("77",), (13, 15)),
    _Digits("ZTO", ("73", "75", "76", "78", "79"), (12, 14)),
    _Digits("YD", ("4",), (13, 15)),
    _Digits("YD", ("31", "32"), (15,)),
    _Digits("EMS", ("10", "11", "12"), (13,)),
    _Digits("POST", ("96", "97", "98", "99"), (13,)),
)
"""Carriers change their ranges; what is not listed is still a tracking number, of a carrier unknown."""
_BY_THEMSELVES = (13, 14, 15)
"""Lengths of bare digits that are a tracking number even with nothing beside them."""

_LABEL = re.compile(r"(?:快递|运单|物流|包裹|面单|单号|快件)(?:单?号码?|单|编号)?(?:是|为)?[: ]{0,2}$")
_OTHER = re.compile(
    r"(?:订单|卡|账|帐|身份证|证件|电话|手机|座机|QQ|qq|微信|流水|发票|税|条形?码|编)号?码?(?:是|为)?[: ]{0,2}$"
)
_MOBILE = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_NEAR = 8


def find_tracking_numbers(view: View) -> Iterator[Entity]:
    """Tracking numbers; value: ``number`` in capitals, ``carrier`` (a code of ``NAMES``, or unknown)."""
    for match in _NUMBER.finditer(view.text):
        carrier = _carrier_beside(view.text, *match.span())
        number = match[0].upper()
        if match["bare"]:
            if not _is_parcel(view.text, match, carrier):
                continue
            carrier = carrier or _carrier_of(number)
        elif match["loose"]:
            carrier = _LOOSE_CODES[number[:2]]
        else:
            carrier = str(match.lastgroup)
        yield entity(view, "tracking_no", *match.span(), {"number": number, "carrier": carrier or UNKNOWN})


def _carrier_of(digits: str) -> str:
    return next(
        (form.carrier for form in _BARE if len(digits) in form.lengths and digits.startswith(form.begins)), UNKNOWN
    )


def _is_parcel(text: str, match: re.Match[str], carrier: str) -> bool:
    """Whether bare digits are a tracking number: named as one, or of a length that nothing else has."""
    digits = match["bare"]
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _OTHER.search(before) or _MOBILE.fullmatch(digits):
        return False
    if carrier or _LABEL.search(before):
        return True
    return len(digits) in _BY_THEMSELVES


def _carrier_beside(text: str, start: int, end: int) -> str:
    """The carrier named right before the number (圆通的8012…), or right after it (8012…这个申通的); empty for none."""
    before = text[max(0, start - _NEAR) : start]
    found = ""
    for name in CARRIER.finditer(before):
        found = str(name.lastgroup) if name.lastgroup != "ALL" and "," not in before[name.end() :] else ""
    if found:
        return found
    after = CARRIER.match(text, end) or _NAMED_AFTER.match(text, end)
    return str(after.lastgroup) if after and after.lastgroup not in (None, "ALL") else ""


_NAMED_AFTER = re.compile(rf"(?:这个|这单|这|,|是|的| )?(?:是)?(?:{CARRIER.pattern})")
