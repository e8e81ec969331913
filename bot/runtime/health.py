"""Questions the supervisor and the doctor put to a running part: short, with a deadline, answered in a few words."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.kernel.errors import SettingError
from bot.runtime.settings import without_password

TIMEOUT_S = 3.0
"""Longer than the two seconds within which the hub's own health page has asked every part."""

Health = Callable[[], "str | None"]


def ask(url: str, *, token: str = "", timeout_s: float = TIMEOUT_S) -> tuple[int, dict[str, Any]]:
    """``GET`` a JSON page of one of our own parts.

    Returns:
        The status and the answer (empty when it is not a JSON object).

    Raises:
        OSError: nobody answers in time.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout_s)
    try:
        connection.request("GET", parts.path, headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        body = answer.read(1_000_000)
    except http.client.HTTPException as error:
        raise OSError(f"bad answer: {error!r}") from error
    finally:
        connection.close()
    try:
        said = json.loads(body)
    except ValueError:
        return answer.status, {}
    return answer.status, said if isinstance(said, dict) else {}


def http_health(url: str, *, token: str = "") -> Health:
    """Healthy when the page answers 200 and, if it speaks of ``ok`` or ``ready``, says so."""

    def check() -> str | None:
        try:
            status, said = ask(url, token=token)
        except OSError as error:
            return f"not answering ({type(error).__name__})"
        if status == 200 and said.get("ok", True) and said.get("ready", True):
            return None
        failing = [f"{name}({part})" for name, part in said.get("parts", {}).items() if part not in ("ok", True)]
        return f"waiting for {', '.join(failing)}" if failing else f"not ready (HTTP {status})"

    return check


def store_health(port: int) -> Health:
    """Healthy when the store on this loopback port answers PING."""

    def check() -> str | None:
        try:
            with socket.create_connection(("127.0.0.1", port), TIMEOUT_S) as connection:
                connection.sendall(b"PING\r\n")
                said = connection.recv(64)
        except OSError as error:
            return f"not answering ({type(error).__name__})"
        return None if said.startswith(b"+PONG") else said.decode("ascii", "replace").strip().lstrip("-")

    return check


def store_info(url: str) -> dict[str, Any]:
    """What the live store tells about itself.

    Raises:
        SettingError: nobody answers there, or the address is not one.
    """
    import redis

    from bot.adapters import redis_connect

    try:
        with redis_connect.connect_once(url, TIMEOUT_S) as client:
            info: dict[str, Any] = client.info()
            return info
    except (redis.RedisError, OSError, ValueError) as error:
        raise SettingError(f"连不上存储({without_password(url)}):{error}。请检查 REDIS_URL。") from error
