"""Pictures in a conversation: sent once, heard by the bot, seen by the people in charge."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from support.conversations import LIN
from support.hub_world import World, hub
from support.photos import photo
from support.pictures import NOWHERE, send, staff_events, with_real_pictures

from bot.handoff.core import Times


async def test_the_same_client_id_again_is_the_same_picture(world: World) -> None:
    """A resend after a lost answer, also while the first is still being made (invariant 10)."""
    async with world.customer(profile=LIN) as page:
        answers = await asyncio.gather(*(send(world, page, photo(), "p1") for _ in range(3)))
        answers.append(await send(world, page, photo(), "p1"))
        events = await staff_events(world, page)

    pictures = [event for event in events if event["kind"] == "image"]
    kept = [path for path in world.settings.evidence_folder.rglob("*") if path.is_file()]
    assert {answer.json()["seq"] for answer in answers} == {pictures[0]["seq"]}
    assert len(pictures) == 1
    assert {path.name.split(".")[0] for path in kept} == {pictures[0]["data"]["evidence"]}


async def test_the_bot_hears_a_picture_as_a_pressed_button(world: World) -> None:
    """With a payload that only the hub can send."""
    async with world.customer(profile=LIN) as page:
        await send(world, page, photo())
        shown = await page.until_event("image")
        await page.until_event("text")

    turn = world.house.engine.asked[0].turn
    evidence = shown["data"]["evidence"]
    assert (turn.payload, turn.title) == (f'/send_evidence{{"evidence": "{evidence}"}}', "[图片]")


async def test_pictures_sent_in_a_row_are_one_turn(tmp_path: Path, store_url: str) -> None:
    """收到 once; the words after them are a turn of their own."""
    async with hub(tmp_path, store_url, times=Times(burst_gap=700, burst_ceiling=5_000)) as world:
        with_real_pictures(world)
        async with world.customer(profile=LIN) as page:
            for n in range(2):
                await send(world, page, photo(80, 80), f"p{n}")
            await page.say("衣服破了")
            await page.until_event("text", text="答：衣服破了")
            events = await staff_events(world, page)

    pictures = [event for event in events if event["kind"] == "image"]
    ids = ",".join(event["data"]["evidence"] for event in pictures)
    answer = next(event for event in events if event["actor"]["kind"] == "bot")
    asked = [request.turn.payload or request.turn.text for request in world.house.engine.asked]
    assert asked == [f'/send_evidence{{"evidence": "{ids}"}}', "衣服破了"]
    assert answer["staff"]["answers"] == [event["seq"] for event in pictures]


async def test_staff_who_may_see_the_conversation_see_the_picture(world: World, agent: httpx.AsyncClient) -> None:
    """Before the handoff nobody but supervisors; then whoever could take it; the brief lists it."""
    supervisor = await world.colleague("zhuguan", "主管", "supervisor")
    async with world.customer(profile=LIN) as page:
        seq = (await send(world, page, photo())).json()["seq"]
        event = await page.until_event("image")
        address = f"/api/conversations/{page.conversation}/evidence/{event['data']['evidence']}"
        early, chief = await agent.get(address), await supervisor.get(f"{address}/thumb")
        async with world.browser() as stranger:
            nobody = await stranger.get(address)
        await page.say("转人工", "m-human")
        await world.wait_until_queued(page.conversation)
        waiting, thumb = await agent.get(address), await agent.get(f"{address}/thumb")
        seen = (await agent.get(f"/api/conversations/{page.conversation}")).json()
        missing = await agent.get(f"/api/conversations/{page.conversation}/evidence/{NOWHERE}")
    await supervisor.aclose()

    assert [early.status_code, chief.status_code, nobody.status_code] == [403, 200, 401]
    assert [waiting.status_code, thumb.status_code, missing.status_code] == [200, 200, 404]
    assert waiting.headers["cache-control"] == "private, no-cache"
    assert waiting.headers["x-content-type-options"] == "nosniff"
    attachment = {"evidence": event["data"]["evidence"], "seq": seq, "at": event["at"]}
    assert seen["brief"]["attachments"] == [attachment]


async def test_while_a_person_is_in_charge_a_picture_is_something_they_see(
    world: World, agent: httpx.AsyncClient
) -> None:
    """The bot is not asked; the agent has the next word, as after any message."""
    async with world.customer(profile=LIN) as page:
        await page.say("转人工", "m-human")
        item = await world.wait_until_queued(page.conversation)
        await send(world, page, photo(), "while-waiting")
        claim = {"handoff_id": item["handoff_id"], "epoch": item["epoch"]}
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        wanted = [{"conversation": page.conversation, "since": 0}]
        async with world.desk(agent, open=wanted) as desk:
            await send(world, page, photo(), "with-agent")
            while not any(
                frame.get("event", {}).get("client_id") == "with-agent" for frame in desk.seen if frame["t"] == "event"
            ):
                await desk.until("event")
        mine = (await world.conversations.mine((await agent.get("/api/me")).json()["agent"]["id"]))[0]

    assert world.house.engine.asked == []
    assert (mine["last_text"], mine["waiting_on"]) == ("[图片]", "agent")
