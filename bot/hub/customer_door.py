"""Who a customer's socket belongs to: a signed token, a session, or a new visitor (protocol, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.handoff.people import CustomerProfile
from bot.hub.services import Services
from bot.kernel.errors import BadInput, NotSignedIn


@dataclass(frozen=True)
class Visit:
    """A socket that was let in; ``session`` is what the page reconnects with."""

    conversation: str
    session: str
    profile: CustomerProfile


async def let_in(services: Services, hello: Mapping[str, Any]) -> Visit:
    """Find out who says hello.

    A token wins over a session: the shop's word on who is signed in is newer. Without either a visitor gets a
    conversation of their own.

    Raises:
        BadInput: token or session are not text.
        NotSignedIn: the token or the session is refused; the page has to ask the shop for a new token.
        StoreUnavailable: it cannot be told now.
    """
    token, session = _text(hello, "token"), _text(hello, "session")
    if token:
        return await _begin(services, await services.customer_tokens.accept(token))
    if session:
        return await _resume(services, session)
    return await _begin(services, CustomerProfile())


async def conversation_of(services: Services, session: str) -> str:
    """The conversation of a session, for a call beside the socket.

    Raises:
        NotSignedIn: there is no such session.
        StoreUnavailable: it cannot be told now.
    """
    return (await _resume(services, session)).conversation


async def _begin(services: Services, profile: CustomerProfile) -> Visit:
    conversation = await services.conversations.open_for(profile)
    record = {"conversation": conversation, "profile": profile.as_dict()}
    return Visit(conversation, await services.customer_sessions.open(record), profile)


async def _resume(services: Services, session: str) -> Visit:
    record = await services.customer_sessions.read(session)
    if record is None:
        raise NotSignedIn()
    return Visit(record["conversation"], session, CustomerProfile(**record["profile"]))


def _text(hello: Mapping[str, Any], field: str) -> str:
    value = hello.get(field) or ""
    if not isinstance(value, str):
        raise BadInput(f"字段 {field} 不对。", field=field)
    return value
