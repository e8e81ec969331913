"""``python -m bot.hub.serve``: one hub process with the real parts, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import sys

from bot.hub.process import serve
from bot.kernel.errors import JiezhuError
from bot.runtime import logs, secrets, settings, wiring
from bot.runtime.settings import Settings


def main() -> None:
    """Read the settings, build the parts, serve. What is not fit at the start ends it with one sentence."""
    try:
        knobs = settings.load()
        logs.configure(knobs.log_level)
        asyncio.run(_serve(knobs))
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        sys.exit(1)


async def _serve(knobs: Settings) -> None:
    async with wiring.hub_services(knobs, secrets.load(knobs.var)) as services:
        await serve(services)


if __name__ == "__main__":
    main()
