"""What the hub tells the actions about the customer of a turn, signed (protocol, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from bot.kernel.reading import EMOTIONS, Emotion

AUDIENCE = "jiezhu-actions"
TTL_S = 60
"""Seconds a context may be used: a turn has five, and a queue of them waits no minute."""

_SKEW_S = 5
_REQUIRED = ["sub", "exp", "iat", "aud", "conv", "turn"]


@dataclass(frozen=True)
class TurnContext:
    """Who is writing, and in which turn.

    Attributes:
        customer_id: the signed-in customer; None for an anonymous visitor, who owns nothing.
        emotion: the feeling read from the message, ``neutral`` unless the hub said more.
    """

    customer_id: str | None = None
    name: str = ""
    verified: bool = False
    conversation: str = ""
    turn: str = ""
    emotion: Emotion = "neutral"


ANONYMOUS = TurnContext()


def sign(context: TurnContext, key: str, now_ms: int) -> str:
    """The context as a token that :func:`verify` takes for :data:`TTL_S` seconds."""
    now_s = now_ms // 1000
    claims = {
        "sub": context.customer_id or "",
        "name": context.name,
        "verified": context.verified,
        "conv": context.conversation,
        "turn": context.turn,
        "emotion": context.emotion,
        "iat": now_s,
        "exp": now_s + TTL_S,
        "aud": AUDIENCE,
    }
    return jwt.encode(claims, key, algorithm="HS256")


def verify(token: object, key: str, now_ms: int) -> TurnContext:
    """The context of a token; :data:`ANONYMOUS` when it is missing, forged, out of date or for somebody else.

    Never raises: whoever cannot prove who they are is served as a visitor. A customer whom the hub did not verify
    is a visitor too.
    """
    if not isinstance(token, str) or not token:
        return ANONYMOUS
    try:
        # Times are checked below, against the clock of the caller and not the machine's.
        claims = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        fresh = claims["iat"] - _SKEW_S <= now_ms / 1000 < claims["exp"]
    except (jwt.InvalidTokenError, TypeError, ValueError):
        return ANONYMOUS
    return _read(claims) if fresh else ANONYMOUS


def _read(claims: dict[str, Any]) -> TurnContext:
    verified = claims.get("verified") is True and bool(claims["sub"])
    return TurnContext(
        customer_id=claims["sub"] if verified else None,
        name=str(claims.get("name") or "") if verified else "",
        verified=verified,
        conversation=str(claims["conv"]),
        turn=str(claims["turn"]),
        emotion=next((level for level in EMOTIONS if level == claims.get("emotion")), "neutral"),
    )
