"""``jiezhu stories``: a skill's dialogue as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from actions.responses import VARIABLES
from bot.cli import console
from bot.kernel.errors import BadInput, SettingError
from bot.runtime import settings
from bot.runtime.designers import project
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.drawing.graph import draw
from bot.runtime.designers.drawing.page import page
from bot.runtime.designers.drawing.svg import svg


def stories(
    skill: Annotated[str, typer.Argument(help="Name of a skill; none: all of them. 技能的文件名；不写就画全部。")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Ends in .svg or .html. 画到哪个文件（.svg 或 .html）。"),
    ] = None,
) -> None:
    """Draw a skill's dialogue as a picture. 把一个技能的对话画成图。"""
    with console.one_sentence():
        target = out or settings.load().var / "stories" / f"{skill or 'all'}.html"
        if target.suffix not in {".svg", ".html"}:
            raise BadInput(f"不会画 {target.suffix or '没有后缀的'} 文件：--out 请以 .svg 或 .html 结尾。")
        if target.suffix == ".svg" and not skill:
            raise BadInput("一张 .svg 只画一个技能：请写上技能的名字，或者用 .html 画全部。")
        pictures = _pictures(skill)
        text = page(pictures) if target.suffix == ".html" else pictures[0][1]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise SettingError(f"写不进 {target}：{error.strerror}。") from error
    console.out.print(f"画好了：{target}。用浏览器打开就能看。", markup=False, soft_wrap=True)


def _pictures(skill: str) -> list[tuple[str, str]]:
    files = project.load(provided=VARIABLES)
    if files.broken:
        first = files.broken[0]
        raise SettingError(f"{first.file} 第 {first.line} 行：{first.what}")
    domain = read_domain(files)
    names = [skill] if skill else files.skills
    return [(name, svg(draw(files, domain, name), f"技能 {name} 的对话")) for name in names]
