"""What can go wrong, as the one family of errors everybody uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.kernel import errors
from bot.kernel.errors import JiezhuError


class HubUnreachable(JiezhuError):
    """Raised when nobody listens where the hub should be, the line broke, or the client was closed.

    Attributes:
        close_code: the WebSocket's close code; 0 when it never opened.
    """

    code, message, http_status = "hub_unreachable", "连不上接待中枢。", 503

    def __init__(self, message: str | None = None, *, close_code: int = 0) -> None:
        super().__init__(message, close_code=close_code)
        self.close_code = close_code


_FAMILY: dict[str, type[JiezhuError]] = {
    kind.code: kind
    for kind in (
        errors.BadInput,
        errors.NotSignedIn,
        errors.NotAllowed,
        errors.NotFound,
        errors.AlreadyClaimed,
        errors.Stale,
        errors.IllegalTransition,
        errors.TooMuch,
        errors.ShopUnavailable,
        errors.EngineUnavailable,
        errors.StoreUnavailable,
    )
}


def error_of(said: Mapping[str, Any]) -> JiezhuError:
    """The error behind a ``{code, message, data}`` of the hub; a code newer than this client stays in ``code``."""
    code, data = str(said.get("code", "")), said.get("data")
    error = _FAMILY.get(code, JiezhuError)(str(said.get("message", "")) or None)
    error.fields = dict(data) if isinstance(data, Mapping) else {}
    if code:
        error.code = code
    return error
