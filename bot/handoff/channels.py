"""Where a customer writes from (playbook A1, A3): noted on each message, and told when it is several places at once."""

from __future__ import annotations

from msgspec.structs import replace

from bot.handoff.events import notice
from bot.handoff.lines import CHANNELS, Lines
from bot.handoff.store_port import Commit

TOGETHER_MS = 2 * 3_600_000
"""Written within so long of each other, two channels are one visit; after a longer silence a new one begins."""


def noted(channel: str) -> dict[str, str]:
    """What a message keeps for staff of where it came from; empty: it is not known."""
    return {"channel": channel} if channel else {}


def on_channel(change: Commit, channel: str, lines: Lines, now_ms: int) -> Commit:
    """A change that takes a customer's message, as it is when the message came over ``channel``.

    The record keeps the channels of this visit. The first message over another one adds a line that both windows show,
    once a visit, so that customer and agents know that it is one conversation.
    """
    if not channel or change.control is None:
        return change
    before = change.expect
    known = before.channels.split() if now_ms - before.last_at <= TOGETHER_MS else []
    told = []
    if known and channel not in known:
        name = lines.say(f"channel.{channel if channel in CHANNELS else 'other'}")
        told = [notice("two_channels", lines.say("two_channels", channel=name))]
    if channel not in known:
        known.append(channel)
    channels = " ".join(known)
    if channels == before.channels:
        return change
    return replace(change, after=[*change.after, *told], control=change.control.changed(channels=channels))
