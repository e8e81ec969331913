"""The calls about the team: groups, who is at work, who has whom, one's own status (protocol, section 3)."""

from __future__ import annotations

from sanic import HTTPResponse, Request

from bot.handoff.desk_views import concerns
from bot.handoff.duty import chosen
from bot.hub import origins
from bot.hub.base_app import App
from bot.hub.request_body import read_object
from bot.hub.services import Services
from bot.hub.staff_answer import answer
from bot.hub.staff_door import StaffDoor
from bot.kernel.errors import NotAllowed


def add_team(app: App, services: Services, door: StaffDoor) -> None:
    """Serve them."""
    talk = services.conversations

    @app.get("/api/groups")
    async def groups(request: Request) -> HTTPResponse:
        await door.asking(request)
        return answer({"groups": talk.groups})

    @app.get("/api/team")
    async def team(request: Request) -> HTTPResponse:
        await door.asking(request)
        return answer({"items": await talk.team_list()})

    @app.get("/api/parked")
    async def parked(request: Request) -> HTTPResponse:
        agent = await door.asking(request)
        return answer({"items": [item for item in await talk.parked() if concerns(item, agent)]})

    @app.get("/api/live")
    async def live(request: Request) -> HTTPResponse:
        agent = await door.asking(request)
        if not agent.oversees:
            raise NotAllowed("只有主管和质检可以查看全部会话。")
        return answer({"items": await talk.live()})

    @app.post("/api/presence")
    async def presence(request: Request) -> HTTPResponse:
        origins.require_own_origin(request)
        agent = await door.asking(request)
        status = chosen(read_object(request).get("status"))
        await talk.choose_status(agent, status)
        return answer({"status": status})
