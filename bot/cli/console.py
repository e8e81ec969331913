"""What every command shares: settings or one clear sentence, addresses, and the two ways of printing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

import typer
from rich.console import Console

from bot.kernel.errors import JiezhuError
from bot.runtime import secrets, settings
from bot.runtime.settings import Settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextlib.contextmanager
def one_sentence() -> Iterator[None]:
    """Turn our own errors into one sentence on standard error and exit code 1."""
    try:
        yield
    except JiezhuError as error:
        err.print(f"✗ {error.message}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


def load() -> tuple[Settings, secrets.Secrets]:
    """Settings and secrets of this installation.

    Raises:
        SettingError: a setting or the secrets file is wrong.
    """
    knobs = settings.load()
    return knobs, secrets.load(knobs.var)


def shop_address(knobs: Settings) -> str:
    """The customers' side as a browser on this machine reaches it."""
    return f"http://{_reachable(knobs.public_host)}:{knobs.public_port}"


def desk_address(knobs: Settings) -> str:
    """The staff side as a browser on this machine reaches it."""
    return f"http://{_reachable(knobs.staff_host)}:{knobs.staff_port}"


def is_web_address(text: str) -> bool:
    """Whether the text is an http(s) address with a host."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
