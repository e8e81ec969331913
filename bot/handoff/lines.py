"""The system's own lines to the customer. The words are in ``data/replies/system.yml``; the model never makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from bot.kernel.errors import SettingError

REASONS = ("asked", "anger", "threat", "safety", "misunderstood", "offered", "service", "shop_failed", "bot_failed")
"""Why a person is called; each has an opening line and a text for the desk."""

CHANNELS = ("web", "app", "mini", "wechat")
"""Channels that have a name of their own in the lines; any other is told as ``other``."""

NEEDED: dict[str, frozenset[str]] = {
    **{f"handoff_started.{reason}": frozenset() for reason in REASONS},
    "queued": frozenset({"ahead"}),
    "queued_next": frozenset(),
    "already_queued": frozenset({"ahead"}),
    "already_next": frozenset(),
    "still_waiting": frozenset({"ahead"}),
    "still_next": frozenset(),
    "queued_range": frozenset({"ahead", "low", "high"}),
    "parked_opening": frozenset(),
    "parked_opening_upset": frozenset(),
    "parked_opening_safety": frozenset(),
    "parked_closed": frozenset({"opens", "by"}),
    "parked_nobody": frozenset({"by"}),
    "parked_by_agent": frozenset({"agent", "by"}),
    "parked_late": frozenset(),
    "parked_again": frozenset({"by"}),
    "back_in_line": frozenset(),
    "waited_in_vain": frozenset(),
    "agent_joined": frozenset({"agent"}),
    "transferring": frozenset({"to"}),
    "transferred": frozenset({"agent"}),
    "agent_lost": frozenset(),
    "joined": frozenset({"agent"}),
    "taken_over": frozenset({"agent"}),
    "returned_to_bot": frozenset(),
    "left_queue": frozenset(),
    "closed": frozenset(),
    "two_channels": frozenset({"channel"}),
    "merged": frozenset(),
    **{f"channel.{channel}": frozenset() for channel in (*CHANNELS, "other")},
    **{f"reason.{reason}": frozenset() for reason in REASONS},
}
"""Every line that must be there, and the variables it may use."""


@dataclass(frozen=True)
class Result:
    """A way to resolve a handoff: its code, its title for the agent, and how the bot says it later."""

    code: str
    title: str
    promise: str


class Lines:
    """Lines by name, with variables filled in."""

    def __init__(self, texts: Mapping[str, str], results: Sequence[Result], suggestions: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self.results = list(results)
        self.suggestions = dict(suggestions)
        check(self._texts)

    def say(self, name: str, **variables: object) -> str:
        """The line of that name."""
        return self._texts[name].format(**variables)

    def say_place(self, many: str, next_: str, ahead: int) -> str:
        """The line for a place in the queue: nobody is told that 0 people are before them."""
        return self.say(many, ahead=ahead) if ahead else self.say(next_)

    def result(self, code: str) -> Result | None:
        """The way to resolve with that code."""
        return next((result for result in self.results if result.code == code), None)


def check(texts: Mapping[str, str]) -> None:
    """See that every line is there and uses only the variables it gets.

    Raises:
        SettingError: names the line and what is wrong with it.
    """
    for name, allowed in NEEDED.items():
        if not texts.get(name, "").strip():
            raise SettingError(f"话术 {name} 没有填写，请在 data/replies/system.yml 里补上。", line=name)
        used = {field for _, field, _, _ in Formatter().parse(texts[name]) if field is not None}
        if used - allowed:
            usable = "、".join(sorted(allowed)) or "没有变量"
            raise SettingError(
                f"话术 {name} 里的变量 {sorted(used - allowed)} 不能用，这里可用的：{usable}。", line=name
            )
