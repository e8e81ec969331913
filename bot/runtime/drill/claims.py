"""Two agents reach for the same customer at the same moment, a thousand times."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx

from bot.kernel.errors import JiezhuError
from bot.runtime.drill import testimony
from bot.runtime.drill.customer import SimulatedCustomer
from bot.runtime.drill.scene import Scene
from bot.runtime.drill.testimony import Claim

_WAITING = frozenset({"queued", "offered", "parked"})
_WAIT_S = 30.0
_NOT_YET = 403


class NobodyWaits(JiezhuError):
    """Raised when a customer who asked for a person is nowhere to be claimed."""

    code, message = "nobody_waits", "要求人工的顾客没有出现在待接列表里。"


class Rival:
    """An agent who only ever claims and settles, and notes what they won."""

    def __init__(self, agent_id: str, browser: httpx.AsyncClient) -> None:
        self.notes = testimony.Agent(agent_id)
        self._browser = browser

    async def look(self, conversation: str) -> dict[str, Any] | None:
        """The control record once somebody waits there; nobody may look before."""
        answer = await self._browser.get(f"/api/conversations/{conversation}")
        if answer.status_code == _NOT_YET:
            return None
        control: dict[str, Any] = answer.raise_for_status().json()["control"]
        return control if control["state"] in _WAITING else None

    async def reach(self, conversation: str, control: dict[str, Any]) -> dict[str, Any] | None:
        """Claim; the record when it was won."""
        body = {"handoff_id": control["handoff_id"], "epoch": control["epoch"]}
        answer = await self._browser.post(f"/api/conversations/{conversation}/claim", json=body)
        if answer.status_code != 200:
            self.notes.refused_claims += 1
            return None
        self.notes.claims.append(Claim(conversation, control["handoff_id"], control["epoch"], self.notes.agent_id))
        won: dict[str, Any] = answer.json()["control"]
        return won

    async def settle(self, conversation: str, epoch: int, result: str) -> None:
        """End the matter, so that the customer may ask again."""
        body = {"epoch": epoch, "result": result, "note": "", "next": "close"}
        answer = await self._browser.post(f"/api/conversations/{conversation}/resolve", json=body)
        self.notes.resolved += answer.status_code == 200

    async def result(self) -> str:
        """A way to settle a matter."""
        code: str = (await self._browser.get("/api/results")).raise_for_status().json()["results"][0]["code"]
        return code


async def claims(scene: Scene) -> float:
    """``scene.size.claims`` races, spread over the customers; nobody sits at a desk, so that nobody is preferred."""
    left = iter(range(scene.size.claims))
    async with AsyncExitStack() as open_browsers:
        rivals = []
        for staff in scene.setting.staff[:2]:
            site = f"http://127.0.0.1:{scene.setting.place.staff_port}"
            headers = {"Origin": site, "Cookie": staff.cookie}
            browser = httpx.AsyncClient(base_url=site, headers=headers, timeout=_WAIT_S)
            rivals.append(Rival(staff.agent_id, await open_browsers.enter_async_context(browser)))
        scene.rivals = [rival.notes for rival in rivals]
        result = await rivals[0].result()

        async def races(customer: SimulatedCustomer) -> None:
            for _ in left:
                await _race(customer, rivals, result)

        await asyncio.gather(*(races(customer) for customer in scene.customers))
    return await scene.recovered()


async def _race(customer: SimulatedCustomer, rivals: list[Rival], result: str) -> None:
    await customer.connected()
    customer.ask_person()
    conversation = customer.notes.conversation
    try:
        async with asyncio.timeout(_WAIT_S):
            while (control := await rivals[0].look(conversation)) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise NobodyWaits(conversation=conversation) from None
    won = await asyncio.gather(*(rival.reach(conversation, control) for rival in rivals))
    for rival, record in zip(rivals, won, strict=True):
        if record is not None:
            await rival.settle(conversation, record["epoch"], result)
