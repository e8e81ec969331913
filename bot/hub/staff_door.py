"""Who is signed in on the staff side, and what their role lets them do."""

from __future__ import annotations

from typing import Any, Literal

from sanic import HTTPResponse, Request

from bot.adapters.accounts import spelled
from bot.handoff.people import Agent
from bot.hub.services import Services
from bot.kernel.errors import NotAllowed, NotSignedIn

COOKIE = "jiezhu_staff"


class StaffDoor:
    """Signing in, staying signed in, signing out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def sign_in(self, username: str, password: str, address: str) -> tuple[str, Agent]:
        """Open a session for somebody who knows the password.

        Returns:
            The session's token for the cookie, and who it is.

        Raises:
            NotSignedIn: name and password do not match.
            TooMuch: too many tries; the message says how long to wait.
        """
        # In its one spelling, or each way to write a name would have tries of its own.
        name = spelled(username)
        await self._services.login_guard.begin(name, address)
        agent = await self._services.accounts.sign_in(username, password)
        await self._services.login_guard.succeeded(name, address)
        return await self._services.staff_sessions.open({"agent_id": agent.agent_id}), agent

    async def agent(self, session: str) -> Agent:
        """The person of a session, as their account says now: a change of role or a lock-out counts at once.

        Raises:
            NotSignedIn: no session, or the account was switched off.
        """
        record = await self._services.staff_sessions.read(session)
        account = await self._services.accounts.by_id(record["agent_id"]) if record else None
        if account is None or not account.active:
            raise NotSignedIn()
        return account.agent

    async def sign_out(self, session: str) -> None:
        """End a session."""
        await self._services.staff_sessions.close(session)

    async def asking(self, request: Request, *, role: Literal["agent", "supervisor"] = "agent") -> Agent:
        """The person who makes a request.

        Args:
            role: the least role the call is for; a supervisor may do whatever an agent may.

        Raises:
            NotSignedIn: nobody is signed in.
            NotAllowed: the call is for supervisors.
        """
        agent = await self.agent(session_of(request))
        if role == "supervisor" and agent.role != "supervisor":
            raise NotAllowed("这个操作需要主管权限。")
        return agent

    def remember(self, response: HTTPResponse, session: str) -> None:
        """Give the browser its session."""
        settings = self._services.settings
        response.add_cookie(
            COOKIE,
            session,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=settings.secure_cookies,
            max_age=int(settings.staff_session_h * 3600),
        )

    def forget(self, response: HTTPResponse) -> None:
        """Take the session back from the browser."""
        secure = self._services.settings.secure_cookies
        response.add_cookie(COOKIE, "", path="/", httponly=True, samesite="Strict", secure=secure, max_age=0)


def session_of(request: Request) -> str:
    """The session's token in a request's cookie, or nothing."""
    return request.cookies.get(COOKIE) or ""


def card(agent: Agent) -> dict[str, Any]:
    """A member of staff as the desk shows them (protocol, section 3)."""
    return {"id": agent.agent_id, "name": agent.name, "role": agent.role}
