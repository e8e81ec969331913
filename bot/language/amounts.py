"""Amounts of money: ¥199, 199块9, 一百九十九块, 两百多, 3k, and bare numbers where a price is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.entity import Entity, entity
from bot.language.hedges import Bounds, bounded
from bot.language.measures import COUNTED, PIECES
from bot.language.numerals import Numeral
from bot.language.view import View

_SIGN = re.compile(r"(?:[¥$]|(?i:rmb|cny)|人民币) ?$")
_YUAN = re.compile(
    r" ?(?:(?P<block>块)(?P<money>钱)?|元(?![旦宵气素件器老首帅宝凶培])|圆(?![通形的领珠规盘桌])|(?i:rmb|"
    r"cny|yuan)(?![A-Za-z])|人民币|大洋|大元)(?P<more>多)?"
)
_CHANGE = re.compile(
    r"(?:(?P<half>半)|(?P<zero>[零0〇])?(?P<digit>[0-9一二两三四五六七八九])(?P<unit>毛|角|"
    r"分)?(?:(?P<fen>[0-9一二两三四五六七八九])分?)?)(?P<money>钱)?"
)
_JIAO = re.compile(
    r"(?P<unit>毛|角|分)(?P<money>钱)?(?P<cent>[一二三四五六七八九](?=[,。!?; ]|"
    r"$))?(?![衣巾病毯线绒笔肚豆孔利呢坯发料重裤头囊茸尖落色度质度钟数之])"
)
_NO_PIECE = re.compile(rf" ?(?:{PIECES})")
_MONEY_WORDS = r"钱|价|块|元|贵|便宜|卖|买|花|付|费|优惠|券|红包|退|赔|补|差|省|折|收|值|预算|以内|以下|消费|订单金额"
_SPOKEN_OF = re.compile(_MONEY_WORDS)
_PRICE_BEFORE = re.compile(
    r"(?:价格?|售价|标价|原价|现价|到手价?|卖|花|付|付款|实付|支付|交|充值|充了|花费|消费|退款?|赔偿?|"
    r"赔付|补偿?|返现?|返还|差价?|便宜|贵|涨|降价?|降到|优惠|减|"
    r"满|省|押金|定金|尾款|运费|邮费|快递费|手续费|金额|总共|\x00\x00|合计|加起来|转账?|扣款?|红包|收费?|"
    r"凑|券|预算|费用|成本|赚|亏|只要|变成?|改成|涨到|打完折|折后|券后)"
    r"(?:我|了|可?是|要|到|成|的|你们?|您|回来?|个|才|只|就|:|=|约|大概|大约|差不多|将近|接近|快|近|不到|"
    r"超过|多少|款|现|偿|付|过|给|回|价|上|\x00){0,4} ?$"
)
_PERHAPS_BEFORE = re.compile(r"(?:才|仅|只|就|现在|给我?|不到|到|值|这会儿|目前|时候)(?:是|要|了|个)? ?$")
_BOUGHT = re.compile(r"(?:买|拍|下单|入手|抢|收)(?:了|的|过|到|成|个|件|双|条|套|份|款|台|部|\x00){0,3} ?$")
_WHICH = re.compile(
    r" ?(?:的(?!时候|话)|那[个件款双条套台部]|这[个件款双条套台部]|一[件个双条套斤瓶盒包箱张支台部份只袋]|"
    r"包邮|左右的)"
)
_OTHER_UNIT = re.compile(rf" ?(?:{COUNTED}|[时分秒楼栋室%‰℃:/]|[0-9A-Za-z\x00]|(?<=[kKwW])(?:快充|充|电视|屏|灯))")
_EACH = re.compile(
    r" ?(?:包邮|的?(?:无门槛|优惠|满减)?券|的?红包|(?P<one>)一[件个双条套斤瓶盒包箱张支台只袋](?!月|星期|小时))"
)
_BOUGHT_AFTER = re.compile(r"[买拍]的|入手的?|下单的|收的|拿下|到手")
_WHOLE = re.compile(r"[ ,。!?~]{0,4}(?:大概|大约|差不多|就|也就|应该是?|是|一共|总共|\x00){0,4}")
_WHOLE_END = re.compile(r"[ ,。!?~吧呢啊呀哦嘛的左右上下]{0,8}")
_AROUND = 12
_SIZES = frozenset({*range(22, 49), *range(50, 100, 5), *range(66, 91, 7), *range(100, 200, 5)})
"""What a number after 买了…的 may as well be: a shoe size, a child's or a grown-up's height in centimetres."""
_YEARS = range(1980, 2051)
_HOTLINES = frozenset({"315", "3.15"})
_CHATTER = frozenset(
    {"88", "886", "66", "666", "6666", "233", "2333", "520", "521", "1314", "555", "5555", "250", "110", "120", "119"}
)
_HIGHEST = Decimal(100_000_000)


def find_amounts(view: View) -> Iterator[Entity]:
    """Amounts; value: ``fen`` (named, or the middle), ``min_fen``, ``max_fen``, ``approximate``."""
    taken = 0
    for numeral in view.numerals:
        if numeral.start < taken or numeral.high > _HIGHEST:
            continue
        found = _in_yuan(view, numeral) or _in_jiao(view, numeral) or _bare(view, numeral)
        if found is not None:
            start, bounds = found
            taken = bounds.end
            yield entity(view, "amount", start, bounds.end, _value(bounds))


_Found = tuple[int, Bounds]


def _value(bounds: Bounds) -> dict[str, int | bool]:
    cents = bounds.times(100)
    return {
        "fen": round(cents.middle),
        "min_fen": round(cents.low),
        "max_fen": round(cents.high),
        "approximate": bounds.approximate,
    }


def _in_yuan(view: View, numeral: Numeral) -> _Found | None:
    """With a sign before it or a unit after it, and what is counted below the yuan (199块9, 三块五毛)."""
    sign = _SIGN.search(view.before(numeral.start, 4))
    unit = _YUAN.match(view.figures, numeral.end)
    start = numeral.start - (len(sign[0]) if sign else 0)
    if not unit:
        plain = sign and sign[0][0] != "$" and not numeral.latin
        return (start, bounded(view, numeral, numeral.end)) if plain else None
    if (numeral.latin and not sign) or view.before(numeral.start, 1) in {"第", "."}:
        return None
    extra, end = _change(view, unit.end()) if not unit["money"] and not unit["more"] else (Decimal(0), unit.end())
    if (
        unit["block"]
        and end == unit.end()
        and not (sign or unit["money"] or unit["more"])
        and _is_piece(view, numeral, end)
    ):
        return None
    more = max(Decimal(1), numeral.middle / 2) if unit["more"] else None
    return start, bounded(view, numeral, end, extra, more=more)


def _is_piece(view: View, numeral: Numeral, end: int) -> bool:
    """Whether 块 counts pieces (两块肥皂, 一块手表) and not yuan; a lone 一块 is money only beside a word for it."""
    if _NO_PIECE.match(view.figures, end):
        return True
    return numeral.high == 1 and not _PRICE_BEFORE.search(view.before(numeral.start, 10))


def _change(view: View, at: int) -> tuple[Decimal, int]:
    """What follows the yuan: 9, 9毛, 9毛9, 零5 (fen), 半; nothing where the digit counts something else."""
    match = _CHANGE.match(view.figures, at)
    if not match:
        return Decimal(0), at
    if match["half"]:
        counted = view.figures[match.end() : match.end() + 1] in set("个天年月小斤箱袋包")
        return (Decimal(0), at) if counted else (Decimal("0.5"), match.end())
    after = view.figures[match.end() : match.end() + 1]
    if not match["unit"] and (
        after.isdigit() or after in set("十百千万.多几") or _OTHER_UNIT.match(view.figures, match.end())
    ):
        return Decimal(0), at
    if match["unit"] in {"毛", "角"} and not _JIAO.match(view.figures, match.start("unit")) and not match["fen"]:
        return Decimal(0), at
    tenth, cent = Decimal("0.1"), Decimal("0.01")
    extra = _digit(match["digit"]) * (cent if match["zero"] or match["unit"] == "分" else tenth)
    return extra + (_digit(match["fen"]) * cent if match["fen"] else 0), match.end()


def _digit(char: str) -> int:
    return int(char) if char.isdigit() else 2 if char == "两" else "零一二三四五六七八九".index(char)


def _in_jiao(view: View, numeral: Numeral) -> _Found | None:
    """五毛, 一毛钱, 5角; 分 only as 分钱."""
    match = _JIAO.match(view.figures, numeral.end)
    if not match or numeral.latin or numeral.high >= 100 or view.before(numeral.start, 1) == "第":
        return None
    if match["unit"] == "分" and not match["money"]:
        return None
    if match["unit"] == "分":
        return numeral.start, bounded(view, numeral, match.end()).times(Decimal("0.01"))
    cents = Decimal(_digit(match["cent"])) / 10 if match["cent"] else Decimal(0)
    return numeral.start, bounded(view, numeral, match.end(), cents).times(Decimal("0.1"))


def _bare(view: View, numeral: Numeral) -> _Found | None:
    """A number without a unit: after a word for a price, as 买了…的, hedged in a clause on money, or all there is."""
    if numeral.latin or numeral.high < 1 or _has_other_unit(view, numeral):
        return None
    before = view.before(numeral.start, 12)
    bounds = bounded(view, numeral, numeral.end)
    worded = numeral.words[-1] in "kKwW多来余几+万千百" and numeral.low >= 100
    clear = (
        _PRICE_BEFORE.search(before)
        or _is_which(view, numeral, before, bounds)
        or (
            _PERHAPS_BEFORE.search(before) and _SPOKEN_OF.search(view.text, max(0, numeral.start - 20), bounds.end + 20)
        )
        or (worded and _WHICH.match(view.figures, bounds.end) and _BOUGHT.search(before))
        or ((worded or bounds.end > numeral.end) and _SPOKEN_OF.search(view.clause(numeral.start, bounds.end, 12)))
        or _is_all(view, numeral, bounds)
    )
    return (numeral.start, bounds) if clear and not _counts_else(numeral) else None


def _has_other_unit(view: View, numeral: Numeral) -> bool:
    end = numeral.end
    priced = _WHICH.match(view.figures, end)
    return (_OTHER_UNIT.match(view.figures, end) is not None and not priced) or view.before(numeral.start, 1) in {
        *"第.-/:#",
    }


def _counts_else(numeral: Numeral) -> bool:
    """Numerals in characters below ten (才一, 就三), 半, and the consumers' day and hotline are not prices."""
    return numeral.words in _HOTLINES or (not numeral.words[0].isdigit() and numeral.high < 10)


def _is_which(view: View, numeral: Numeral, before: str, bounds: Bounds) -> bool:
    """买了199的, 那个199的, 199一件, 199买的: a price that names a thing, unless it could be a size."""
    if not numeral.exact or numeral.low < 5:
        return False
    each = _EACH.match(view.figures, bounds.end)
    if each and (each["one"] is None or numeral.low not in _SIZES):
        return True
    if numeral.low > 48 and _BOUGHT_AFTER.match(view.figures, bounds.end):
        return True
    if not _WHICH.match(view.figures, bounds.end) or not (
        _BOUGHT.search(before) or before.endswith(("那个", "这个", "那件", "这件", "那款", "这款", "那双", "那条"))
    ):
        return False
    return numeral.low not in _SIZES


def _is_all(view: View, numeral: Numeral, bounds: Bounds) -> bool:
    """The whole message is a number of money's size: the answer to a question."""
    before, after = view.figures[: min(numeral.start, _AROUND)], view.figures[bounds.end : bounds.end + _AROUND]
    if numeral.start > _AROUND or not (_WHOLE.fullmatch(before) and _WHOLE_END.fullmatch(after)):
        return False
    return 10 <= numeral.low < 100_000 and numeral.low not in _YEARS and numeral.words not in _CHATTER
