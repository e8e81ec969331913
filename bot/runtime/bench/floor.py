"""The floor of ``jiezhu bench relay``: what one message costs at least, with the same server and the same store.

A bare Sanic WebSocket that appends each message to a stream and sends it back. Run as a process of its own:
``python -m bot.runtime.bench.floor PORT STORE_URL``.
"""

from __future__ import annotations

import sys
from typing import Any

from redis.asyncio import Redis
from sanic import Request, Sanic, Websocket

STREAM = "bench:floor"


def floor_app(store_url: str) -> Sanic[Any, Any]:
    """The app: one route, which keeps what it hears and says it back."""
    app: Sanic[Any, Any] = Sanic("jiezhu-floor", configure_logging=False)

    @app.before_server_start
    async def connect(app: Sanic[Any, Any]) -> None:
        app.ctx.redis = Redis.from_url(store_url, decode_responses=True)

    @app.after_server_stop
    async def hang_up(app: Sanic[Any, Any]) -> None:
        await app.ctx.redis.aclose()

    async def echo(_request: Request, socket: Websocket) -> None:
        redis: Redis = app.ctx.redis
        while (text := await socket.recv()) is not None:
            await redis.xadd(STREAM, {"e": text})
            await socket.send(text)

    app.add_websocket_route(echo, "/echo")
    return app


def main() -> None:
    """Serve until told to stop, with one worker, as one hub process does."""
    port, store_url = int(sys.argv[1]), sys.argv[2]
    floor_app(store_url).run("127.0.0.1", port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
