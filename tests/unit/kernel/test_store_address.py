"""What REDIS_URL may say."""

from __future__ import annotations

import pytest

from bot.kernel import store_address
from bot.kernel.errors import SettingError
from bot.kernel.store_address import Login


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "rediss://:pw@store.example/1", "unix:///run/valkey.sock"])
def test_one_server_is_left_to_the_client(url: str) -> None:
    """It knows these spellings."""
    address = store_address.parse(url)

    assert (address.url, address.sentinels) == (url, ())


def test_sentinels_are_read_with_their_service_and_database() -> None:
    """A Sentinel without a port listens where Sentinels do."""
    address = store_address.parse("redis+sentinel://one:26380,two,[::1]:7/jiezhu/3")

    assert address.sentinels == (("one", 26380), ("two", 26379), ("::1", 7))
    assert (address.service, address.db, address.tls) == ("jiezhu", 3, False)


def test_servers_and_sentinels_have_logins_of_their_own() -> None:
    """Passwords are spelled as in every URL."""
    url = "rediss+sentinel://shop:p%40ss@one/jiezhu?sentinel_username=watch&sentinel_password=s%26t"

    address = store_address.parse(url)

    assert address.tls
    assert address.login == Login("shop", "p@ss")
    assert address.sentinel_login == Login("watch", "s&t")


def test_no_password_is_ever_printed() -> None:
    """Addresses end up in logs."""
    for url in ("redis://:secret@one", "redis+sentinel://:secret@one/jiezhu?sentinel_password=secret"):
        assert "secret" not in repr(store_address.parse(url))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://one", "redis://"),
        ("one:6379", "redis://"),
        ("redis+sentinel://one,two", "服务名"),
        ("redis+sentinel://one:x/jiezhu", "host:port"),
        ("redis+sentinel:///jiezhu", "host:port"),
        ("redis+sentinel://one,,two/jiezhu", "host:port"),
        ("redis+sentinel://:secret@one/jiezhu/db", "数据库编号"),
    ],
)
def test_what_is_no_address_is_one_sentence(url: str, why: str) -> None:
    """It says what is missing, and repeats no password."""
    with pytest.raises(SettingError, match=why) as caught:
        store_address.parse(url)

    assert "REDIS_URL" in caught.value.message
    assert "secret" not in caught.value.message
