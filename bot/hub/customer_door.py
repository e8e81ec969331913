"""Who a customer's socket belongs to: a signed token, a session, or a new visitor (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanic import Request

from bot.handoff.people import CustomerProfile
from bot.hub import frames
from bot.hub.services import Services
from bot.kernel.errors import BadInput, NotSignedIn

_SCHEME = "bearer "
WEB = "web"
"""Where a customer is who does not say where."""


@dataclass(frozen=True)
class Visit:
    """Somebody who was let in; ``session`` is what they come back with, ``channel`` where they are."""

    conversation: str
    session: str
    profile: CustomerProfile
    channel: str = WEB


async def let_in(services: Services, hello: Mapping[str, Any]) -> Visit:
    """Find out who says hello.

    A token wins over a session: the shop's word on who is signed in is newer. With both, a visitor signs in, and what
    they said so far comes with them. Without either a visitor gets a conversation of their own.

    Raises:
        BadInput: token, session or channel are not what they should be.
        NotSignedIn: the token or the session is refused; the page has to ask the shop for a new token.
        StoreUnavailable: it cannot be told now.
    """
    token, session, channel = _text(hello, "token"), _text(hello, "session"), frames.channel(hello)
    if token:
        return await _sign_in(services, await services.customer_tokens.accept(token), session, channel)
    if session:
        return await _come_back(services, session, channel)
    profile = CustomerProfile()
    return await _begin(services, await services.conversations.open_for(profile), profile, channel or WEB)


def bearer_of(request: Request) -> str:
    """The session a call beside the socket carries.

    Raises:
        NotSignedIn: it carries none.
    """
    given = request.headers.getone("authorization", "")
    if not given.lower().startswith(_SCHEME):
        raise NotSignedIn()
    return given[len(_SCHEME) :].strip()


async def resume(services: Services, session: str) -> Visit:
    """The visit a session stands for.

    Raises:
        NotSignedIn: there is no such session.
        StoreUnavailable: it cannot be told now.
    """
    record = await services.customer_sessions.read(session)
    if record is None:
        raise NotSignedIn()
    conversation = record["conversation"]
    if into := record.get("into"):
        conversation = await services.conversations.live_conversation(into)
    return Visit(conversation, session, CustomerProfile(**record["profile"]), record.get("channel", WEB))


async def _sign_in(services: Services, profile: CustomerProfile, session: str, channel: str) -> Visit:
    own = await services.conversations.open_for(profile)
    before = await services.customer_sessions.read(session) if session else None
    if before is None or before["profile"]["verified"]:
        live = await services.conversations.live_conversation(own)
        return await _begin(services, live, profile, channel or WEB, own)
    live = await services.conversations.sign_in(before["conversation"], own, profile)
    visit = await _begin(services, live, profile, channel or before.get("channel", WEB), own)
    # Ended, never raised: whoever else may hold the visitor's session has not shown who they are.
    await services.customer_sessions.close(session)
    return visit


async def _come_back(services: Services, session: str, channel: str) -> Visit:
    visit = await resume(services, session)
    if not channel or channel == visit.channel:
        return visit
    return await _begin(services, visit.conversation, visit.profile, channel)


async def _begin(services: Services, conversation: str, profile: CustomerProfile, channel: str, own: str = "") -> Visit:
    """Open a session; ``own`` is the customer's conversation, which may not be the one they go on in just now."""
    record: dict[str, Any] = {"conversation": conversation, "profile": profile.as_dict(), "channel": channel}
    if own and own != conversation:
        record["into"] = own
    return Visit(conversation, await services.customer_sessions.open(record), profile, channel)


def _text(hello: Mapping[str, Any], field: str) -> str:
    value = hello.get(field) or ""
    if not isinstance(value, str):
        raise BadInput(f"字段 {field} 不对。", field=field)
    return value
