"""The shop's word for who its customer is: a short-lived signed token (protocol, section 2)."""

from __future__ import annotations

import secrets
from typing import Any, Protocol

import jwt

from bot.handoff.people import CustomerProfile
from bot.kernel.clock import Clock
from bot.kernel.errors import NotSignedIn
from bot.kernel.text import clean

AUDIENCE = "jiezhu"
ALGORITHM = "HS256"
LEEWAY_S = 30
"""Seconds the shop's clock may be ahead of ours."""

LONGEST_TOKEN = 4096
LONGEST_FIELD = 64
_REFUSED = "身份验证没有通过，请刷新页面重试。"


class NonceBook(Protocol):
    """Remembers which tokens were used."""

    async def first_use(self, nonce: str, ttl_s: int) -> bool:
        """Take a nonce; False when it was taken before."""
        ...


class CustomerTokens:
    """Accepts the tokens a shop's server signs; the demo shop signs with it too.

    Args:
        key: the secret shared with the shop's server.
        ttl_s: seconds a token may be used, counted from ``iat``, whatever its ``exp`` says.
        nonces: where used tokens are remembered.
    """

    def __init__(self, key: str, *, ttl_s: int, clock: Clock, nonces: NonceBook) -> None:
        self._key = key
        self._ttl_s = ttl_s
        self._clock = clock
        self._nonces = nonces

    def sign(self, profile: CustomerProfile) -> str:
        """What the shop's server does for a customer who is signed in there."""
        now = self._clock.now_ms() // 1000
        claims = {
            "sub": profile.customer_id,
            "name": profile.name,
            "level": profile.level,
            "phone": profile.phone,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + self._ttl_s,
            "aud": AUDIENCE,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    async def accept(self, token: str) -> CustomerProfile:
        """The customer a token speaks for. The token is used up by this.

        Raises:
            NotSignedIn: forged, for another audience, out of date, incomplete, or used before. Which of these it
                was stays inside: the page has to fetch a new one in any case.
            StoreUnavailable: whether it was used before cannot be told.
        """
        claims = self._claims(token)
        issued, expires = _seconds(claims["iat"]), _seconds(claims["exp"])
        now = self._clock.now_ms() / 1000
        ends = min(expires, issued + self._ttl_s)
        if issued > now + LEEWAY_S or ends <= now:
            raise NotSignedIn(_REFUSED)
        nonce, profile = _field(claims, "jti"), _profile(claims)
        if not profile.customer_id or not nonce:
            raise NotSignedIn(_REFUSED)
        # Last: a token that is refused for another reason is not used up.
        if not await self._nonces.first_use(nonce, int(ends - now) + LEEWAY_S):
            raise NotSignedIn(_REFUSED)
        return profile

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise NotSignedIn(_REFUSED)
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # Times are checked by the caller against our own clock port.
                options={
                    "require": ["sub", "jti", "iat", "exp", "aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "strict_aud": True,
                },
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise NotSignedIn(_REFUSED) from error
        return claims


def _seconds(value: object) -> float:
    # bool is an int in Python, and JSON knows numbers far outside any clock.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e11:
        raise NotSignedIn(_REFUSED)
    return float(value)


def _profile(claims: dict[str, Any]) -> CustomerProfile:
    return CustomerProfile(
        customer_id=_field(claims, "sub"),
        name=_field(claims, "name"),
        level=_field(claims, "level"),
        phone=_field(claims, "phone"),
        verified=True,
    )


def _field(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str):
        raise NotSignedIn(_REFUSED)
    return clean(value, limit=LONGEST_FIELD)
