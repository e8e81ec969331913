"""What a running hub tells about itself: figures, readiness, and log lines that hold ids and no words."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from support.conversations import LIN
from support.hub_world import World, engine_is_down, hub

from bot.adapters.metered import timed_engine, timed_store
from bot.adapters.redis_connect import connect
from bot.adapters.store import RedisConversationStore
from bot.handoff import levels
from bot.runtime import logs

PHONE = "13812345678"
TOKEN = "the token of the figures"


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A hub whose parts are timed as the wiring times them."""
    async with hub(tmp_path, store_url) as opened:
        parts = opened.house.parts
        parts.meter = opened.metrics
        parts.store = timed_store(parts.store, opened.metrics)
        parts.engine = timed_engine(parts.engine, opened.metrics)
        opened.metrics.before_scrape(lambda: levels.look(parts), levels.LEVELS)
        opened.metrics_token = TOKEN
        yield opened


async def figures(world: World, **options: str) -> httpx.Response:
    """What the staff port says to a reader on this machine."""
    async with httpx.AsyncClient(trust_env=False) as reader:
        return await reader.get(f"http://{world.staff}/metrics", headers=options)


async def settled(world: World) -> None:
    """Everything that was set off is done."""
    await world.conversations.background.drain()


async def test_a_turn_and_a_call_for_a_person_are_in_the_figures(world: World) -> None:
    """Messages, the turn, the handoff, the queue, the sockets, the store."""
    async with world.customer(profile=LIN) as page:
        await page.say("我的快递呢", "m1")
        await page.until_event("text", text="答：我的快递呢")
        await page.say("转人工", "m2")
        await world.wait_until_queued(page.conversation)
        await page.tell("send", client_id="m3", kind="text", text="  ")
        await page.until("nack")
        await settled(world)
        told = (await figures(world)).text

    assert 'jiezhu_events_total{actor="customer",kind="text"} 2.0' in told
    assert 'jiezhu_turn_seconds_count{outcome="answered"} 1.0' in told
    assert 'jiezhu_answer_wait_seconds_count{outcome="answered"} 1.0' in told
    assert 'jiezhu_handoffs_total{reason="asked"} 1.0' in told
    assert 'jiezhu_sockets{audience="customer"} 1.0' in told
    assert 'jiezhu_acks_total{audience="customer"} 2.0' in told
    assert 'jiezhu_nacks_total{audience="customer",code="bad_input"} 1.0' in told
    assert 'jiezhu_queue_length{group="service"} 1.0' in told
    assert 'jiezhu_part_up{part="engine"} 0.0' in told
    assert 'jiezhu_part_up{part="store"} 1.0' in told
    assert re.search(r'jiezhu_store_call_seconds_count\{call="commit",outcome="ok"\} [1-9]', told)
    assert page.conversation not in told


async def test_a_turn_without_an_answer_and_one_too_late_are_told_apart(world: World) -> None:
    """Failed: a person was called. Suppressed: one had taken over before the answer came."""
    async with world.customer(profile=LIN) as page:
        world.house.engine.gate.clear()
        await page.say("我的快递呢", "m1")
        await world.house.engine.reached.wait()
        await page.say("转人工", "m2")
        world.house.engine.gate.set()
        await settled(world)
        await page.tell("leave_queue", client_id="m3")
        await page.until("ack", client_id="m3")
        world.house.engine.down = True
        await page.say("在吗在吗", "m4")
        await settled(world)
        told = (await figures(world)).text

    assert 'jiezhu_turn_seconds_count{outcome="suppressed"} 1.0' in told
    assert "jiezhu_suppressed_replies_total 1.0" in told
    assert 'jiezhu_turn_seconds_count{outcome="failed"} 1.0' in told
    assert 'jiezhu_engine_call_seconds_count{call="turn",outcome="failed"} 1.0' in told


