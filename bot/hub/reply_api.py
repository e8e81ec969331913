"""The staff side's call for canned replies: in order for one conversation, with what is known of it (B2, C2)."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from bot.commerce.days import shop_day
from bot.commerce.policy import in_force
from bot.handoff.people import Agent
from bot.hub.base_app import App
from bot.hub.services import Services
from bot.hub.staff_door import StaffDoor
from bot.kernel.clock import from_ms
from bot.kernel.errors import NotAllowed, NotFound
from bot.kernel.ids import is_conversation_id
from bot.runtime.agent_replies.filling import VARIABLES, values_of
from bot.runtime.agent_replies.library import Reply, Situation
from bot.runtime.agent_replies.scene import FITS_FROM, Scene, scene_of, weight


def add_replies(app: App, services: Services, door: StaffDoor) -> None:
    """Serve the library of canned replies."""

    @app.get("/api/replies")
    async def replies(request: Request) -> HTTPResponse:
        agent = await door.asking(request)
        conversation = request.args.get("conversation", "")
        if not is_conversation_id(conversation):
            raise NotFound()
        if not await services.conversations.may_see(conversation, agent):
            raise NotAllowed("这个会话现在不由您接待，无法查看。")
        return json_response(await _for(services, conversation, agent), headers={"Cache-Control": "no-store"})


async def _for(services: Services, conversation: str, agent: Agent) -> dict[str, Any]:
    talk = services.conversations
    now = from_ms(services.clock.now_ms())
    brief = await talk.brief(conversation)
    scene = scene_of(await talk.recent(conversation), brief)
    offered = services.replies.offered(shop_day(now))
    # The sort keeps the file's order among those that fit alike.
    offered.sort(key=lambda entry: -weight(entry[0], scene))
    return {
        "tone": scene.tone,
        "values": values_of(brief, agent.name, now, in_force()),
        "variables": dict(VARIABLES),
        "situations": [_situation(situation, below, scene) for situation, below in offered],
    }


def _situation(situation: Situation, replies: list[Reply], scene: Scene) -> dict[str, Any]:
    return {
        "code": situation.code,
        "name": situation.name,
        "fits": weight(situation, scene) >= FITS_FROM,
        "replies": [_reply(reply, scene) for reply in replies],
    }


def _reply(reply: Reply, scene: Scene) -> dict[str, Any]:
    texts = [{"tone": tone, "text": text} for tone, text in reply.texts(scene.tone)]
    return {"code": reply.code, "title": reply.title, "texts": texts}
