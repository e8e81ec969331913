"""Files from memory: compressed, cached, not changed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any, cast

import pytest
from sanic import Request
from sanic.compat import Header

from bot.hub.assets import IMMUTABLE, REVALIDATE, SHORT, Assets
from bot.kernel.errors import NotFound

SCRIPT = b"console.log('jiezhu');\n" * 200


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    """A folder as the build leaves it."""
    for name, body in {
        "jiezhu.js": SCRIPT,
        "chat/chat.html": b"<!doctype html>",
        "chat/assets/chat-1a2b.js": SCRIPT,
        "desk/desk.html": b"<!doctype html>",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return Assets.load(tmp_path)


def asked(**headers: str) -> Request:
    """A request with these headers."""
    named = Header([(name.replace("_", "-"), value) for name, value in headers.items()])
    return cast(Request, type("Asked", (), {"headers": named})())


def answered(assets: Assets, name: str, **headers: str) -> Any:
    """The answer to a request for a file."""
    return assets.answer(asked(**headers), name)


def test_a_browser_that_takes_gzip_gets_the_packed_form(assets: Assets) -> None:
    """The same bytes after unpacking, fewer on the way."""
    answer = answered(assets, "jiezhu.js", accept_encoding="gzip, br")

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == SCRIPT
    assert len(answer.body) < len(SCRIPT)


def test_a_client_without_gzip_gets_the_plain_form(assets: Assets) -> None:
    """Compression is offered, not forced, and caches are told."""
    answer = answered(assets, "jiezhu.js")

    assert answer.body == SCRIPT
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_what_gzip_makes_longer_is_sent_plain(assets: Assets) -> None:
    """Fifteen bytes do not shrink."""
    assert "content-encoding" not in answered(assets, "chat/chat.html", accept_encoding="gzip").headers


@pytest.mark.parametrize("prefix", ["", "W/"])
def test_a_file_that_did_not_change_is_not_sent_again(assets: Assets, prefix: str) -> None:
    """304 for the tag we gave, also after a proxy has weakened or strengthened it."""
    tag = answered(assets, "jiezhu.js").headers["etag"].removeprefix("W/")

    answer = answered(assets, "jiezhu.js", if_none_match=f'"other", {prefix}{tag}')

    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize(
    ("name", "caching"),
    [("jiezhu.js", SHORT), ("chat/chat.html", REVALIDATE), ("chat/assets/chat-1a2b.js", IMMUTABLE)],
)
def test_only_files_with_a_hash_in_their_name_are_kept_for_good(assets: Assets, name: str, caching: str) -> None:
    """A page that was kept for a year would never be updated."""
    assert answered(assets, name).headers["cache-control"] == caching


@pytest.mark.parametrize("name", ["../secrets.json", "chat", "", "chat/none.js", "/etc/passwd"])
def test_what_was_not_read_at_the_start_is_not_found(assets: Assets, name: str) -> None:
    """Names are looked up, never opened: there is no way out of the folder."""
    with pytest.raises(NotFound):
        answered(assets, name)


def test_the_public_side_does_not_hold_the_desk(assets: Assets) -> None:
    """Customers have no use for the staff's pages."""
    with pytest.raises(NotFound):
        answered(assets.without("desk/"), "desk/desk.html")
