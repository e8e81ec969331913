"""``jiezhu demo-token``: what the shop's own server would sign for one of its customers."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import console
from bot.runtime.signing import sign


def demo_token(
    customer: Annotated[str, typer.Argument(help="Customer id. 顾客编号。")] = "u1001",
    name: Annotated[str, typer.Option(help="Name the assistant and the agents see. 称呼。")] = "",
    level: Annotated[str, typer.Option(help="Membership level. 会员等级。")] = "",
) -> None:
    """Print a signed customer token, good for one sign-in. 生成一个顾客令牌（一次有效）。"""
    with console.one_sentence():
        knobs, keys = console.load()
        console.out.print(sign(knobs, keys, customer, name=name or customer, level=level), soft_wrap=True)
