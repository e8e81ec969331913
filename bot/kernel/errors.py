"""One family of errors. Programs branch on the code; people read the sentence."""

from __future__ import annotations

from typing import Any


class JiezhuError(Exception):
    """Root of every error that leaves one of our rooms.

    Attributes:
        code: stable word for programs, e.g. ``already_claimed``.
        message: a Chinese sentence that a customer or an agent may read; never a traceback.
        fields: facts that belong to the error, JSON-safe.
        http_status: the status an HTTP audience answers with.
    """

    code = "internal"
    message = "系统出了点小问题，请稍后再试。"
    http_status = 500

    def __init__(self, message: str | None = None, **fields: Any) -> None:
        self.message = message or type(self).message
        self.fields = fields
        super().__init__(f"{self.code}: {self.message} {fields or ''}".strip())

    def as_dict(self) -> dict[str, Any]:
        """The error as every audience sends it: ``{code, message, data}``."""
        return {"code": self.code, "message": self.message, "data": self.fields}


class BadInput(JiezhuError):
    """Raised when what came in does not fit its form; the message says what would."""

    code, message, http_status = "bad_input", "提交的内容格式不对，请检查后再试。", 400


class NotSignedIn(JiezhuError):
    """Raised when a token or a session is missing, forged or out of date."""

    code, message, http_status = "not_signed_in", "登录已失效，请重新登录。", 401


class NotAllowed(JiezhuError):
    """Raised when the person is known but may not do this."""

    code, message, http_status = "not_allowed", "您没有权限进行这个操作。", 403


class NotFound(JiezhuError):
    """Raised when the thing is not there, or is not this person's to see: the two look the same."""

    code, message, http_status = "not_found", "没有找到对应的内容。", 404


class AlreadyClaimed(JiezhuError):
    """Raised to the losers of a claim (invariant 5); ``by`` is the winner's name."""

    code, message, http_status = "already_claimed", "这位客户已经被同事接入了。", 409


class Stale(JiezhuError):
    """Raised when the controller changed since the caller looked (the epoch moved on)."""

    code, message, http_status = "stale", "会话状态已变化，请以最新状态为准。", 409


class IllegalTransition(JiezhuError):
    """Raised when the transition table has no such move."""

    code, message, http_status = "illegal_transition", "当前状态下不能这样操作。", 409


class TooMuch(JiezhuError):
    """Raised when a rate or size limit is passed."""

    code, message, http_status = "too_much", "操作太频繁了，请稍等一下再试。", 429


class ShopUnavailable(JiezhuError):
    """Raised when the shop's system does not answer in time or answers with nonsense."""

    code, message, http_status = "shop_unavailable", "店铺系统暂时查询不到，请稍后再试。", 503


class EngineUnavailable(JiezhuError):
    """Raised when the dialogue engine is down, too slow, or answers with an error."""

    code, message, http_status = "engine_unavailable", "智能客服暂时无法回答。", 503


class StoreUnavailable(JiezhuError):
    """Raised when the live store (Redis or Valkey) does not answer or cannot write."""

    code, message, http_status = "store_unavailable", "服务暂时不可用，请稍后再试。", 503


class SettingError(JiezhuError):
    """Raised at start when a setting, a file or the machine is not fit; the message says what to do."""

    code, message, http_status = "setting", "配置有误。", 500
