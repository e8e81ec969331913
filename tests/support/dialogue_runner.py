"""Plays a conversation file on the running product and tells where it went another way."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import httpx
from redis.asyncio import Redis
from support.asked_twice import asked_in_vain
from support.desk import Desk
from support.dialogue_file import BURST, PICTURE, Dialogue, Expectation, Step
from support.photos import photo
from support.stack import Stack

from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_file import write_file
from bot.adapters.demo_shop_seed import stock_of
from bot.cli.chat_client import ChatClient, Event, Pace
from bot.commerce.days import shop_day
from bot.kernel.clock import SystemClock, from_ms
from bot.kernel.ids import new_id
from bot.runtime.settings import Settings
from bot.runtime.signing import sign

AGENT, SUPERVISOR = "xiaolin", "zhuguan"

QUIET_S = 0.25
"""Silence after which nothing more is said: what belongs together arrives together, in one step of the store."""

_ORDER = re.compile(r"\{订单 (\w+) (\w+)(?: (\d+))?\}")


async def play(stack: Stack, dialogue: Dialogue) -> None:
    """Play all steps on an empty store; messages are joined, as the product does, only where the file sends bursts.

    Raises:
        AssertionError: something was not as the file says; the message shows the step and everything said in it.
    """
    with stack.hub_with(burst_gap_s=Settings.burst_gap_s) if dialogue.has_bursts else nullcontext():
        await _play(stack, dialogue)


async def _play(stack: Stack, dialogue: Dialogue) -> None:
    async with Redis.from_url(stack.settings.store_url) as redis:
        await redis.flushall()
    _open_shop_anew(stack)
    token = ""
    if dialogue.customer:
        token = sign(stack.settings, stack.secrets, dialogue.customer, name="林晓", level="金卡会员")
    client = ChatClient(
        stack.chat_url, origin=stack.shop_url, token=token, on_event=lambda _event: None, pace=Pace(quiet=QUIET_S)
    )
    agent = Desk(stack.desk_url, AGENT, stack.password(AGENT))
    supervisor = Desk(stack.desk_url, SUPERVISOR, stack.password(SUPERVISOR))
    async with client, agent, supervisor:
        for place, step in enumerate(dialogue.steps, start=1):
            before = max(client.events, default=0)
            said = await _do(stack, client, agent, step)
            wrong = check(step, said)
            wrong += _check_inside(step, client, await supervisor.look(client.conversation), before)
            assert not wrong, report(place, step, said, wrong)
        seen = await supervisor.look(client.conversation)
        assert not asked_in_vain(seen["events"]), f"客户说过的又问了:{asked_in_vain(seen['events'])}"


def _open_shop_anew(stack: Stack) -> None:
    """Undo what earlier conversations had done in the shop; whoever reads the file opens it anew for each answer."""
    today = shop_day(from_ms(SystemClock().now_ms()))
    write_file(stack.settings.shop_file, stock_of(today), today)


async def _do(stack: Stack, client: ChatClient, agent: Desk, step: Step) -> Sequence[Event]:
    before = set(client.events)
    conversation = client.conversation
    if step.deed in {"客户", "按"}:
        line = await _with_orders(stack, step.words)
        typed = step.deed == "客户"
        pressed = line if typed or line.startswith("#") else f"[{line}]"
        if not typed and client.offered(pressed) is None and line not in {"转人工", "返回智能助手"}:
            raise AssertionError(f"没有叫“{line}”的按钮,有的是:{'、'.join(offer.title for offer in client.offers)}")
        said = await client.exchange(pressed, as_text=typed)
        return [event for event in said if _speaks(event) != "customer"]
    if step.deed == PICTURE:
        await _send_picture(stack, client, colour=str(step.words))
        return [event for seq, event in client.events.items() if seq not in before and _speaks(event) != "customer"]
    if step.deed == BURST:
        sent = [await client.say(await _with_orders(stack, line), as_text=True) for line in step.words]
        await client.settle(sent[-1])
        return [event for seq, event in client.events.items() if seq not in before and _speaks(event) != "customer"]
    if step.deed == "坐席接入":
        await agent.claim(conversation)
    elif step.deed == "坐席说":
        await agent.say(conversation, await _with_orders(stack, step.words))
    else:
        note, next_ = str(step.words.get("备注", "")), str(step.words.get("之后", "bot"))
        await agent.resolve(conversation, result=str(step.words["结果"]), note=note, next_=next_)
    await client.rest()
    return [event for seq, event in client.events.items() if seq not in before]


async def _send_picture(stack: Stack, client: ChatClient, *, colour: str) -> None:
    """Send a photo of one colour as the page does, over HTTP."""
    client_id = new_id("m", time.time_ns() // 1_000_000)
    headers = {"authorization": f"Bearer {client.session}", "origin": stack.shop_url}
    async with httpx.AsyncClient(base_url=stack.shop_url, headers=headers, trust_env=False, timeout=20) as page:
        answer = await page.post("/evidence", params={"client_id": client_id}, content=photo(colour=colour))
    assert answer.status_code == 200, answer.text
    await client.sent_elsewhere(client_id, int(answer.json()["seq"]))


def _speaks(event: Event) -> str:
    return str(event["actor"]["kind"])


async def _with_orders(stack: Stack, text: str) -> str:
    """The text with each ``{订单 u1001 in_transit}`` replaced by that customer's newest order in that state."""
    shop = DemoShop(stack.settings.shop_file, SystemClock())
    try:
        for match in list(_ORDER.finditer(text)):
            numbers = [order.order_id for order in await shop.orders(match[1]) if order.status.value == match[2]]
            assert len(numbers) > int(match[3] or 0), f"{match[1]} 没有状态为 {match[2]} 的订单"
            text = text.replace(match[0], numbers[int(match[3] or 0)])
    finally:
        await shop.close()
    return text


