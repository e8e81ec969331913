"""Turns of phrase of customers who wait for a parcel or miss one."""

from __future__ import annotations

import re

_URGES = re.compile(r"催|加急|急用|急需|急着|着急|赶紧|赶快|快点|快些|优先|抓紧")
_SENDING = re.compile(r"发货|发出|出库|出货|没发|不发|才发|快发|补发")
_PHONE = re.compile(
    r"(?:电话|号码|手机号|联系方式|热线)[^，。？！]{0,6}(?:多少|几|是啥|是什么|发我|给我|有没有|有吗|呢|吗)"
    r"|(?:给|要|发|有|查|告诉)[^，。？！]{0,8}(?:快递|派送|派件|配送|小哥|骑手|网点)[^，。？！]{0,4}(?:电话|号码|联系方式)"
    r"|(?:快递员|快递小哥|派件员|派送员|小哥|网点|站点|快递公司|快递)的?(?:电话|手机号|联系方式)"
    r"|(?:怎么|咋|如何)[^，。？！]{0,4}联系[^，。？！]{0,4}(?:快递|小哥|派件|网点)"
)
_RING_FIRST = re.compile(
    r"(?:送|派|到)[^，。？！]{0,8}(?:先|提前|之前|前)[^，。？！]{0,6}(?:打|来)[^，。？！]{0,4}电话|(?:先|提前)[^，。？！]{0,4}(?:打|来)[^，。？！]{0,3}电话"
)
_NOT_THIS = re.compile(
    r"(?:不是|不对|没问|不要|别管)[^，。？！]{0,4}(?:这|那|上)[一]?[个单张件笔]|(?:选|弄|说|搞|看|查|点)错"
)

_NOBODY_HAS_IT = re.compile(
    r"(?:问|找|看|查|翻)(?:了|过|遍|完|清)[^，。？！]{0,10}(?:没|不|空)|(?:都|谁都|他们都?)(?:没|不|说没|说不)"
    r"|(?:家里|家人|我家|老公|老婆|爸|妈|室友|同事|邻居|门卫|保安|物业|前台|驿站|快递柜|柜子|丰巢|门口|代收点)"
    r"[^，。？！]{0,6}(?:没有|没见|没收|没拿|没看|没人|说没|也没|都没|不知道|空的|是空)"
    r"|一个人住|就我(?:一个|自己)|(?:没有?|哪有|哪来的?)(?:前台|门卫|保安|驿站|快递柜|邻居|别人|家人)|没人(?:代|帮|替)?(?:收|拿|签|取)"
)
_ASKED = re.compile(r"(?:都|全|早)?(?:问|找|看)(?:过|遍|完|了)了?|没(?:有|找|见|人|拿|收)|^没|不在|空的")
_HAS_IT = re.compile(
    r"(?<![没未不])(?<!没有)(?:找到|找着|拿到|收到|取到|问到)了?(?:$|[，。！了])|(?:原来|果然)(?:是|在|放)"
    r"|(?:老公|老婆|爸|妈|婆婆|室友|同事|邻居|门卫|保安|物业|前台|家人|孩子)[^，。？！没不]{0,3}(?:拿了|收了|取了|签的|代收了|帮我)"
    r"|(?<!不)在(?:驿站|门卫|快递柜|柜子|物业|前台|邻居|门口)[^，。？！没不]{0,6}(?:$|[了呢。！，])"
)
_WILL_LOOK = re.compile(
    r"(?:去|再|先|等下|等会|一会|回头|回家|下班)[^，。？！]{0,8}(?:问|找|看看|看一下|看下|瞅)|(?:问问|找找|看看)(?:再|先|看)?"
)


def urges(text: str) -> bool:
    """Whether something is to be done about it, not only told ("帮我催一下", "着急用")."""
    return bool(_URGES.search(text))


def about_sending(text: str) -> bool:
    """Whether the customer waits for the sending-off, not for the courier ("怎么还不发货")."""
    return bool(_SENDING.search(text))


def asks_for_phone(text: str) -> bool:
    """Whether the courier's phone number is asked for ("快递员电话多少")."""
    return bool(_PHONE.search(text))


def wants_a_call_first(text: str) -> bool:
    """Whether the courier shall ring before coming ("送之前先给我打电话")."""
    return bool(_RING_FIRST.search(text))


def rejects_this_one(text: str) -> bool:
    """Whether the order talked about is not the one meant ("不是这单")."""
    return bool(_NOT_THIS.search(text))


def nobody_has_it(text: str) -> bool:
    """Whether the customer says, unasked, that those around them have not got the parcel."""
    return bool(_NOBODY_HAS_IT.search(text))


def has_asked_around(text: str) -> bool:
    """Whether the words answer "have you asked around?" with a yes, and nothing found."""
    return nobody_has_it(text) or bool(_ASKED.search(text))


def has_it(text: str) -> bool:
    """Whether the parcel has turned up ("找到了，我妈拿了")."""
    return bool(_HAS_IT.search(text)) and not nobody_has_it(text)


def will_look(text: str) -> bool:
    """Whether the customer goes to ask or look first ("我去问问驿站")."""
    return bool(_WILL_LOOK.search(text)) and not nobody_has_it(text)
