"""The name a parcel is to bear: behind a label (收件人王丽), or by itself beside a telephone number or an address."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.find import find
from bot.language.word_lists import words

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗"
    "方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常傅卞齐康伍余顾孟黄穆萧肖尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈"
    "项祝董梁杜阮闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应丁邓洪包左石崔龚程邢裴陆荣"
    "翁曲储靳段侯全班秋仲宫宁仇栾甘厉武刘景詹龙叶黎白蒲卓蔺池乔闻党翟谭劳冉桑桂牛边温庄晏柴瞿阎连习容向古易"
    "廖耿满匡国文寇广欧巩聂晁敖冷辛简饶曾关查佘丛岳帅涂闫覃"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "司徒", "东方", "独孤", "南宫", "夏侯")
_TITLES = ("先生", "女士", "小姐", "老师", "师傅", "阿姨", "姐", "哥")
_FAMILIAR = "小老阿"
_LABEL = re.compile(r"(?:收件|收货|取件)人?|联系人|姓名|名字|换成|改成|叫")
_LINKS = ("的姓名", "的名字", "姓名", "名字", "那里", "那栏", "改成", "改为", "换成", "换为", "写成", "填成")
_SHORT_LINKS = "改换写填是为叫就:： "
_LEAD_WORDS = ("电话", "手机号", "手机", "号码", "地址", "新")
_ENDS = ("电话", "手机", "号码", "地址", "联系", "其他", "别的", *"收的和住谢吧就可行呀哈哦")
_GIVEN = (1, 2)
_FOREIGN = re.compile(r"[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,2}")
_NO_NAMES = frozenset(words("not_names"))
_MARKS = frozenset(",，、;；:：。.!！?？/|+ \n\t")


def recipient_in(text: str, now: datetime) -> str | None:
    """The recipient a message names, or None.

    Without a label, a name counts only beside a telephone number or an address: nowhere else does a word of two or
    three characters that begins with a surname mean a person to deliver to.
    """
    named = [one for one in find(text, now) if one.kind in ("phone", "address")]
    rest = text
    for one in reversed(named):
        rest = f"{rest[: one.start]}，{rest[one.end :]}"
    behind = [_unlinked(rest[label.end() :][:_REACH]) for label in _LABEL.finditer(rest)]
    labelled = [name for words_behind in behind if (name := _begins_with_name(words_behind))]
    if labelled:
        return labelled[-1]
    alone = [piece for piece in map(_unlinked, _pieces(rest)) if _is_name(piece)] if named else []
    return alone[-1] if alone else None


def bare_name(text: str) -> str | None:
    """The text as a name, when a name is what was asked for: nearly any short word can be one then."""
    name = text.strip(" ,，。.!！")
    fits = _SHORTEST <= len(name) <= _LONGEST_BARE and all(
        _is_chinese(char) or char.isalpha() or char in "·. " for char in name
    )
    return name if fits and name not in _NO_NAMES else None


def _unlinked(text: str) -> str:
    """The text without what joins a label to its value, and without labels of other values."""
    before = ""
    while text != before:
        before = text
        text = text.lstrip(_SHORT_LINKS)
        for word in (*_LINKS, *_LEAD_WORDS):
            text = text.removeprefix(word)
    return text


def _pieces(text: str) -> list[str]:
    return "".join(" " if char in _MARKS else char for char in text).split()


def _begins_with_name(text: str) -> str | None:
    """The name at the beginning, as short as what follows it allows."""
    for end in range(2, len(text) + 1 if len(text) < _LONGEST else _LONGEST + 1):
        after = text[end:]
        if _is_name(text[:end]) and (not after or not _is_chinese(after[0]) or after.startswith(_ENDS)):
            return text[:end]
    return None


def _is_name(text: str) -> bool:
    """Whether the whole text can be a person's name."""
    if text in _NO_NAMES:
        return False
    if _FOREIGN.fullmatch(text) or (len(text) == len("小周") and text[0] in _FAMILIAR and text[1] in _SURNAMES):
        return True
    stem = next((text.removesuffix(title) for title in _TITLES if text.endswith(title)), text)
    surname = stem[:2] if stem.startswith(_COMPOUND) else stem[:1]
    given = stem[len(surname) :]
    if not surname or not (surname in _COMPOUND or surname in _SURNAMES) or not all(map(_is_chinese, stem)):
        return False
    return len(given) in _GIVEN or (stem != text and not given)


def _is_chinese(char: str) -> bool:
    return "一" <= char <= "鿿"


_LONGEST = 6
_SHORTEST, _LONGEST_BARE = 2, 12
_REACH = 24
"""Characters read behind a label."""
