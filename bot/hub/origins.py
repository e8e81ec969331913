"""Which web pages may talk to us (issue of the main path, point 7: WebSocket origin check)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from sanic import Request

from bot.kernel.errors import NotAllowed, SettingError

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def read_origins(text: str) -> frozenset[str]:
    """The origins of a comma separated setting, each in its one spelling.

    Raises:
        SettingError: one of them is not an origin (scheme, host, perhaps a port, and nothing else).
    """
    found = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        origin = spelled(part.rstrip("/"))
        if origin is None:
            raise SettingError(f"JIEZHU_SHOP_ORIGINS 里的 {part!r} 不是网址来源，请写成 https://shop.example 这样。")
        found.add(origin)
    return frozenset(found)


def spelled(origin: str) -> str | None:
    """An origin in its one spelling (lower case, default port left out), or None when it is not one."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    extra = parts.path or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or extra or not _HOST.fullmatch(parts.netloc):
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown_port = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


def own_host(request: Request) -> str | None:
    """The host (with port) the page was asked for, or None when the header is missing or not a host."""
    host = request.headers.getone("host", "")
    return host.lower() if _HOST.fullmatch(host) else None


def is_our_own(request: Request) -> bool:
    """Whether the request comes from a page of this very address.

    Only hosts are compared: behind a proxy that ends TLS we see ``http`` where the browser says ``https``.
    """
    origin, host = spelled(request.headers.getone("origin", "")), own_host(request)
    if origin is None or host is None:
        return False
    scheme, _, named = origin.partition("://")
    return spelled(f"{scheme}://{host}") == f"{scheme}://{named}"


def may_chat(request: Request, shops: Iterable[str]) -> bool:
    """Whether a customer's WebSocket may be opened from where it comes.

    A browser always names its origin. What names none (a shop's app, our terminal chat) is no browser, so it cannot
    be a foreign page borrowing somebody's session.
    """
    if "origin" not in request.headers:
        return True
    return is_our_own(request) or spelled(request.headers.getone("origin", "")) in frozenset(shops)


def require_own_origin(request: Request) -> None:
    """See that a staff request was sent by our own page.

    Raises:
        NotAllowed: it names no origin or another one.
    """
    if not is_our_own(request):
        raise NotAllowed("请求来源不对，请从客服工作台页面操作。")
