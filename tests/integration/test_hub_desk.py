"""The desk's connection: live lists, what it lacked after a break, the agent's words, how much it streams."""

from __future__ import annotations

from pathlib import Path

import httpx
from support.conversations import LIN
from support.hub_world import WANG, World, hub, queued

from bot.hub.limits import Limits


async def test_the_desk_shows_queue_and_own_conversations_live(world: World, agent: httpx.AsyncClient) -> None:
    """A customer appears, is claimed, writes, is resolved: each list changes by itself."""
    async with world.desk(agent) as desk, world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        while not (waiting := (await desk.until("queue"))["items"]):
            continue
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        while not (mine := (await desk.until("mine"))["items"]):
            continue
        await page.say("还在吗", "m2")
        while (await desk.until("mine"))["items"][0]["last_text"] != "还在吗":
            continue
        result = (await agent.get("/api/results")).json()["results"][0]
        resolved = await agent.post(
            f"/api/conversations/{page.conversation}/resolve",
            json={"epoch": answer.json()["control"]["epoch"], "result": result["code"], "note": "已退", "next": "bot"},
        )
        while (await desk.until("mine"))["items"]:
            continue
        await page.say("谢谢", "m3")
        back = await page.until_event("text", text="答：谢谢")

    assert waiting[0]["customer"] == {"name": "林晓", "level": "金卡会员", "verified": True}
    assert mine[0]["conversation"] == page.conversation
    assert resolved.json()["control"]["state"] == "bot"
    assert back["actor"]["kind"] == "bot"


async def test_a_desk_resumes_its_conversations_by_seq(world: World, agent: httpx.AsyncClient) -> None:
    """After a reconnect it gets what it lacks, whole, with the control record."""
    async with world.customer(profile=LIN) as page:
        claim = await queued(world, page)
        await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        whole = (await agent.get(f"/api/conversations/{page.conversation}")).json()["events"]
        async with world.desk(agent, open=[{"conversation": page.conversation, "since": whole[2]["seq"]}]) as desk:
            await desk.until("control", conversation=page.conversation)

    assert desk.events() == whole[3:]
    assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))


async def test_an_agents_words_need_the_epoch_of_now_and_are_taken_once(world: World, agent: httpx.AsyncClient) -> None:
    """`stale` for words written before control moved; the first ack again for a resend."""
    async with world.customer(profile=WANG) as page, world.desk(agent) as desk:
        claim = await queued(world, page)
        answer = await agent.post(f"/api/conversations/{page.conversation}/claim", json=claim)
        words = {"conversation": page.conversation, "kind": "text", "text": "您好"}
        await desk.tell("send", client_id="a0", epoch=claim["epoch"], **words)
        stale = await desk.until("nack")
        epoch = answer.json()["control"]["epoch"]
        await desk.tell("send", client_id="a1", epoch=epoch, **words)
        first = await desk.until("ack")
        await desk.tell("send", client_id="a1", epoch=epoch, **words)
        second = await desk.until("ack")

    assert (stale["code"], first) == ("stale", second)


async def test_a_desk_streams_so_many_conversations_and_no_more(tmp_path: Path, store_url: str) -> None:
    """Shutting one makes room for another; the desk stays connected."""
    async with hub(tmp_path, store_url, limits=Limits(open_conversations=1)) as world:
        browser = await world.colleague()
        async with (
            world.customer(profile=LIN) as lin,
            world.customer(profile=WANG) as wang,
            world.desk(browser) as desk,
        ):
            await queued(world, lin)
            await queued(world, wang)
            await desk.tell("open", conversation=lin.conversation, since=0)
            await desk.until("control", conversation=lin.conversation)
            await desk.tell("open", conversation=wang.conversation, since=0)
            refused = await desk.until("error")
            await desk.tell("shut", conversation=lin.conversation)
            await desk.tell("open", conversation=wang.conversation, since=0)
            await desk.until("control", conversation=wang.conversation)
        await browser.aclose()

    assert refused["code"] == "too_much"
