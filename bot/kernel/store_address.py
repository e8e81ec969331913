"""What ``REDIS_URL`` says: one server, or a service that several Sentinels watch (docs/scaling.md).

``redis://`` and ``rediss://`` (TLS) name one server. ``redis+sentinel://user:password@host:port,host:port/service/db``
(``rediss+sentinel://`` for TLS) names Sentinels; they are asked for the primary each time a connection is opened. The
hub (a current redis-py) and the engine (redis-py 4.6) both read the address here and connect each in its own words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from bot.kernel.errors import SettingError

SENTINEL_PORT = 26379

_ONE = frozenset({"redis", "rediss", "unix"})
_WATCHED = {"redis+sentinel": False, "rediss+sentinel": True}


@dataclass(frozen=True)
class Login:
    """A name and a password, either of which may be empty; never printed."""

    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class StoreAddress:
    """Where the live store is.

    Attributes:
        url: the address as redis-py takes it; empty when Sentinels are asked.
        sentinels: host and port of each Sentinel; empty for one server.
        service: the name under which the Sentinels know the primary.
        db: number of the database.
        tls: whether servers and Sentinels are spoken to by TLS.
        login: for the servers.
        sentinel_login: for the Sentinels (``?sentinel_username=…&sentinel_password=…``).
    """

    url: str = field(default="", repr=False)
    sentinels: tuple[tuple[str, int], ...] = ()
    service: str = ""
    db: int = 0
    tls: bool = False
    login: Login = Login()
    sentinel_login: Login = Login()


def parse(url: str) -> StoreAddress:
    """Read an address.

    Raises:
        SettingError: it is none; the message says what one looks like and never repeats a password.
    """
    parts = urlsplit(url)
    if parts.scheme in _ONE:
        return StoreAddress(url=url)
    if parts.scheme not in _WATCHED:
        raise _wrong("应当以 redis://、rediss:// 或 redis+sentinel:// 开头")
    who, _, hosts = parts.netloc.rpartition("@")
    service, _, db = parts.path.strip("/").partition("/")
    if not service:
        raise _wrong("缺少 Sentinel 里的服务名，例如 redis+sentinel://host:26379,host2:26379/jiezhu")
    if db and not db.isdigit():
        raise _wrong("服务名之后应当是数据库编号")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return StoreAddress(
        sentinels=tuple(_host(one) for one in hosts.split(",")),
        service=unquote(service),
        db=int(db or 0),
        tls=_WATCHED[parts.scheme],
        login=_login(who),
        sentinel_login=Login(asked.get("sentinel_username", ""), asked.get("sentinel_password", "")),
    )


def _login(who: str) -> Login:
    username, _, password = who.partition(":")
    return Login(unquote(username), unquote(password))


def _host(text: str) -> tuple[str, int]:
    try:
        one = urlsplit(f"//{text}")
        if not one.hostname:
            raise ValueError
        return one.hostname, one.port or SENTINEL_PORT
    except ValueError as error:
        raise _wrong("每个 Sentinel 写成 host:port，用逗号隔开") from error


def _wrong(why: str) -> SettingError:
    return SettingError(f"REDIS_URL 不对：{why}。", setting="REDIS_URL")
