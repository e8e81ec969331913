"""The staff side's two calls about what messages mean."""

from __future__ import annotations

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import NOWHERE, World


async def test_every_intent_comes_with_a_title(agent: httpx.AsyncClient) -> None:
    """What customers can choose first, and all the others."""
    intents = (await agent.get("/api/intents")).json()["intents"]

    titles = {one["intent"]: one["title"] for one in intents}
    assert titles["ask_logistics"] == "查物流"
    assert titles["chitchat"] == "闲聊"
    assert len(titles) == len(intents)


async def test_an_agent_labels_a_message_and_everybody_who_looks_sees_it(
    world: World, agent: httpx.AsyncClient
) -> None:
    """The desk gets the event; the customer's page does not."""
    async with world.customer(profile=LIN) as page:
        seq = (await page.say("咋整啊"))["seq"]
        await page.until_event("text", text="答：咋整啊")
        await page.say("转人工", "m2")
        await world.wait_until_queued(page.conversation)
        async with world.desk(agent, open=[{"conversation": page.conversation, "since": 0}]) as desk:
            answer = await agent.post(
                f"/api/conversations/{page.conversation}/label", json={"seq": seq, "intent": "ask_logistics"}
            )
            event = await desk.until_event("label")
        await page.say("还在吗", "m3")

    assert answer.status_code == 200
    assert answer.json()["label"] == {
        "seq": [seq],
        "intent": "ask_logistics",
        "was": "test",
        "title": "查物流",
        "by": "小林",
    }
    assert (event["actor"]["name"], event["data"]["intent"]) == ("小林", "ask_logistics")
    assert "label" not in {event["kind"] for event in page.events()}
    assert [lesson.label for lesson in world.house.lessons.kept.values()] == ["ask_logistics"]


@pytest.mark.parametrize(
    "body",
    [{"seq": 1, "intent": "choose_order"}, {"seq": 99, "intent": "greet"}, {"seq": "1", "intent": "greet"}, {"seq": 1}],
)
async def test_a_label_that_makes_no_sense_is_refused(
    world: World, agent: httpx.AsyncClient, body: dict[str, object]
) -> None:
    """400 with a sentence."""
    async with world.customer(profile=LIN) as page:
        await page.say("转人工")
        await world.wait_until_queued(page.conversation)
        answer = await agent.post(f"/api/conversations/{page.conversation}/label", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


async def test_a_label_is_for_those_who_may_see_the_conversation(world: World, agent: httpx.AsyncClient) -> None:
    """A conversation with the bot is nobody's; a place that is none is not found."""
    body = {"seq": 1, "intent": "greet"}
    async with world.customer(profile=LIN) as page:
        await page.say("你好")
        hidden = await agent.post(f"/api/conversations/{page.conversation}/label", json=body)
    nowhere = await agent.post("/api/conversations/x/label", json=body)

    assert (hidden.status_code, nowhere.status_code) == (403, 404)
    assert world.house.lessons.kept == {}


async def test_labels_are_for_signed_in_staff_on_our_own_page(world: World, agent: httpx.AsyncClient) -> None:
    """401 without a session, 403 from elsewhere."""
    body = {"seq": 1, "intent": "greet"}
    async with world.browser() as stranger, world.browser(origin="https://evil.example") as elsewhere:
        elsewhere.cookies = agent.cookies
        codes = [
            (await stranger.get("/api/intents")).status_code,
            (await stranger.post(f"/api/conversations/{NOWHERE}/label", json=body)).status_code,
            (await elsewhere.post(f"/api/conversations/{NOWHERE}/label", json=body)).status_code,
        ]

    assert codes == [401, 401, 403]
