"""The calls that move a conversation: claim, hand on, park, join, take over, resolve (protocol, section 3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from sanic import HTTPResponse, Request

from bot.handoff.people import Agent
from bot.hub import origins
from bot.hub.base_app import App
from bot.hub.frames import number
from bot.hub.request_body import read_object, text
from bot.hub.services import Services
from bot.hub.staff_answer import answer, named
from bot.hub.staff_door import StaffDoor
from bot.kernel.errors import BadInput

LONGEST_NOTE = 2000
LONGEST_ID = 40

Body = Mapping[str, Any]
Move = Callable[[str, Agent, Body], Awaitable[None]]


def add_handoff(app: App, services: Services, door: StaffDoor) -> None:
    """Serve every call that moves a conversation. Each answers with the control record as it is then."""
    moves = Moves(services)

    def serve(name: str, do: Move) -> None:
        async def call(request: Request, conversation: str) -> HTTPResponse:
            origins.require_own_origin(request)
            agent = await door.asking(request)
            named(conversation)
            # No look at may_see first: the loser of a race may no longer see it, and must hear who won (invariant 5).
            await do(conversation, agent, read_object(request))
            return answer({"control": await services.conversations.staff_control(conversation)})

        path = f"/api/conversations/<conversation:str>/{name}"
        app.add_route(call, path, methods=["POST"], name=name.replace("/", "_"))

    for name, do in moves.by_name().items():
        serve(name, do)


class Moves:
    """The moves by the last part of their path, each reading its own fields."""

    def __init__(self, services: Services) -> None:
        self._talk = services.conversations

    def by_name(self) -> dict[str, Move]:
        """All of them."""
        return {
            "claim": self._claim,
            "decline": self._decline,
            "transfer": self._transfer,
            "transfer/cancel": self._cancel_transfer,
            "park": self._park,
            "join": self._join,
            "leave": self._leave,
            "take_over": self._take_over,
            "resolve": self._resolve,
        }

    async def _claim(self, conversation: str, agent: Agent, body: Body) -> None:
        handoff_id, epoch = text(body, "handoff_id", longest=LONGEST_ID), number(body, "epoch")
        await self._talk.claim(conversation, handoff_id=handoff_id, epoch=epoch, agent=agent)

    async def _decline(self, conversation: str, agent: Agent, body: Body) -> None:
        handoff_id = text(body, "handoff_id", longest=LONGEST_ID)
        await self._talk.decline(conversation, handoff_id=handoff_id, agent=agent)
        self._talk.dispatch.soon()

    async def _transfer(self, conversation: str, agent: Agent, body: Body) -> None:
        await self._talk.transfer(
            conversation,
            agent=agent,
            epoch=number(body, "epoch"),
            to_agent=text(body, "to_agent", longest=LONGEST_ID, default=""),
            to_group=text(body, "to_group", longest=LONGEST_ID, default=""),
            reason=text(body, "reason", longest=LONGEST_NOTE),
            note=text(body, "note", longest=LONGEST_NOTE, default=""),
        )
        self._talk.dispatch.soon()

    async def _cancel_transfer(self, conversation: str, agent: Agent, _body: Body) -> None:
        await self._talk.cancel_transfer(conversation, agent=agent)

    async def _park(self, conversation: str, agent: Agent, body: Body) -> None:
        await self._talk.park(
            conversation,
            agent=agent,
            epoch=number(body, "epoch"),
            due_at=number(body, "due_at"),
            note=text(body, "note", longest=LONGEST_NOTE, default=""),
        )

    async def _join(self, conversation: str, agent: Agent, _body: Body) -> None:
        await self._talk.join(conversation, agent=agent)

    async def _leave(self, conversation: str, agent: Agent, _body: Body) -> None:
        await self._talk.leave(conversation, agent=agent)

    async def _take_over(self, conversation: str, agent: Agent, body: Body) -> None:
        reason = text(body, "reason", longest=LONGEST_NOTE)
        if not reason.strip():
            raise BadInput("请写明接管原因，会记在会话里。", field="reason")
        await self._talk.take_over(conversation, agent=agent, epoch=number(body, "epoch"), reason=reason)

    async def _resolve(self, conversation: str, agent: Agent, body: Body) -> None:
        await self._talk.resolve(
            conversation,
            agent=agent,
            epoch=number(body, "epoch"),
            result=text(body, "result", longest=64),
            note=text(body, "note", longest=LONGEST_NOTE, default=""),
            next=_next(body),
        )
        self._talk.dispatch.soon()


def _next(body: Body) -> Literal["bot", "close"]:
    match body.get("next"):
        case "bot":
            return "bot"
        case "close":
            return "close"
    raise BadInput("请选择交还给智能助手（bot）还是结束会话（close）。", field="next")
