"""Which lists of the desks a change of a conversation shows in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from bot.handoff.control import WITH_AGENT, WITHOUT_DUE_TIME, Control

Lists = Literal["none", "mine", "all"]
"""``mine``: only the list of the agent who answers for it."""

QUIET = frozenset({"last_text", "last_at", "waiting_on", "due_at", "clocks", "emotion", "channels"})
"""What a mere message changes of the record."""


def lists_of(changed: Collection[str], record: Control) -> Lists:
    """The lists a change shows in, by the fields of the record it changed and the record as it then is."""
    if not changed:
        return "none"
    if not QUIET.issuperset(changed):
        return "all"
    if record.state in WITH_AGENT:
        return "mine"
    # Who talks to the bot, or to nobody, is on no list.
    return "none" if record.state in WITHOUT_DUE_TIME else "all"
