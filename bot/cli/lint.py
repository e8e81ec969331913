"""``jiezhu lint``: every text a customer or an agent reads, checked for what must not be said (playbook H1, B3, F6)."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from actions.responses import VARIABLES
from bot.cli import findings_print
from bot.kernel.clock import SystemClock, from_ms, in_shop_zone
from bot.runtime.designers import project
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.findings import errors
from bot.runtime.designers.lint.run import lint as run
from bot.runtime.designers.texts import texts


def lint(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines. 输出 JSON。")] = False,
) -> None:
    """Check every text for what must not be said. 检查全部话术：禁用语、空许诺、变量、有效期……"""
    started = time.monotonic()
    files = project.load(provided=VARIABLES)
    domain = read_domain(files)
    found = run(files, domain, in_shop_zone(from_ms(SystemClock().now_ms())).date())
    seconds = time.monotonic() - started
    number = len(texts(files, domain))
    if as_json:
        findings_print.as_json(found, seconds, texts=number)
    else:
        findings_print.show(found)
        findings_print.summary(found, f"看过 {number} 句话", seconds)
    if errors(found):
        raise typer.Exit(1)
