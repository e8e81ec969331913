"""``jiezhu run``: everything, in the foreground, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

from rich.text import Text

from bot.cli import console
from bot.cli.train import train_if_stale
from bot.commerce.days import shop_day
from bot.handoff.people import ROLE_TITLES
from bot.kernel.clock import SystemClock, from_ms
from bot.runtime import preflight, programs, run_file
from bot.runtime.policies import load as policies
from bot.runtime.secrets import Secrets
from bot.runtime.settings import ROOT, Settings
from bot.runtime.supervisor import Supervisor

if TYPE_CHECKING:
    from bot.runtime.demo_logins import DemoLogin

_COLOURS = {"store": "magenta", "actions": "yellow", "engine": "green", "hub": "cyan", "jiezhu": "bold"}
_printing = threading.Lock()


def run() -> None:
    """Start everything: store, engine, actions, hub. 启动全部服务，Ctrl-C 停止。"""
    with console.one_sentence():
        knobs, keys = console.load()
        preflight.check_folder(knobs.var)
        with preflight.only_run(knobs.var):
            preflight.check(knobs)
            train_if_stale(knobs)
            preflight.check_yaml(ROOT)
            policies.load(shop_day(from_ms(SystemClock().now_ms())))
            _supervise(knobs, keys)


def _supervise(knobs: Settings, keys: Secrets) -> None:
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.runtime import demo_logins

    started = SystemClock().now_ms()
    ports = {port.variable: port.number for port in programs.ports(knobs)}
    logins = asyncio.run(demo_logins.ensure(knobs)) if knobs.demo else []
    supervisor = Supervisor(
        programs.stages(knobs, keys),
        on_line=show,
        say=say,
        on_change=lambda pids: run_file.write(knobs.var, run_file.RunFile(started, os.getpid(), ports, pids)),
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.request_stop()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        supervisor.start()
        if not supervisor.stopping:
            _welcome(knobs, logins)
            supervisor.watch()
        say("stopping …")
    finally:
        supervisor.stop()
        run_file.remove(knobs.var)
    say("stopped")


def _welcome(knobs: Settings, logins: list[DemoLogin]) -> None:
    say("")
    say(f"顾客页面 / customers   {console.shop_address(knobs)}/")
    say(f"坐席工作台 / agents    {console.desk_address(knobs)}/")
    for login in logins:
        password = login.password or "(密码文件已删除，需重置 / password file deleted)"
        say(f"  {ROLE_TITLES[login.role]} {login.name}   {login.username}   {password}")
    say("Ctrl-C 停止 / stops everything")
    say("")


def say(line: str) -> None:
    """A line of the supervisor's own."""
    show("jiezhu", line)


def show(name: str, line: str) -> None:
    """A line of one part, with its name in front; from any thread, never two mixed."""
    with _printing:
        prefix = Text(f"{name:<8}│ ", style=_COLOURS.get(name, ""))
        # Programs colour their own lines; on a terminal we keep that, in a file it would be noise.
        console.out.print(prefix + Text.from_ansi(line), soft_wrap=True)
