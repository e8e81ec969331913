"""``jiezhu check``: everything designers write, checked in seconds without training; ``--full`` asks Rasa as well."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from actions.responses import VARIABLES
from bot.cli import console, findings_print
from bot.kernel.clock import SystemClock, from_ms, in_shop_zone
from bot.runtime.designers import full_check, project
from bot.runtime.designers.check.run import check as run
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.findings import errors


def check(
    full: Annotated[
        bool, typer.Option("--full", help="Rasa's own validation as well; a minute. 再请 Rasa 自己查一遍，约一分钟。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines. 输出 JSON。")] = False,
) -> None:
    """Check everything designers write, in seconds. 几秒钟检查例句、规则、故事、话术对不对得上。"""
    with console.one_sentence():
        started = time.monotonic()
        files = project.load(provided=VARIABLES)
        found = run(files, read_domain(files), in_shop_zone(from_ms(SystemClock().now_ms())).date())
        seconds = time.monotonic() - started
        if not as_json:
            findings_print.show(found)
            findings_print.summary(found, f"看过 {len(files.documents) + len(files.broken)} 个文件", seconds)
            if files.broken:
                console.out.print("有文件读不懂，文件之间的关系这次没有查。先改好它，再查一遍。", style="yellow")
        verdict = _ask_rasa(as_json) if full else None
        if as_json:
            rasa = {"rasa": {"ok": verdict.ok, "lines": list(verdict.lines)}} if verdict else {}
            findings_print.as_json(found, seconds, **rasa)
        if errors(found) or (verdict and not verdict.ok):
            raise typer.Exit(1)


def _ask_rasa(quiet: bool) -> full_check.Verdict:
    if not quiet:
        console.out.print("再请 Rasa 自己查一遍，大约一分钟……", style="dim")
    verdict = full_check.validate()
    if not quiet:
        for line in verdict.lines:
            console.out.print(f"  {line}", markup=False, soft_wrap=True)
        content = "✓ Rasa 能用，上面是它的提醒。" if verdict.lines else "✓ Rasa 也没有意见。"
        said, style = (content, "green") if verdict.ok else ("✗ Rasa 不接受，见上面。", "red")
        console.out.print(said, style=style)
    return verdict
