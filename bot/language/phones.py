"""Telephone numbers: mobile (also spelt in characters), landline with area code, and 400/800 numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

_GAP = r"[ \-.\u20e3]?"
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86[ -]?)?"
    rf"(?P<mobile>1[3-9][0-9]{_GAP}(?:[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{{3}}{_GAP}[0-9]{{5}}))(?![0-9])"
)
_SPACED = re.compile(r"(?<![0-9])(?P<mobile>1[ \-.\u20e3]{1,2}[3-9](?:[ \-.\u20e3]{1,2}[0-9]){9})(?![0-9])")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z-])(?P<landline>\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]?[2-8][0-9]{6,7})"
    r"(?P<extension>转[0-9]{1,6}|-[0-9]{1,5})?(?![0-9])"
)
_HOTLINE = re.compile(r"(?<![0-9-])(?P<hotline>[48]00[ -]?[0-9]{3}[ -]?[0-9]{4}|[48]00-[0-9]{4}-[0-9]{3})(?![0-9])")
_SPELT = str.maketrans("零〇幺一二两三四五六七八九洞拐勾oO", "001122345678907900")
_SPELT_FORM = re.compile(r"[零〇幺一二两三四五六七八九洞拐勾]")
_MASKED = re.compile(r"(?<![0-9])1[3-9][0-9]\*{3,6}[0-9]{2,4}(?![0-9])")


def find_phones(view: View) -> Iterator[Entity]:
    """Telephone numbers; value: ``number`` (digits, a landline with a dash after the area code) and ``type``."""
    for pattern in (_MOBILE, _SPACED, _HOTLINE, _LANDLINE):
        for match in pattern.finditer(view.text):
            yield _phone(view, match)
    if _SPELT_FORM.search(view.text):
        for match in _MOBILE.finditer(view.text.translate(_SPELT)):
            # Only where characters take part: bare digits were found above with their own edges.
            if _SPELT_FORM.search(view.text, *match.span("mobile")):
                yield _phone(view, match)


def _phone(view: View, match: re.Match[str]) -> Entity:
    kind = str(next(name for name in ("mobile", "hotline", "landline") if name in match.re.groupindex))
    number = re.sub(r"[^0-9]", "", match[kind])
    if kind == "landline":
        area = 3 if number[1] in "12" else 4
        number = f"{number[:area]}-{number[area:]}"
    return entity(view, "phone", *match.span(), {"number": number, "type": kind})
