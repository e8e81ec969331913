"""Runs the action server: ``python -m actions.serve``. The engine is its one caller."""

from __future__ import annotations

import logging
import socket
import sys

from actions.server import App, create_app
from actions.services import Services, build
from bot.kernel.errors import SettingError
from bot.runtime import logs, secrets, settings
from bot.runtime.metrics import Metrics

log = logging.getLogger("jiezhu.actions")


def main() -> int:
    """Serve until told to stop (SIGTERM or Ctrl-C); 1 with one sentence when a setting or the port is not fit."""
    try:
        knobs = settings.load()
        keys = secrets.load(knobs.var)
        metrics = Metrics("actions")
        logs.configure_standard(knobs.log_level, knobs.log_format, metrics.line_written)
        listener = _listen(knobs.actions_host, knobs.actions_port)
        services = build(knobs, keys)
    except SettingError as error:
        print(error.message, file=sys.stderr)  # noqa: T201  (there may be no log yet)
        return 1
    app = create_app(services, keys.actions_token, metrics=metrics, metrics_token=keys.metrics_token)
    _say_when(app, services, knobs.actions_port)
    app.run(sock=listener, single_process=True, access_log=False, motd=False)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise SettingError(
            f"动作服务的端口 {port} 用不了，可能被别的程序占用。请换一个 JIEZHU_ACTIONS_PORT。", port=port
        ) from error
    return listener


def _say_when(app: App, services: Services, port: int) -> None:
    async def ready(_: App) -> None:
        log.info("server.ready port=%d", port)

    async def stopped(_: App) -> None:
        await services.shop.close()
        await services.carrier.close()
        log.info("server.stopped")

    app.after_server_start(ready)
    app.after_server_stop(stopped)


if __name__ == "__main__":
    sys.exit(main())
