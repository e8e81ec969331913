"""E-mail addresses, and WeChat and QQ names where they are called that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.entity import Entity, entity
from bot.language.view import View

_EMAIL = re.compile(
    r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z](?:[0-9A-Za-z._%+-]{0,63})@[0-9A-Za-z](?:[0-9A-Za-z-]{0,62}\.){1,4}[A-Za-z]{2,10}(?![0-9A-Za-z@])"
)
_SAYS = r"(?:号码?|账号|帐号|id|ID)?(?:改成|就?是|为|:|=)?[: ]{0,2}"
_WECHAT = re.compile(
    rf"(?:微信|薇信|威信|v信|V信|(?<![A-Za-z])(?i:wechat|weixin|vx|"
    rf"wx))(?:同号)?{_SAYS}(?P<name>[A-Za-z](?:[-_0-9A-Za-z]){{5,19}})(?![-_0-9A-Za-z])"
)
_QQ = re.compile(rf"(?<![A-Za-z])(?i:qq|扣扣|企鹅号){_SAYS}(?P<name>[1-9][0-9]{{4,10}})(?![0-9])")


def find_accounts(view: View) -> Iterator[Entity]:
    """E-mail addresses (value: in lower case); WeChat and QQ names alone as span (value: ``service``, ``name``)."""
    for match in _EMAIL.finditer(view.text):
        yield entity(view, "email", *match.span(), match[0].lower())
    for service, pattern in (("wechat", _WECHAT), ("qq", _QQ)):
        for match in pattern.finditer(view.text):
            yield entity(view, "account", *match.span("name"), {"service": service, "name": match["name"]})