async def test_the_figures_are_nowhere_on_the_customers_side(world: World) -> None:
    """Not even with the token."""
    async with httpx.AsyncClient(trust_env=False) as reader:
        answer = await reader.get(f"http://{world.public}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 404
    assert "jiezhu_" not in answer.text


async def test_what_a_proxy_passes_on_needs_the_token(world: World) -> None:
    """A staff port behind a proxy on the same machine stays shut."""
    outside = {"X-Forwarded-For": "203.0.113.7"}
    refused = await figures(world, **outside)
    allowed = await figures(world, **outside, Authorization=f"Bearer {TOKEN}")

    assert (refused.status_code, allowed.status_code) == (404, 200)
    assert allowed.headers["content-type"].startswith("text/plain; version=")


async def test_a_store_that_is_away_leaves_the_figures_readable(world: World) -> None:
    """What cannot be read is left out; the rest is what one needs now."""

    nobody = connect("redis://127.0.0.1:1/0")
    world.checks["store"] = engine_is_down
    world.house.parts.store = timed_store(RedisConversationStore(nobody, world.clock), world.metrics)
    answer = await figures(world)
    await nobody.aclose()

    assert answer.status_code == 200
    assert 'jiezhu_part_up{part="store"} 0.0' in answer.text
    assert "jiezhu_queue_length{" not in answer.text


async def test_a_hub_that_stops_is_not_ready_from_the_first_moment(world: World) -> None:
    """On both sides, while it still serves; alive it is to the end."""
    assert world.running
    async with httpx.AsyncClient(trust_env=False) as prober:
        before = [(await prober.get(f"http://{side}/ready")).status_code for side in (world.public, world.staff)]
        world.running.drain()
        after = [await prober.get(f"http://{side}/ready") for side in (world.public, world.staff)]
        alive = await prober.get(f"http://{world.public}/health")
        page = await prober.get(f"http://{world.public}/chat")

    assert before == [200, 200]
    assert [(answer.status_code, answer.json()) for answer in after] == [(503, {"ok": False, "parts": {}})] * 2
    assert (alive.status_code, page.status_code) == (200, 200)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_turns_lines_carry_one_id_and_no_word_of_the_customer(
    world: World, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    """From the page's own id to the end of the turn, an engine that fails included."""
    logs.configure("info", form, world.metrics.line_written)
    words = f"我叫林晓，电话{PHONE}，快递到哪了"
    async with world.customer(profile=LIN) as page:
        await page.say(words, "m_81")
        await page.until_event("text", text=f"答：{words}")
        world.house.engine.down = True
        await page.say(f"{words}啊", "m_82")
        await world.wait_until_queued(page.conversation)
        await settled(world)
        told = (await figures(world)).text
    logs.configure("error")
    printed = capfd.readouterr()
    lines = [line for line in (printed.out + printed.err).splitlines() if "turn." in line]

    traces = [re.search(r"t_[0-9a-z]{26}", line) for line in lines]
    found = [trace[0] for trace in traces if trace]
    assert len(found) == len(lines) == 4
    assert found[0] == found[1] != found[2] == found[3]
    assert found == [request.turn.turn_id for request in world.house.engine.asked for _ in range(2)]
    assert all(page.conversation in line for line in lines)
    assert "m_81" in lines[0]
    assert not re.search(f"{PHONE}|林晓|快递", printed.out + printed.err)
    assert 'jiezhu_log_lines_total{level="info"}' in told
    if form == "json":
        ended = json.loads(lines[1])
        assert (ended["event"], ended["outcome"], ended["trace"]) == ("turn.ended", "answered", found[0])


async def test_sockets_are_counted_out_again(world: World) -> None:
    """A page that is closed is gone from the figures."""
    async with world.customer(profile=LIN):
        during = (await figures(world)).text
    await world.connections_gone()
    async with asyncio.timeout(5):
        while 'jiezhu_sockets{audience="customer"} 0.0' not in (await figures(world)).text:
            await asyncio.sleep(0.01)

    assert 'jiezhu_sockets{audience="customer"} 1.0' in during
