"""``GET /metrics`` on the staff port: this process's figures for Prometheus (docs/observability.md)."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from bot.hub.health import Health
from bot.hub.services import Services
from bot.kernel.errors import NotFound
from bot.kernel.peers import may_read_metrics
from bot.runtime.metrics import CONTENT_TYPE


def add_metrics(app: Sanic[Any, Any], services: Services) -> None:
    """Serve the figures, to this machine itself or to whoever has the token; for others the page is not there."""
    health: Health = app.ctx.health
    metrics = services.metrics

    async def parts() -> None:
        for name, said in (await health.look()).items():
            metrics.level("jiezhu_part_up", said == "ok", part=name)

    metrics.before_scrape(parts, ["jiezhu_part_up"])

    @app.get("/metrics")
    async def show(request: Request) -> HTTPResponse:
        if not may_read_metrics(request.ip, request.headers, services.metrics_token):
            raise NotFound("没有这个地址。")
        return raw(await metrics.exposition(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
