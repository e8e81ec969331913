"""``jiezhu chat``: talk to the running hub as a demo customer, by hand or from a file."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import console
from bot.cli.chat_client import ChatClient, Event, offers_of
from bot.kernel.errors import SettingError
from bot.runtime import health
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings
from bot.runtime.signing import sign

DEFAULT_CUSTOMER = "u1001"
"""The demo customer with one parcel late in transit and one order signed three days ago."""

_SPEAKERS = {
    "customer": ("我", "bold cyan"),
    "bot": ("小接", "green"),
    "agent": ("坐席", "yellow"),
    "system": ("·", "dim"),
}
"""How the terminal names who speaks, and in which style."""


def chat(
    customer: Annotated[str, typer.Option(help="Demo customer to be. 以哪位演示顾客的身份聊天。")] = DEFAULT_CUSTOMER,
    script: Annotated[
        Path | None, typer.Option(help="Play a file of customer lines, one a line. 逐行播放顾客的话，输出 JSON 行。")
    ] = None,
) -> None:
    """Chat with the running assistant as a customer. 以顾客身份和小接聊天。

    A line that equals a button's title presses it; #1, #2 … press the first, second … choice offered last; [转人工]
    and [返回智能助手] are the buttons of those names. In a script, blank lines and comments (# and a space) are
    skipped, each line waits for its answer, and what was said is printed as JSON lines: seq, actor, kind, text, data.
    """
    with console.one_sentence():
        knobs, keys = console.load()
        if script is not None:
            asyncio.run(play(knobs, keys, customer, script_lines(read_script(script))))
        else:
            asyncio.run(talk(knobs, keys, customer))


def script_lines(text: str) -> Iterator[str]:
    """The customer's lines of a script: without blank lines and comments (``#`` that is not a choice like ``#1``)."""
    for line in text.lstrip("\ufeff").splitlines():
        line = line.strip()
        if line and not (line.startswith("#") and not line[1:].isdigit()):
            yield line


def as_json(event: Event) -> str:
    """One event as a line of the printed conversation."""
    shown: dict[str, Any] = {
        "seq": event["seq"],
        "actor": event["actor"]["kind"],
        "kind": event["kind"],
        "text": event.get("text") or "",
        "data": event.get("data") or {},
    }
    return json.dumps(shown, ensure_ascii=False)


async def play(knobs: Settings, keys: Secrets, customer: str, lines: Iterator[str]) -> None:
    """Send the lines one by one and print what was said as JSON lines.

    Raises:
        HubUnreachable, NotSignedIn: there is nobody to talk to.
    """
    async with _client(knobs, keys, customer, on_event=lambda _event: None) as client:
        if client.control.get("state") == "waiting":
            # Left over from an earlier run: a script begins with the bot.
            _print_all(await client.exchange("[返回智能助手]"))
        for line in lines:
            _print_all(await client.exchange(line))


async def talk(knobs: Settings, keys: Secrets, customer: str) -> None:
    """Chat by hand until the end of the input.

    Raises:
        HubUnreachable, NotSignedIn: there is nobody to talk to.
    """
    terminal = sys.stdin.isatty()
    async with _client(knobs, keys, customer, on_event=lambda event: _show(event, terminal=terminal)) as client:
        console.out.print("已连接。直接输入要说的话，按钮可以输入标题或 #1、#2;Ctrl-D 结束。", style="dim")
        lines = _stdin_lines()
        listening = asyncio.ensure_future(client.listen()) if terminal else None
        while (line := await _next_line(lines, listening)) is not None:
            if not line:
                continue
            if terminal:
                await client.say(line)
            else:
                console.out.print(f"我：{line}", markup=False)
                await client.exchange(line)
        if listening is not None:
            listening.cancel()


async def _next_line(lines: asyncio.Queue[str | None], listening: asyncio.Future[None] | None) -> str | None:
    """The next line, or ``None`` at the end; raises what ended the listening."""
    reading = asyncio.ensure_future(lines.get())
    awaited: set[asyncio.Future[Any]] = {reading, listening} if listening else {reading}
    await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
    if listening is not None and listening.done():
        reading.cancel()
        listening.result()
    return await reading


def _client(knobs: Settings, keys: Secrets, customer: str, *, on_event: Any) -> ChatClient:
    address = console.shop_address(knobs)
    name, level = _known(address, customer)
    token = sign(knobs, keys, customer, name=name, level=level)
    url = f"{address.replace('http', 'ws', 1)}/ws/chat"
    return ChatClient(url, origin=address, token=token, on_event=on_event)


def _known(address: str, customer: str) -> tuple[str, str]:
    """Name and level of a demo customer; the id for a name where the demo shop is off or does not know them."""
    try:
        _, said = health.ask(f"{address}/demo/customers")
    except OSError:
        return customer, ""
    known = {str(item["id"]): (str(item["name"]), str(item["level"])) for item in said.get("customers", [])}
    return known.get(customer, (customer, ""))


def read_script(script: Path) -> str:
    """The text of a script.

    Raises:
        SettingError: it cannot be read.
    """
    try:
        return script.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"脚本 {script} 读不出来：{error}。需要 UTF-8 文本，一行一句。") from error


def _print_all(events: list[Event]) -> None:
    for event in events:
        sys.stdout.write(as_json(event) + "\n")
    sys.stdout.flush()


def _show(event: Event, *, terminal: bool) -> None:
    kind = event["actor"]["kind"]
    if kind == "customer":
        return
    who, style = _SPEAKERS.get(kind, ("·", "dim"))
    name = event["actor"].get("name") or who
    console.out.print(f"{name if kind != 'system' else who}:{event.get('text') or ''}", style=style, markup=False)
    for place, offer in enumerate(offers_of(event), start=1):
        console.out.print(f"   #{place} {offer.title}", style="dim" if terminal else "", markup=False)


def _stdin_lines() -> asyncio.Queue[str | None]:
    """Standard input line by line, ``None`` at its end; a thread, because a file cannot be awaited."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str | None]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return lines
