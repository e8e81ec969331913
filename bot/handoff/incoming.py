"""What a customer did, between being read and being taken into the conversation."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bot.handoff.escalation import Escalation
from bot.handoff.events import Draft
from bot.handoff.store_port import Turn
from bot.kernel.reading import Reading


class Incoming(msgspec.Struct, frozen=True):
    """Something the customer did, read and ready to be taken.

    Attributes:
        turn: makes what the bot is asked, should it be the bot's to answer; None: nothing.
        called: why it calls a person by itself.
    """

    key: str
    said: Draft
    reading: Reading
    turn: Callable[[], Turn] | None
    called: Escalation | None
    channel: str = ""