def check(step: Step, said: Sequence[Event]) -> list[str]:
    """What is not as expected in the events of a step: each expectation needs an event after the one before."""
    wrong = []
    rest = list(said)
    for wanted in step.expects:
        place = next((place for place, event in enumerate(rest) if fits(wanted, event)), None)
        if place is None:
            wrong.append(f"没有等到:{describe(wanted)}")
        else:
            rest = rest[place + 1 :]
    spoken = [str(event.get("text") or "") for event in said]
    wrong += [f"不该出现“{word}”" for word in step.never if any(word in text for text in spoken)]
    return wrong


def fits(wanted: Expectation, event: Event) -> bool:
    """Whether an event is the one expected."""
    text, data = str(event.get("text") or ""), event.get("data") or {}
    titles = [button["title"] for button in data.get("buttons", [])]
    return (
        wanted.speaker in {"", _speaks(event)}
        and wanted.kind in {"", event["kind"]}
        and wanted.code in {"", data.get("code")}
        and all(word in text for word in wanted.contains)
        and not any(word in text for word in wanted.lacks)
        and re.search(wanted.pattern, text) is not None
        and all(title in titles for title in wanted.buttons)
        and is_part(wanted.data, data)
    )


def is_part(wanted: Any, found: Any) -> bool:
    """Whether everything wanted is there: mappings and lists may hold more, lists in any order."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and is_part(value, found[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(found, list) and all(any(is_part(item, other) for other in found) for item in wanted)
    return bool(wanted == found)


def _check_inside(step: Step, client: ChatClient, seen: Mapping[str, Any], before: int) -> list[str]:
    """What staff see of the events after ``before``: state, reason of the handoff, intent, emotion."""
    wrong = []
    if step.state and client.control["state"] != step.state:
        wrong.append(f"状态应该是 {step.state},实际是 {client.control['state']}")
    if step.reason and seen["control"]["reason"] != step.reason:
        wrong.append(f"转人工原因应该是 {step.reason},实际是 {seen['control']['reason'] or '没有'}")
    inside = [event["staff"] for event in seen["events"] if event["seq"] > before and event.get("staff")]
    intents = [staff["parse"]["intent"] for staff in inside if "parse" in staff]
    if step.intent and step.intent not in intents:
        wrong.append(f"意图应该是 {step.intent},实际是 {'、'.join(intents) or '没有问引擎'}")
    answers = [staff["answers"] for staff in inside if "answers" in staff]
    if step.deed == BURST and len(answers) > 1:
        wrong.append(f"连发的话应该一次答完,实际分成了 {len(answers)} 次:{answers}")
    emotions = [staff["reading"]["emotion"] for staff in inside if "reading" in staff]
    if step.emotion and step.emotion not in emotions:
        wrong.append(f"情绪应该是 {step.emotion},实际是 {'、'.join(emotions) or '没有'}")
    return wrong


def describe(wanted: Expectation) -> str:
    """An expectation in words."""
    parts = {
        "谁": wanted.speaker,
        "类型": wanted.kind,
        "代号": wanted.code,
        "包含": "、".join(wanted.contains),
        "不含": "、".join(wanted.lacks),
        "匹配": wanted.pattern,
        "按钮": "、".join(wanted.buttons),
        "数据": dict(wanted.data) or "",
    }
    return ",".join(f"{name} {value}" for name, value in parts.items() if value)


def report(place: int, step: Step, said: Sequence[Event], wrong: Sequence[str]) -> str:
    """The step, what was wrong, and everything that was said in it."""
    heard = [f"    {event['actor']['kind']}:{event['kind']} {event.get('text') or ''}" for event in said]
    return "\n".join(
        [
            f"第 {place} 步 {step.deed}:{step.words}",
            *(f"  ✗ {one}" for one in wrong),
            "  实际:",
            *(heard or ["    (没有)"]),
        ]
    )
