"""Claiming a customer on the staff side: one wins, and from then on the others see nothing."""

from __future__ import annotations

import asyncio

import httpx
from support.conversations import LIN
from support.hub_world import World, queued


async def test_one_claim_wins_and_the_others_hear_who(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Invariant 5: 409 with the winner's name."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        path = f"/api/conversations/{page.conversation}/claim"
        answers = await asyncio.gather(*(browser.post(path, json=claim) for browser in (agent, other)))

    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert lost.json()["code"] == "already_claimed"
    assert lost.json()["data"]["by"] == won.json()["control"]["agent_name"]


async def test_a_claim_of_what_has_moved_on_is_stale(world: World, agent: httpx.AsyncClient) -> None:
    """The customer went back to the bot in the meantime: 409 `stale`."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        await page.tell("leave_queue", client_id="l1")
        await page.until("ack", client_id="l1")
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


async def test_a_colleagues_conversation_is_closed_to_others_and_open_to_supervisors(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Waiting ones anybody may look at; claimed ones are the agent's own."""
    boss = await world.colleague("zhuguan", "周主管", "supervisor")
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        path = f"/api/conversations/{page.conversation}"
        waiting = await other.get(path)
        await agent.post(f"{path}/claim", json=claim)
        mine, theirs, bosses = await agent.get(path), await other.get(path), await boss.get(path)
        async with world.desk(other) as desk:
            await desk.tell("open", conversation=page.conversation, since=0)
            refused = await desk.until("error")
            await desk.tell(
                "send", conversation=page.conversation, client_id="n1", kind="note", text="偷看一下", epoch=2
            )
            note = await desk.until("nack")
            await desk.tell(
                "send", conversation=page.conversation, client_id="s1", kind="text", text="我来说两句", epoch=2
            )
            words = await desk.until("nack")
    await boss.aclose()

    assert [answer.status_code for answer in (waiting, mine, theirs, bosses)] == [200, 200, 403, 200]
    assert waiting.json()["brief"]["customer"]["name"] == "林晓"
    assert {refused["code"], note["code"], words["code"]} == {"not_allowed"}
    assert not [frame for frame in desk.seen if frame["t"] == "event"]


async def test_the_loser_of_a_claim_stops_seeing_what_is_said(
    world: World, agent: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """Both look at the waiting customer; after the claim only the winner hears more."""
    async with world.customer(profile=LIN) as page, world.desk(agent) as winner, world.desk(other) as loser:
        claim = await queued(world, page)
        for desk in (winner, loser):
            await desk.tell("open", conversation=page.conversation, since=0)
            await desk.until_event("brief")
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        while (await loser.until("control"))["control"]["controller"] != "agent":
            continue
        await page.say("只跟小林说 我的地址是幸福路1号", "m-secret")
        await winner.until_event("text", text="只跟小林说 我的地址是幸福路1号")
        await loser.tell("ping")
        await loser.until("pong")

    assert "幸福路" not in str(loser.seen)
