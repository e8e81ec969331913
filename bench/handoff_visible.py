"""How long from a customer's triggering message until the handoff stands on the desk.

Run it beside a running `make run`:  .venv/bin/python bench/handoff_visible.py [--count 100] [--json]

Each round a new visitor asks for a person; the clock runs from the send on the customer's socket until the desk's
socket, in this same process, has the queue with that conversation in it. The baseline is a ping and its pong on the
customer's socket in the same run: the cost of one trip through the hub that stores nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from contextlib import suppress
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bot.runtime import settings
from bot.runtime.settings import Settings


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


async def until(socket: ClientConnection, wanted: Any) -> dict[str, Any]:
    """The next frame for which ``wanted`` is true."""
    async with asyncio.timeout(15):
        while True:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if wanted(frame):
                return frame


async def sign_in(knobs: Settings) -> str:
    """A cookie of the first demo agent."""
    logins = json.loads((knobs.var / "demo-logins.json").read_text("utf-8"))
    username, password = next(iter(logins.items()))
    site = f"http://{knobs.staff_host}:{knobs.staff_port}"
    async with httpx.AsyncClient(base_url=site, headers={"origin": site}) as browser:
        answer = await browser.post("/api/login", json={"username": username, "password": password})
        answer.raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


async def one_round(knobs: Settings, desk: ClientConnection, number: int) -> tuple[float, float]:
    """Milliseconds until visible on the desk, and of the baseline trip."""
    here = f"{knobs.public_host}:{knobs.public_port}"
    async with connect(f"ws://{here}/ws/chat", subprotocols=["jiezhu.v1"], origin=f"http://{here}") as page:  # type: ignore[arg-type,list-item]
        await page.send(json.dumps({"t": "hello", "since": 0}))
        welcome = await until(page, lambda frame: frame["t"] == "welcome")
        conversation = welcome["conversation"]

        began = time.perf_counter()
        await page.send(json.dumps({"t": "ping"}))
        await until(page, lambda frame: frame["t"] == "pong")
        trip = time.perf_counter() - began

        said = {"t": "send", "client_id": f"bench-{number}", "kind": "text", "text": "转人工"}
        began = time.perf_counter()
        await page.send(json.dumps(said))
        await until(
            desk,
            lambda frame: (
                frame["t"] == "queue" and any(item["conversation"] == conversation for item in frame["items"])
            ),
        )
        visible = time.perf_counter() - began
        await page.send(json.dumps({"t": "leave_queue", "client_id": f"leave-{number}"}))
        await until(page, lambda frame: frame["t"] == "ack" and frame["client_id"] == f"leave-{number}")
        return visible * 1000, trip * 1000


async def measure(knobs: Settings, count: int) -> dict[str, float]:
    """All rounds, one after the other."""
    cookie = await sign_in(knobs)
    here = f"{knobs.staff_host}:{knobs.staff_port}"
    async with connect(
        f"ws://{here}/ws/desk",
        subprotocols=["jiezhu-desk.v1"],  # type: ignore[list-item]
        origin=f"http://{here}",  # type: ignore[arg-type]
        additional_headers={"cookie": cookie},
    ) as desk:
        await desk.send(json.dumps({"t": "hello", "open": []}))
        await until(desk, lambda frame: frame["t"] == "welcome")
        with suppress(TimeoutError):
            await one_round(knobs, desk, -1)
        rounds = [await one_round(knobs, desk, number) for number in range(count)]
    visible, trips = [one for one, _ in rounds], [two for _, two in rounds]
    return {
        "n": count,
        "visible_ms_p50": round(statistics.median(visible), 1),
        "visible_ms_p99": round(percentile(visible, 0.99), 1),
        "ping_ms_p50": round(statistics.median(trips), 1),
        "ping_ms_p99": round(percentile(trips, 0.99), 1),
        "ratio_p50": round(statistics.median(visible) / statistics.median(trips), 1),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = asyncio.run(measure(settings.load(), wanted.count))
    print(json.dumps(found) if wanted.json else "\n".join(f"{name:16} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
