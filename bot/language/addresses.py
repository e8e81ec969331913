"""Delivery addresses: found from their numbered end (…路18号3栋502室) leftwards, only behind a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_N = r"[0-9A-Za-z零一二三四五六七八九十百]"
_NUMBERED = re.compile(
    r"(?:(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4})(?:-[0-9]{1,4}){0,2}(?:号楼|号院|"
    r"号(?![线店色码门口])|弄|栋|幢|座|单元|楼|室|层|组|队|户)"
    r"|[A-Za-z](?:座|栋|幢|区))"
)
_MORE_NUMBERED = re.compile(
    rf"[ ,-]?(?:(?:之|附)?{_N}{{1,5}}(?:-{_N}{{1,4}}){{0,2}}(?:号楼|号院|号门|号|弄|栋|幢|座|单元|楼|室|层|户|房)"
    r"|[0-9]{3,4}(?![0-9年月元块.]))"
)
_STREET = re.compile(r"(?:(?<![线思套半走带一顺])路|(?<![逛上])街|大道|(?<![知报味渠频通人公打])道|巷|弄|胡同)$")
_ESTATE = re.compile(
    r"(?:村|庄|屯|寨|小区|花园|花苑|苑|家园|新村|公寓|大厦|广场|中心|园区?|府|城|湾|里|坊|校区|大学|学院|"
    r"中学|小学|医院|厂|工业区|市场|宿舍)$"
)
_HOUSE = ("弄", "号楼", "号院", "栋", "幢", "座", "单元", "室", "区")
_ADMIN = re.compile(r"省|市|自治[区州县]|[州盟](?=.)|区|县|旗|镇|乡|街道")
_PROVINCE = re.compile(_PROVINCES)
_LEADS = re.compile(
    r"(?:地址(?:改成|改为|改到|换成|是|为|写)?|改成|改到|改为|换成|换到|寄到|寄往|寄去|送到|送去|送至|"
    r"发到|发往|发去|派到|配送至|写的是?|写着|填的是?|填成|收货|家住|住址)[: ]{0,2}"
)
_WEAK_LEADS = re.compile(r"(?:我家|咱家|住在|在|到|是|为|送|寄)[: ]{0,2}")
_NO_PLACE = re.compile(
    r"[0-9]{3,4}[- ]?[0-9]{3,8}[- 0-9]{0,20}|[A-Za-z][0-9A-Za-z_-]{5,20}"
    r"|[0-9A-Za-z._%+-]{0,64}[@*]{1,9}[0-9A-Za-z.-]{0,64}"
)
"""A telephone, an e-mail address, a name, or what is left of a masked one: an address does not reach across it."""
_REGION = re.compile(
    rf"(?P<province>(?:{_PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?)?"
    r"(?P<city>(?:(?!路|街|号)[一-鿿]){2,7}?(?:市|自治州|地区|盟))?"
    r"(?P<district>(?:(?!路|街|号|市|小区|园区|校区)[一-鿿]){1,6}?(?:(?<!小)(?<!园)(?<!校)区|县|旗|市))?"
)
_LABELLED = re.compile(
    rf"(?:地址(?:改成|改为|改到|换成|是|为)?|改到|寄到|寄往|送到|发到|收货地址)[: ]{{0,2}}"
    rf"(?P<address>(?:{_PROVINCES})[一-鿿]{{0,8}}?(?:市|州|区|县)[一-鿿0-9A-Za-z-]{{2,30}})"
)
_REACH = 36
_MARKS = ",。;!?\n"
_TAIL_WORDS = re.compile(
    r"(?:就?可以|就行|好了|谢谢|麻烦|能不能|可以吗|行吗|不变|收货|的话|[了吗呢吧啊呀哦]){1,4}.{0,12}$"
)


def find_addresses(view: View) -> Iterator[Entity]:
    """Addresses; value: ``region`` (province, city and district, as far as given) and ``detail`` (the rest)."""
    last = 0
    for match in _NUMBERED.finditer(view.text):
        if match.start() < last:
            continue
        start, end = _start(view.text, last, match.start()), _end(view.text, match.end())
        if _is_address(view.text, start, match.start(), match[0]):
            yield _address(view, start, end)
            last = end
    for match in _LABELLED.finditer(view.text):
        end = match.start("address") + len(_TAIL_WORDS.sub("", match["address"]))
        if end - match.start("address") >= 6:
            yield _address(view, match.start("address"), end)


def _start(text: str, floor: int, at: int) -> int:
    """Where the address begins: after what leads to it (改成…), at a province, or after a weaker lead (在…)."""
    left = max(floor, at - _REACH)
    for mark in _MARKS:
        left = max(left, text.rfind(mark, left, at) + 1)
    for other in _NO_PLACE.finditer(text, left, at):
        left = other.end()
    for lead in _LEADS.finditer(text, left, at):
        left = lead.end() if at - lead.end() >= 2 else left
    province = _PROVINCE.search(text, left, at)
    if province:
        return province.start()
    for lead in _WEAK_LEADS.finditer(text, left, at):
        if at - lead.end() >= 2 and not _ADMIN.match(text, lead.end()):
            left = lead.end()
    return left + len(text[left:at]) - len(text[left:at].lstrip())


def _end(text: str, at: int) -> int:
    """The end of the chain of numbered parts; a house, then a floor, then a room."""
    for _ in range(5):
        more = _MORE_NUMBERED.match(text, at) or _BUILDING.match(text, at)
        if not more:
            return at
        at = more.end()
    return at


_BUILDING = re.compile(r"[一-鿿]{2,10}?(?:小区|花园|大厦|公寓|广场|家园|大楼|中心|苑|园|城)(?=[0-9A-Za-z])")


def _is_address(text: str, start: int, at: int, numbered: str) -> bool:
    """A street before a number, an estate before a house, or two levels of government anywhere before it."""
    place = text[start:at].rstrip(" -")
    levels = len(_ADMIN.findall(place))
    street, estate = _STREET.search(place), _ESTATE.search(place)
    if street and len(place) > len(street[0]):
        return True
    if estate and len(place) > len(estate[0]):
        return numbered.endswith(_HOUSE) or levels > 0
    return levels >= 2


def _address(view: View, start: int, end: int) -> Entity:
    words = view.text[start:end].rstrip()
    region = _REGION.match(words)
    parts = [part for part in region.groups() if part] if region else []
    name = "".join(parts)
    return entity(view, "address", start, start + len(words), {"region": name, "detail": words[len(name) :].strip()})
