"""Who may read what a process tells about itself."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

_PASSED_ON = ("x-forwarded-for", "forwarded", "x-real-ip")


def may_read_metrics(peer: str, headers: Mapping[str, Any], token: str) -> bool:
    """Whether a caller may see the figures: with the token, or from this machine itself.

    Args:
        peer: address of the other end of the connection.
        headers: of the request, names in lower case. What a proxy passed on comes from somewhere else, whatever the
            peer's address says.
        token: the secret; empty: there is none, and nobody has it.
    """
    given = str(headers.get("authorization", "")).encode("utf-8", "surrogateescape")
    if token and hmac.compare_digest(given, f"Bearer {token}".encode()):
        return True
    if any(name in headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
