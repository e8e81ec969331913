"""What passing a message on costs by itself, on the hub's own socket and its own line to the store.

Run it alone:  .venv/bin/python bench/bare_relay.py [--seconds 6] [--json]

Fifty pairs write to each other through a relay that reads a frame, appends it to a log, acknowledges it and sends it to
both sides, and knows nothing else; then fifty connections write to the floor of ``jiezhu bench relay``. What the hub
takes beyond the first figure is what it does for a message besides passing it on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import uvloop
from sanic import HTTPResponse, Request, Sanic, Websocket
from sanic.response import text as text_response

from bot.adapters.redis_connect import connect
from bot.hub.wire import HubProtocol
from bot.runtime import programs
from bot.runtime.bench.house import House
from bot.runtime.bench.machine import cpu_s
from bot.runtime.bench.stand import free_port
from bot.runtime.bench.talk import LINES
from bot.runtime.bench.wire import Wire, dial
from bot.runtime.health import http_health
from bot.runtime.processes import Process, Program
from bot.runtime.settings import ROOT

PAIRS = 50
WARM_S = 1.5
LOGS = Path("var/bench")

Sides = dict[tuple[str, str], Any]


def relay_app(store_url: str) -> Sanic[Any, Any]:
    """The relay: ``/talk?pair=N&side=a`` is one side of a pair."""
    app: Sanic[Any, Any] = Sanic("jiezhu-bare-relay", configure_logging=False)
    sides: Sides = {}

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.redis = connect(store_url)

    async def talk(request: Request, socket: Websocket) -> None:
        own: Any = socket
        pair, side = str(request.args.get("pair")), str(request.args.get("side"))
        sides[pair, side] = own
        while (text := await own.recv()) is not None:
            frame = orjson.loads(text)
            seq = await request.app.ctx.redis.xadd(f"bench:talk:{pair}", {"e": text})
            event = orjson.dumps({"t": "event", "event": frame})
            own.put(orjson.dumps({"t": "ack", "client_id": frame["client_id"], "seq": seq}))
            own.put(event)
            if (other := sides.get((pair, "b" if side == "a" else "a"))) is not None:
                other.put(event)

    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        return text_response("ok")

    app.add_websocket_route(talk, "/talk")
    return app


class Talk:
    """One lane of the load: sends the next line when the last one has arrived. A pair's sides take turns."""

    def __init__(self, name: int) -> None:
        self.name = name
        self.done = 0
        self.wires: list[Wire] = []
        self._going = False
        self._wanted = ""

    def go(self, going: bool) -> None:
        """Begin, or let the line under way be the last one."""
        begins, self._going = going and not self._going, going
        if begins:
            self._say()

    def heard(self, place: int) -> Callable[[bytes], None]:
        """What the wire at that place does with a frame; only the side that did not speak counts it."""

        def on_text(raw: bytes) -> None:
            frame = json.loads(raw)
            spoke = self.done % len(self.wires)
            if len(self.wires) > 1 and (frame["t"] != "event" or place == spoke):
                return
            if frame.get("event", frame)["text"] == self._wanted:
                self.done += 1
                if self._going:
                    self._say()

        return on_text

    def _say(self) -> None:
        self._wanted = f"{LINES[(2 * self.name + self.done) % len(LINES)]}({self.name}-{self.done})"
        frame = {"t": "send", "client_id": f"m{self.done}", "kind": "text", "text": self._wanted}
        self.wires[self.done % len(self.wires)].send(orjson.dumps(frame))


async def load(port: int, paths: list[str], pid: int, seconds: float) -> dict[str, float]:
    """Messages a second and processor time a message of a server; ``paths`` are those of one lane."""
    talks = [Talk(number) for number in range(PAIRS)]
    for talk in talks:
        for place, path in enumerate(paths):
            where = path.format(pair=talk.name)
            talk.wires.append(
                await dial("127.0.0.1", port, where, on_text=talk.heard(place), on_end=lambda _code: None)
            )
    for talk in talks:
        talk.go(True)
    await asyncio.sleep(WARM_S)
    before, spent, began = sum(talk.done for talk in talks), cpu_s(pid), time.perf_counter()
    await asyncio.sleep(seconds)
    count, took = sum(talk.done for talk in talks) - before, time.perf_counter() - began
    found = {"messages_per_s": round(count / took, 1), "cpu_us": round((cpu_s(pid) - spent) / count * 1e6, 1)}
    for talk in talks:
        talk.go(False)
    return found


def measure(seconds: float) -> dict[str, float]:
    """Both, on a store of their own."""
    found: dict[str, float] = {}
    with House(LOGS) as house, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        house.start_store()
        relay = _start_relay(house)
        port = int(relay.program.command[-2])
        both = ["/talk?pair={pair}&side=a", "/talk?pair={pair}&side=b"]
        found |= runner.run(load(port, both, relay.pid, seconds))
        house.stop(relay)
        floor_port = free_port()
        floor = house.start_floor(floor_port)
        beside = runner.run(load(floor_port, ["/echo"], floor.pid, seconds))
    found |= {f"floor_{name}": value for name, value in beside.items()}
    return found | {"throughput_ratio": round(found["messages_per_s"] / found["floor_messages_per_s"], 2)}


def _start_relay(house: House) -> Process:
    port = free_port()
    command = (sys.executable, str(Path(__file__)), "--serve", str(port), house.settings.store_url)
    env = programs.environment(house.settings, house.secrets)
    health = http_health(f"http://127.0.0.1:{port}/health")
    return house.start(Program("relay", command, env, ROOT, health))


def main() -> None:
    """Measure and print; with ``--serve`` be the relay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", nargs=2, metavar=("PORT", "STORE"))
    asked = parser.parse_args()
    if asked.serve:
        port, store_url = asked.serve
        relay_app(store_url).run(
            "127.0.0.1", int(port), single_process=True, motd=False, access_log=False, protocol=HubProtocol
        )
        return
    found = measure(asked.seconds)
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
