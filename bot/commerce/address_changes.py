"""What customers say when a parcel is to go elsewhere: which part changes, to what, and how to reach one on its way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from bot.commerce.addresses import Address
from bot.commerce.policies.state import AddressPart
from bot.kernel.patterns import mask_mobile
from bot.language import find

RECEIVER, PHONE, ADDRESS = AddressPart.RECEIVER, AddressPart.PHONE, AddressPart.ADDRESS

REDIRECT, CALL_FIRST = "redirect", "call_first"
"""How a parcel on its way can still reach another place: the carrier takes it there, or rings before it comes."""

_UNTOUCHED = re.compile(
    r"(?:地址|电话|手机号?|号码|名字|收[件货]人|其[他它余]|别的)的?(?:都|也)?(?:不用|不|没)(?:变|动|改|换|错)"
    r"|(?:地址|电话|名字|区)(?:没错|是对的|对的)|不(?:用|是)?改(?:地址|电话|名字)"
)
_ALL = re.compile(r"(?:收货|收件)(?:信息|资料)(?:全|都|换成|改成)|(?:全|都)要?(?:改|换)|全部(?:改|换)|三样|所有信息")
_WORDS: Mapping[AddressPart, re.Pattern[str]] = {
    RECEIVER: re.compile(
        r"收[件货]人|收[件货]名|收货姓名|姓名|名字|联系人|换个?人收|收的人|昵称|网名|换收货|的名(?:和|、|跟)"
    ),
    PHONE: re.compile(
        r"电话|電話|手机|(?<!门牌)号码|联系方式"
        r"|虚拟号|座机|固话|[旧新老真]号|留错号|的号(?:$|[吧,，。码])|[停换]机了"
    ),
    ADDRESS: re.compile(
        r"地[址止區区]|收货[地点]|公司|学校|单位|省份|城市从|地方|地儿|门牌|单元|楼|[栋幢]|小区|街道|老家|家里|宿舍|驿站|自提|"
        r"(?:城市|[省市区县镇村])(?:名)?(?:选|写|填|打)|[寄送发转][到去往至]|改[到送寄]|转寄|换到|别[寄送发]|不(?:是)?[寄发送](?:这|那)"
    ),
}
_REDIRECT = re.compile(r"转[送寄]|改[送派]|换个?(?:地方|地址)送|请?快递(?:转|改|换)|送到新|第一[个种条]")
_CALL_FIRST = re.compile(
    r"(?:派送|送|来)(?:之?前|的时候).{0,4}(?:打|电话|联系)"
    r"|(?:先|提前)(?:打|给).{0,4}电话|先?联系我|第二[个种条]"
)
_ASKS_CURRENT = re.compile(
    r"改(?:成功|好)(?:了)?[没吗]|改[了成]没|怎么还是(?:原来|老|旧|之前)|看还是|是不是新|"
    r"(?:现在|目前|这单)?(?:收货)?地址(?:是(?:哪|什么|不是)|写的(?:是)?(?:哪|什么))|确认(?:下|一下).{0,6}地址"
)
_ADDS = re.compile(r"(?:补上?|加上?|漏了?|少写?了?|忘写了?|没写|后面(?:加|写))")
_INDOORS = re.compile(
    r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4}(?:号楼|[栋幢座])?[-]?)?(?:[0-9一二三四五六七八九十]{1,3}单元)?[0-9]{1,4}[室号楼层户]?"
    r"|[0-9A-Za-z一二三四五六七八九十]{1,4}(?:号楼|[栋幢座])[0-9A-Za-z一二三四五六七八九十单元层楼室号-]{0,14}"
)
_HOUSE = re.compile(
    r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4}(?:号楼|[栋幢座]|单元|室|层)[-]?){1,4}[0-9]{0,4}室?"
    r"|房间号[0-9]{2,5}"
)
_PLACE = re.compile(r"[路街道巷弄号栋幢座室区镇乡村苑园城厦厂院校站]|小区|单元|大楼|广场|中心|超市|门口")
_LEAD = re.compile(r"^.*(?:地址(?:是|为|改成|改为|换成)?|改[到成]|换[到成]|[寄送发]到|搬到了?|是)[:： ]{0,2}")
_ONLY_WHOSE = re.compile(
    r"^(?:我|我们|他|她)?(?:妈|爸|家|公司|单位"
    r"|学校|老家|朋友|老公|老婆|姐|哥|家里){1,2}(?:那边?|里|去)?$"
)
_ONLY = re.compile(r"(?:只|就|光|单)(?:用|要|需|是)?(?:改|换)|(?:地址|电话|名字|收件人)就?不(?:用)?(?:改|换|动)")
_PART = r"(?:地址|电话|手机号?|号码|收件人|收货人|名字|姓名)"
_WRONG = re.compile(
    rf"^(?:再|还|要|想|我|帮|那|就){{0,3}}[改换](?:一?下|个)?{_PART}[吧。]?$|"
    r"(?:地址|地方|门牌|电话|手机号?|号码|收件人|收货人|名字|姓名)(?:.{0,3})(?:不对|错|有误|不是)|"
    r"不(?:是|对)[^,，。？！]{0,3}[这那]个?(?:地址|地方|电话|号码|手机|名字)"
)
_KEPT = re.compile(
    rf"(?:还是|就)(?:用|按)?(?:原来|原先|老|旧|之前)的?{_PART}|{_PART}(?:就|还是)?(?:不用?(?:改|换|动)了?|(?:用|按)?(?:原来|老)的)"
)
_NOT_THIS_ADDRESS = re.compile(r"不(?:是|对)[^,，。？！]{0,3}[这那]个?(?:地址|地方|电话|号码|手机|名字|小区|楼)")
_QUESTION = re.compile(r"[吗么呢?？]|怎么|什么|能不能|可不可以|多久|多少")
_SHORTEST = 4


def parts_named(text: str) -> tuple[AddressPart, ...]:
    """The parts that are to be changed, as far as the words say; empty when they do not."""
    if _ALL.search(text):
        return tuple(AddressPart)
    told = _UNTOUCHED.sub("", text)
    return tuple(part for part, words in _WORDS.items() if words.search(told))


def parts_kept(text: str) -> tuple[AddressPart, ...]:
    """The parts that stay as they were after all ("还是原来的电话吧")."""
    return tuple(part for part, words in _WORDS.items() for kept in _KEPT.findall(text) if words.search(kept))


def said_wrong(text: str) -> tuple[AddressPart, ...]:
    """The parts of which what was repeated back is said to be wrong ("地址不对")."""
    return parts_named(text) if _WRONG.search(text) else ()


def only_these(text: str) -> bool:
    """Whether the parts named are the only ones, whatever was said before ("只改电话")."""
    return bool(_ONLY.search(text))


def means_other_place(text: str) -> bool:
    """Whether "不是这个" is said of the place or the number, not of the order."""
    return bool(_NOT_THIS_ADDRESS.search(text))


def way_named(text: str) -> str | None:
    """:data:`REDIRECT` or :data:`CALL_FIRST` when the words choose one of them."""
    if _CALL_FIRST.search(text):
        return CALL_FIRST
    return REDIRECT if _REDIRECT.search(text) else None


def asks_current(text: str) -> bool:
    """Whether the question is what stands on the order now ("改成功了吗")."""
    return bool(_ASKS_CURRENT.search(text))


def address_in(text: str, now: datetime, *, asked: bool) -> dict[str, str] | None:
    """The address a message names: ``text``, and ``adds`` when it belongs behind the old one (门牌号忘写了).

    Args:
        asked: whether the customer was just asked for it: then a place without street and number counts, too.
    """
    if _ADDS.search(text) and (house := _HOUSE.search(text)) is not None and not _region(text, now):
        return {"text": house[0].removeprefix("房间号"), "adds": "yes"}
    found = [one for one in find(text, now) if one.kind == "address"]
    if found:
        return {"text": found[-1].words}
    if not asked or _QUESTION.search(text):
        return None
    if _INDOORS.fullmatch(text):
        return {"text": text, "adds": "yes"}
    told = _LEAD.sub("", _without_numbers(text, now)).strip(" ，,。.")
    fits = len(told) >= _SHORTEST and _PLACE.search(told) and not _ONLY_WHOSE.match(told)
    return {"text": told} if fits else None


def changed(current: Address, new: Mapping[str, str], now: datetime) -> Address:
    """The whole address with what is new in it.

    Args:
        new: by ``receiver``, ``phone``, ``address`` and ``adds``. An address without a city stays in the old one's:
            the customer is shown the whole of it before it counts.
    """
    text = new.get("address", "")
    if text and new.get("adds"):
        text = current.text + text
    elif text and not _region(text, now):
        text = _region(current.text, now) + text
    return Address(new.get("receiver") or current.recipient, new.get("phone") or current.phone, text or current.text)


def spoken_changes(whole: Address, parts: Collection[AddressPart]) -> str:
    """What will be changed, for the customer to check; the number is masked (playbook H2)."""
    said = {
        RECEIVER: f"收件人改成{whole.recipient}",
        PHONE: f"电话改成{mask_mobile(whole.phone)}",
        ADDRESS: f"地址改成{whole.text}",
    }
    kept = {RECEIVER: "收件人", PHONE: "电话", ADDRESS: "地址"}
    same = "、".join(name for part, name in kept.items() if part not in parts)
    changes = "，".join(words for part, words in said.items() if part in parts)
    return f"{changes}，{same}不变" if same else changes


def _region(text: str, now: datetime) -> str:
    """Province, city and district, as far as the text names them."""
    found = [one for one in find(text, now) if one.kind == "address" and not isinstance(one.value, str)]
    return str(found[0].value["region"]) if found and not isinstance(found[0].value, str) else ""


def _without_numbers(text: str, now: datetime) -> str:
    for one in reversed([one for one in find(text, now) if one.kind in ("phone", "order_id")]):
        text = text[: one.start] + text[one.end :]
    return text
