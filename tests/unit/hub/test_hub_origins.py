"""Which pages may talk to the hub."""

from __future__ import annotations

from typing import Any, cast

import pytest
from sanic import Request
from sanic.compat import Header

from bot.hub import origins
from bot.kernel.errors import NotAllowed, SettingError


class Asked:
    """As much of a request as the origin check looks at."""

    def __init__(self, host: str = "chat.example:8600", origin: str | None = None) -> None:
        self.headers = Header([("host", host)] + ([("origin", origin)] if origin is not None else []))


def asked(**headers: Any) -> Request:
    """A request with these headers."""
    return cast(Request, Asked(**headers))


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("chat.example:8600", "http://chat.example:8600"),
        ("chat.example", "https://chat.example"),
        ("CHAT.example", "https://chat.EXAMPLE"),
        ("chat.example:443", "https://chat.example"),
        ("[::1]:8600", "http://[::1]:8600"),
    ],
)
def test_a_page_of_our_own_address_is_ours(host: str, origin: str) -> None:
    """Case, default ports and a proxy that ends TLS make no difference."""
    assert origins.is_our_own(asked(host=host, origin=origin))


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://chat.example",
        "http://chat.example:8601",
        "http://chat.example:8600.evil.example",
        "http://evil.example/chat.example:8600",
        "http://chat.example:8600@evil.example",
        "null",
        "",
        "file://",
        "http://[::1",
        "http://chat.example:notaport",
    ],
)
def test_any_other_page_is_not_ours(origin: str) -> None:
    """Look-alikes, other ports and nonsense are foreign."""
    assert not origins.is_our_own(asked(origin=origin))
    assert not origins.may_chat(asked(origin=origin), frozenset())
    with pytest.raises(NotAllowed):
        origins.require_own_origin(asked(origin=origin))


def test_a_shop_named_in_the_settings_may_chat_but_not_work_as_staff() -> None:
    """The shop's pages embed the widget; the desk is for our own page only."""
    shops = origins.read_origins(" https://Shop.example/ , http://shop.example:8080")
    request = asked(origin="https://shop.example")

    assert origins.may_chat(request, shops)
    assert not origins.is_our_own(request)


def test_a_client_without_an_origin_may_chat_but_not_work_as_staff() -> None:
    """An app or a terminal is no browser that could be misled; the staff side still asks for an origin."""
    assert origins.may_chat(asked(), frozenset())
    with pytest.raises(NotAllowed):
        origins.require_own_origin(asked())


@pytest.mark.parametrize("wrong", ["shop.example", "*", "https://shop.example/path", "ftp://shop.example"])
def test_a_setting_that_is_no_origin_is_an_error_that_names_it(wrong: str) -> None:
    """A typing mistake must not silently lock a shop out."""
    with pytest.raises(SettingError, match="JIEZHU_SHOP_ORIGINS"):
        origins.read_origins(wrong)
