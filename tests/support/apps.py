"""Somebody's app at a hub: how it is signed in, and what is seen of its conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from support.conversations import LIN
from support.hub_world import World

from bot.client import JiezhuClient, Pace
from bot.handoff.people import CustomerProfile

BRISK = Pace(first_s=0.01, most_s=0.05)


def client(world: World, **who: Any) -> JiezhuClient:
    """Somebody's app."""
    return JiezhuClient(f"http://{world.public}", pace=BRISK, **who)


def signed(world: World, profile: CustomerProfile = LIN) -> str:
    """The shop's word on who it is."""
    return world.customer_tokens.sign(profile)


async def staff_events(world: World, conversation: str, kind: str) -> list[dict[str, Any]]:
    """Events of a kind as staff see them."""
    events = await world.conversations.events(conversation, since=0, audience="staff")
    return [event for event in events if event["kind"] == kind]


async def codes(world: World, conversation: str) -> list[str]:
    """The notices the customer was told."""
    events = await world.conversations.events(conversation, since=0, audience="customer")
    return [event["data"]["code"] for event in events if event["kind"] == "notice"]


async def first(chat: JiezhuClient, *, until: str) -> AsyncIterator[Any]:
    """Events up to one with these words."""
    async for event in chat.events():
        yield event
        if event.text == until:
            return
