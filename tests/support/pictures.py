"""Customers who send pictures to a hub, and look at them again."""

from __future__ import annotations

from typing import Any

import httpx
from support.hub_world import Page, World

from bot.adapters.evidence_allowance import HourlyEvidence
from bot.adapters.evidence_files import EvidenceFiles

NOWHERE = "i_01m8060f7v1yny5399ct1d0xh2"


def with_real_pictures(served: World) -> World:
    """The hub with the product's own pictures on the disk and count of an hour."""
    parts = served.house.parts
    parts.evidence = EvidenceFiles(served.settings.evidence_folder, served.clock)
    parts.evidence_allowance = HourlyEvidence(served.house.redis, per_hour=served.settings.evidence_per_hour)
    return served


def page_of(world: World, session: str = "") -> httpx.AsyncClient:
    """The customer's page, as far as it speaks HTTP."""
    headers = {"origin": f"http://{world.public}"} | ({"authorization": f"Bearer {session}"} if session else {})
    return httpx.AsyncClient(base_url=f"http://{world.public}", headers=headers, trust_env=False, timeout=20)


async def send(world: World, page: Page, body: bytes, client_id: str = "p1", **headers: str) -> httpx.Response:
    """Send a picture as this customer."""
    async with page_of(world, page.welcome["session"]) as browser:
        return await browser.post("/evidence", params={"client_id": client_id}, content=body, headers=headers)


async def look(world: World, page: Page, evidence: str, size: str = "") -> httpx.Response:
    """Ask for a picture as this customer."""
    async with page_of(world, page.welcome["session"]) as browser:
        return await browser.get(f"/evidence/{evidence}{size}")


async def staff_events(world: World, page: Page) -> list[dict[str, Any]]:
    """The log."""
    return await world.conversations.events(page.conversation, since=0, audience="staff")
