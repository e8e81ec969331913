"""What a customer calls the thing: a brand with its model, a title in brackets, or the noun after 买的 and 那件.

Only spans, no meaning: :mod:`bot.language.catalogue` says which of the customer's own goods they fit. Rather nothing
than a wrong thing, so a noun must end in a word for goods unless 买的 stands right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View
from bot.language.word_lists import any_of

GOODS = any_of("goods")
_BRANDS = any_of("brands")
_NAMES = (
    "iphone|ipad|airpods|macbook|imac|apple ?watch|redmi|oppo|vivo|realme|iqoo|thinkpad|kindle|gopro|switch|xbox|"
    "dyson|galaxy"
)
_SERIES = "matebook|matepad|mate|pura|aj|ps|rtx|gtx|nb|nmd|p|s|k"
"""Names that are only one with a number behind them."""
_BRANDED = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?P<name>(?i:{_NAMES}))|(?P<series>(?i:{_SERIES}))(?=[ -]?[0-9])|(?P<brand>{_BRANDS})的?)"
    rf"(?P<model>(?:[ -]?[0-9A-Za-z+]{{1,14}}(?![0-9A-Za-z+])){{0,4}})(?P<goods>的?[一-鿿]{{0,3}}?(?:{GOODS}))?"
)
_TOKEN = re.compile(r"[ -]?([0-9A-Za-z+]{1,14})")
_VARIANTS = frozenset(
    {"pro", "plus", "max", "ultra", "mini", "air", "se", "fe", "lite", "note", "mate", "pura", "nova"}
)
_COUNTED = frozenset("年月日号块元件个天斤箱盒瓶袋包双台部只条张片次份折")
_BRACKETS = re.compile(r"[【「『《](?P<title>[^【】「」『』《》\n]{4,40})[】」』》]")
_NO_TITLE = re.compile(
    r"(?:快递|速递|速运|物流|[市省区县]|客服|平台|商城|旗舰店|官方|公告|通知|提示|回复|图片|表情|视频|"
    r"红包|链接|法|条例|规定|协议|\])$|^\[|^[0-9A-Za-z]{0,4}$"
)
_MEASURES = "个|件|双|条|套|款|台|部|箱|盒|瓶|袋|张|只|把|包|支|本|单|批|种|次|顶|样|罐|桶|盆|份|堆"
_ENDS = "(?:消毒器|分装盒|机|壳|盒|盖|架|碟|几|头|柜)?(?!号|剧|费|码|钱|店|城|厂|票|券|卡)"
_BOUGHT = re.compile(
    rf"(?:买|拍|订|购|下单|入手)的(?:这|那)?(?:[0-9一二两三]?(?:{_MEASURES}))?的?(?P<noun>[一-鿿A-Za-z]{{2,12}})"
)
_POINTED = re.compile(rf"(?:我的|这|那)(?:{_MEASURES})?(?P<noun>[一-鿿A-Za-z]{{0,6}}?(?:{GOODS}){{1,2}}{_ENDS})")
_KNOWN = re.compile(rf"(?:{GOODS}){{1,2}}{_ENDS}")
_CUT = re.compile(
    r"怎么|为什么|为啥|什么|一直|质量|尺码|大小|颜色|快递|物流|订单|多少|多久|价格|突然|根本|完全|居然|"
    r"竟然|可以|上周|老板|师傅|取消|显示|里面|"
    r"[这那还没不到坏破裂了是有都也能想要退换呢吗啊吧呀嘛和跟在给已太很就才收发少漏错假用打今昨明前后现全被让把又再会该应只说看降掉变碰过"
    r"我你他她它的买拍送寄写对推高早第洗从嘞零一二两三四五六七八九十百千万几半]"
)
_NO_GOODS = re.compile(
    r"^(?:时候|时间|那|这|东西|日子|版|人|天)|(?:东西|宝贝|商品|货|产品|物品|人|钱|家|店|地方|原因|问题|"
    r"单|日期|价|券|礼物|号码?|码|数量|地址|活动|客户|顾客|用户|会员|自营|正品|一样|[小大来版])$"
)
_SHORTEST = 2


def find_products(view: View) -> Iterator[Entity]:
    """Products; value: the words, trimmed."""
    for match in _BRACKETS.finditer(view.text):
        if not _NO_TITLE.search(match["title"]):
            yield entity(view, "product", *match.span("title"), match["title"].strip())
    for match in _BRANDED.finditer(view.text):
        end = _branded_end(view.text, match)
        if end:
            yield entity(view, "product", match.start(), end, view.text[match.start() : end])
    for match in _BOUGHT.finditer(view.text):
        noun = _noun(match["noun"])
        if len(noun) >= _SHORTEST and not _NO_GOODS.search(noun):
            yield entity(view, "product", match.start("noun"), match.start("noun") + len(noun), noun)
    for match in _POINTED.finditer(view.text):
        if not _CUT.search(match["noun"]):
            yield entity(view, "product", *match.span("noun"), match["noun"])


def _branded_end(text: str, match: re.Match[str]) -> int:
    """Where a brand with its model and its kind of goods ends; 0 when it is not enough to be a product."""
    end = match.start("model")
    for token in _TOKEN.finditer(text, *match.span("model")):
        digits = any(char.isdigit() for char in token[1])
        counted = token[1].isdigit() and text[token.end() : token.end() + 1] in _COUNTED
        if counted or not (digits or token[1].lower() in _VARIANTS):
            break
        end = token.end()
    if match["goods"] and end == match.end("model"):
        return match.end() if match["brand"] or match["name"] or end > match.start("model") else 0
    if match["name"]:
        return end
    if match["series"] and len(match["series"]) == 1:
        return 0  # P20, K50: a telephone only where it is called one
    return end if end > match.start("model") else 0


def _noun(words: str) -> str:
    """The words up to the end of the first thing known to be goods, else up to a word that goes on."""
    known = _KNOWN.search(words)
    if known and not _CUT.search(words, 0, known.start()):
        return words[: known.end()]
    return _CUT.split(words, maxsplit=1)[0]
