"""Customers who write several messages in a row, and what is seen of the bot meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from support.conversations import LIN, House

from bot.handoff.core import Times
from bot.handoff.ports import BotMessage
from bot.kernel.clock import FixedClock

TIMES = Times()
PAUSE = 200
"""Milliseconds between two messages of a burst."""


class Announced:
    """Wake-ups that only remember what was announced; what was announced, the worker has looked at."""

    def __init__(self) -> None:
        self.frames: list[Mapping[str, Any]] = []
        self.came = asyncio.Event()

    async def ephemeral(self, conversation: str, frame: Mapping[str, Any]) -> None:
        """Remember a frame."""
        self.frames.append(frame)
        self.came.set()


async def writes(house: House, clock: FixedClock, conversation: str, *lines: str) -> list[int]:
    """The customer's messages one after the other, without waiting for an answer; their places in the log."""
    seqs = []
    for line in lines:
        clock.advance(milliseconds=PAUSE)
        ack = await house.service.customer_says(conversation, client_id=f"m{clock.now_ms()}", text=line)
        seqs.append(ack.seq)
    return seqs


async def silence(house: House, clock: FixedClock, ms: int = TIMES.burst_gap) -> None:
    """The customer is quiet; whatever is due after that time is done."""
    clock.advance(milliseconds=ms)
    await house.service.sweep.run_once()
    await house.service.background.drain()


async def offered(house: House, clock: FixedClock, payload: str) -> tuple[str, str]:
    """A conversation in which the bot has offered a button, and the button's id."""
    button = {"title": "按我", "payload": payload}
    house.engine.answers["菜单"] = [BotMessage("text", "请选", {"buttons": [button]})]
    conversation = await house.service.open_for(LIN)
    await writes(house, clock, conversation, "菜单")
    await silence(house, clock)
    house.engine.asked.clear()
    events = await house.service.events(conversation, since=0, audience="customer")
    return conversation, events[-1]["data"]["buttons"][0]["id"]


def asked(house: House) -> list[str]:
    """What the engine was asked, in order."""
    return [request.turn.text or request.turn.payload for request in house.engine.asked]
