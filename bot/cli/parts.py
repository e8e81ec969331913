"""``jiezhu store``, ``engine``, ``actions``, ``hub``: one part alone in the foreground."""

from __future__ import annotations

import os

from bot.cli import console
from bot.runtime import preflight, programs, secrets


def become(name: str) -> None:
    """Check the machine and become the part: same process, same terminal, its own exit code."""
    with console.one_sentence():
        knobs, keys = console.load()
        if knobs.spread_out:
            secrets.demand_given(os.environ)
        preflight.check_folder(knobs.var)
        preflight.check_ports(knobs, part=name)
        program = programs.program(name, knobs, keys)
        os.chdir(program.folder)
    os.execve(program.command[0], program.command, dict(program.env))  # noqa: S606 - the part takes our place


def store() -> None:
    """Run the embedded store alone. 单独启动内置存储。"""
    become("store")


def engine() -> None:
    """Run the dialogue engine alone. 单独启动对话引擎。"""
    become("engine")


def actions() -> None:
    """Run the action server alone. 单独启动动作服务。"""
    become("actions")


def hub() -> None:
    """Run the hub alone. 单独启动接待中枢。"""
    become("hub")
