"""The shop's signed token: what is accepted, once, and what is not."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from typing import Any

import jwt
import pytest

from bot.adapters.customer_token import CustomerTokens
from bot.handoff.people import CustomerProfile
from bot.kernel.clock import FixedClock
from bot.kernel.errors import NotSignedIn

KEY = "a key of at least thirty-two bytes, for tests"
LIN = CustomerProfile("u1001", "林晓", "金卡会员", "138****5678", True)
START = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
NOW = int(START.timestamp())


class Book:
    """Nonces in memory."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    async def first_use(self, nonce: str, ttl_s: int) -> bool:
        if nonce in self.used:
            return False
        self.used[nonce] = ttl_s
        return True


@pytest.fixture
def clock() -> FixedClock:
    """A clock that only moves when told."""
    return FixedClock(START)


@pytest.fixture
def book() -> Book:
    """An empty book of used tokens."""
    return Book()


@pytest.fixture
def tokens(clock: FixedClock, book: Book) -> CustomerTokens:
    """What the hub accepts tokens with."""
    return CustomerTokens(KEY, ttl_s=300, clock=clock, nonces=book)


def signed(key: str = KEY, algorithm: str = "HS256", **changes: Any) -> str:
    """A token of a shop that does everything right, but for the changes; None takes a claim out."""
    claims = {"sub": "u1001", "name": "林晓", "jti": "n1", "iat": NOW, "exp": NOW + 300, "aud": "jiezhu"} | changes
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm=algorithm)


def unsigned() -> str:
    """A token that says of itself that it needs no signature."""

    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    claims = {"sub": "u1001", "jti": "n1", "iat": NOW, "exp": NOW + 300, "aud": "jiezhu"}
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


async def test_a_token_of_the_shop_says_who_the_customer_is(tokens: CustomerTokens) -> None:
    """What is signed comes out again, as a verified customer."""
    assert await tokens.accept(tokens.sign(LIN)) == LIN


async def test_a_token_is_accepted_once(tokens: CustomerTokens) -> None:
    """Somebody who saw it pass by cannot use it."""
    token = tokens.sign(LIN)
    await tokens.accept(token)

    with pytest.raises(NotSignedIn):
        await tokens.accept(token)


async def test_a_used_token_is_remembered_until_it_is_out_of_date(tokens: CustomerTokens, book: Book) -> None:
    """Forgetting the nonce earlier would open it again."""
    await tokens.accept(signed())

    assert book.used["n1"] >= 300


@pytest.mark.parametrize(
    "forged",
    [
        signed(key="another key of at least thirty-two bytes, for tests"),
        signed(key=KEY * 2, algorithm="HS512"),
        unsigned(),
        signed(aud="other"),
        signed(aud=["jiezhu", "other"]),
        signed(aud=None),
        signed(sub=None),
        signed(sub=""),
        signed(sub="\u200b"),
        signed(name=["林晓"]),
        signed(jti=None),
        signed(jti=""),
        signed(iat=None),
        signed(exp=None),
        signed(iat=True),
        signed(exp=1e300),
        signed(exp="9999999999"),
        "",
        "not.a.token",
        "a" * 5000,
        "\ud800",
        "林.晓.晓",
    ],
)
async def test_a_token_that_is_forged_or_incomplete_is_refused(tokens: CustomerTokens, book: Book, forged: str) -> None:
    """Another key, no signature, another audience, missing or strange claims: nobody is let in, nothing is used up."""
    with pytest.raises(NotSignedIn):
        await tokens.accept(forged)

    assert book.used == {}


async def test_a_token_is_out_of_date_after_five_minutes(tokens: CustomerTokens, clock: FixedClock) -> None:
    """Also when the shop gave it a year."""
    short, long = signed(), signed(jti="n2", exp=NOW + 31_536_000)

    clock.advance(seconds=300)

    for token in (short, long):
        with pytest.raises(NotSignedIn):
            await tokens.accept(token)


async def test_a_shop_whose_clock_is_a_little_ahead_is_understood(tokens: CustomerTokens) -> None:
    """Half a minute is no attack; an hour is a mistake the shop has to see."""
    assert (await tokens.accept(signed(iat=NOW + 20, exp=NOW + 320))).customer_id == "u1001"

    with pytest.raises(NotSignedIn):
        await tokens.accept(signed(jti="n2", iat=NOW + 3600, exp=NOW + 3900))


async def test_names_are_cleaned_and_cut(tokens: CustomerTokens) -> None:
    """They are shown to staff, so nothing hides in them."""
    profile = await tokens.accept(signed(name="林\u202e晓" + "长" * 200))

    assert profile.name == ("林晓" + "长" * 62)
