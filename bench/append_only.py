"""What it costs that an acknowledged message is on the disk: ``appendfsync always`` beside ``everysec``.

Run it alone:  .venv/bin/python bench/append_only.py [--count 5000] [--json]

Two stores of our own are started on free ports, alike but for that one setting, and each gets the same events in the
same run: one after the other (what a customer feels) and by fifty writers at once (what a busy shop feels). The ratios
are the figures that count.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import tempfile
import time
from pathlib import Path

from redis.asyncio import Redis

from bot.runtime.bench.stand import free_port
from bot.runtime.embedded_store import command

EVENT = "事件" * 150
"""About as long as a customer's message with its reading."""

WRITERS = 50


async def ready(redis: Redis) -> None:
    """Wait until the store answers."""
    async with asyncio.timeout(10):
        while True:
            try:
                await redis.ping()
            except (OSError, ConnectionError):
                await asyncio.sleep(0.02)
            else:
                return


async def rates(port: int, count: int) -> dict[str, float]:
    """Events a second, one after the other and by many writers."""
    async with Redis(port=port) as redis:
        await ready(redis)

        async def write(times: int, stream: str) -> None:
            for _ in range(times):
                await redis.xadd(stream, {"e": EVENT})

        began = time.perf_counter()
        await write(count // 5, "one")
        one = count // 5 / (time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.gather(*(write(count // WRITERS, f"many:{number}") for number in range(WRITERS)))
        return {"one_after_the_other": round(one, 1), "many_writers": round(count / (time.perf_counter() - began), 1)}


async def measure(fsync: str, count: int) -> dict[str, float]:
    """The rates of a store that syncs like that."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        line = [fsync if word == "always" else word for word in command(port=port, folder=Path(folder))]
        store = await asyncio.create_subprocess_exec(*line, stdout=subprocess.DEVNULL)
        try:
            return await rates(port, count)
        finally:
            store.terminate()
            await store.wait()


async def main() -> None:
    """Measure both and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=5000)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    figures = {fsync: await measure(fsync, chosen.count) for fsync in ("everysec", "always")}
    ratios = {name: round(figures["always"][name] / figures["everysec"][name], 2) for name in figures["always"]}
    if chosen.json:
        print(json.dumps({**figures, "always_over_everysec": ratios}))
        return
    for name in ratios:
        print(name.replace("_", " "))
        for fsync, found in figures.items():
            print(f"  {fsync:9} {found[name]:9,.0f} events/s")
        print(f"  ratio     {ratios[name]:9}")


if __name__ == "__main__":
    asyncio.run(main())
