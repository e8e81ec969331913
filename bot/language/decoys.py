"""What looks like a number and is none: links, and the many words of Chinese that contain a numeral.

Every decoy is replaced by as many :data:`BLANK` characters, so that places stay what they were.
"""

from __future__ import annotations

import re

from bot.language.word_lists import any_of

BLANK = "\x00"

_LINK = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}")

_NUMBERS_OF_OTHER_THINGS = (
    r"(?:尾号|后四位|取件码|提货码|验证码|校验码|密码|券码|编号|货号|工号|学号|邮编|房间号?|色号|型号|"
    r"批号|流水号|版本号?)"
    r"(?:是|为)?[: ]{0,2}[0-9A-Za-z][0-9A-Za-z-]{0,19}"
)
_HOTLINE = (
    r"(?<![0-9A-Za-z.])(?:(?:12315|12345|12305|12300|12358|12377|10086|1001[01]|1000[01]|95[0-9]{3})"
    r"|(?<=[打拨报找告上诉光])(?:110|119|120|122|315|3\.15))(?![0-9A-Za-z元块]|\.[0-9])"
)
_WITH_NEIGHBOURS = (
    r"十分(?!钟|之)|三包(?=政策|规定|期|服务|法|凭)|三角(?!钱)|[假退]一赔[一二三四五十]|一把(?=火|泪|年纪|抓|屎)"
)
_ORDINAL = r"第[0-9]{1,4}|第[零一二三四五六七八九十百千两几]{1,5}"
_CONNECTION = r"(?<![0-9A-Za-z])[2-6][Gg](?![0-9A-Za-z])|[24]\.4?[Gg]|4[kK](?=高清|屏|电视|视频|显|超)"

_SAYING = re.compile(
    "|".join((any_of("sayings"), _WITH_NEIGHBOURS, _NUMBERS_OF_OTHER_THINGS, _HOTLINE, _ORDINAL, _CONNECTION))
)


def blank_links(text: str) -> str:
    """The text without its links: what stands in them are a shop's numbers, not the customer's."""
    return _LINK.sub(_blank, text)


def blank_sayings(text: str) -> str:
    """The text without words that contain a numeral and count nothing, without codes and without hotlines."""
    return _SAYING.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match[0])
