"""Who is asking: only what the hub signed counts."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from support.shop_samples import now_ms

from bot.adapters.context_token import ANONYMOUS, AUDIENCE, TTL_S, TurnContext, sign, verify

KEY = "a key for tests that is long enough for HS256 and even for HS512, too"
LIN = TurnContext("u1001", "林晓", True, "c_1", "t_1", "worried")


def claims(**changed: Any) -> dict[str, Any]:
    now = now_ms() // 1000
    good = {"sub": "u1001", "name": "林晓", "verified": True, "conv": "c_1", "turn": "t_1", "emotion": "worried"}
    good |= {"iat": now, "exp": now + 60, "aud": AUDIENCE}
    return {name: value for name, value in (good | changed).items() if value is not None}


def test_what_was_signed_is_read_back() -> None:
    """Customer, conversation, turn and feeling."""
    assert verify(sign(LIN, KEY, now_ms()), KEY, now_ms()) == LIN


def test_a_visitor_has_a_context_and_no_customer() -> None:
    """The hub signs those, too: they have a turn."""
    visitor = TurnContext(conversation="c_2", turn="t_9")

    assert visitor == verify(sign(visitor, KEY, now_ms()), KEY, now_ms())


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        42,
        {"sub": "u1001"},
        "not.a.token",
        jwt.encode(claims(), "another key, just as long as the real one", algorithm="HS256"),
        jwt.encode(claims(), KEY, algorithm="HS512"),
        jwt.encode(claims(), None, algorithm="none"),
        jwt.encode(claims(aud="jiezhu"), KEY, algorithm="HS256"),
        jwt.encode(claims(aud=None), KEY, algorithm="HS256"),
        jwt.encode(claims(exp=None), KEY, algorithm="HS256"),
        jwt.encode(claims(exp="soon"), KEY, algorithm="HS256"),
        jwt.encode(claims(sub=None), KEY, algorithm="HS256"),
        jwt.encode(claims(iat=now_ms() // 1000 + 3600), KEY, algorithm="HS256"),
        sign(LIN, KEY, now_ms())[:-4] + "AAAA",
    ],
)
def test_whoever_cannot_prove_who_they_are_is_a_visitor(token: object) -> None:
    """Missing, forged, unsigned, for another audience, incomplete, from the future."""
    assert verify(token, KEY, now_ms()) is ANONYMOUS


@pytest.mark.parametrize("later_s, customer", [(TTL_S - 1, "u1001"), (TTL_S, None), (TTL_S + 3600, None)])
def test_a_context_is_good_for_a_minute(later_s: int, customer: str | None) -> None:
    """A recorded one is of no use afterwards."""
    context = verify(sign(LIN, KEY, now_ms()), KEY, now_ms() + later_s * 1000)

    assert customer == context.customer_id


@pytest.mark.parametrize("verified", [False, None, "yes", 1])
def test_a_customer_the_hub_did_not_verify_is_a_visitor(verified: object) -> None:
    """A name alone opens nothing."""
    token = jwt.encode(claims(verified=verified), KEY, algorithm="HS256")

    assert verify(token, KEY, now_ms()).customer_id is None


def test_an_unknown_feeling_is_neutral() -> None:
    """The rest of the context still counts."""
    context = verify(jwt.encode(claims(emotion="hangry"), KEY, algorithm="HS256"), KEY, now_ms())

    assert (context.emotion, context.customer_id) == ("neutral", "u1001")
