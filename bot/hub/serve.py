"""``python -m bot.hub.serve``: one hub process with the real parts, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import resource
import sys

import uvloop

from bot.hub.limits import Limits
from bot.hub.process import serve
from bot.kernel.errors import JiezhuError
from bot.runtime import logs, secrets, settings, wiring
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings


def main(limits: Limits | None = None) -> None:
    """Read the settings, build the parts, serve. What is not fit at the start ends it with one sentence.

    Args:
        limits: bounds other than the usual ones; the measurements lift those on one client's pace.
    """
    try:
        knobs = settings.load()
        metrics = Metrics("hub")
        logs.configure(knobs.log_level, knobs.log_format, metrics.line_written)
        allow_many_sockets()
        # Threads that ask the SQL database share the interpreter with the loop; it must not wait 5 ms for its turn.
        sys.setswitchinterval(0.001)
        # Of Sanic's own choosing where it starts the loop itself: half again as many messages a second.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(knobs, limits, metrics))
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        sys.exit(1)


def allow_many_sockets() -> None:
    """Let this process open as many files as the machine allows: every socket is one, and the usual limit is 1024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve(knobs: Settings, limits: Limits | None, metrics: Metrics) -> None:
    async with wiring.hub_services(knobs, secrets.load(knobs.var), metrics=metrics) as services:
        await serve(services, limits)


if __name__ == "__main__":
    main()
