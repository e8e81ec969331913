"""Where a hub is: one address in, those of its doors out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.kernel.errors import BadInput

_WEB = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@dataclass(frozen=True)
class Address:
    """A hub's side (the public or the staff one); ``http`` is its address without a slash at the end."""

    http: str

    @property
    def origin(self) -> str:
        """What a browser on the hub's own page names as its origin."""
        parts = urlsplit(self.http)
        return f"{parts.scheme}://{parts.netloc}"

    def socket(self, path: str) -> str:
        """The address of a WebSocket."""
        return f"ws{self.http.removeprefix('http')}{path}"


def read_address(url: str) -> Address:
    """The hub behind a URL, with or without the path of its socket, spelled ``http(s)`` or ``ws(s)``.

    Raises:
        BadInput: it is not the address of a hub.
    """
    parts = urlsplit(url)
    if parts.scheme not in _WEB or not parts.netloc:
        raise BadInput("接待中枢的地址应当像 https://chat.shop.example 这样。", url=url)
    path = parts.path.rstrip("/").removesuffix("/ws/chat").removesuffix("/ws/desk")
    return Address(f"{_WEB[parts.scheme]}://{parts.netloc}{path}")
