"""The conversation service: the one thing the hub talks to. It owns the log; the bot and the agents take part in it."""

from __future__ import annotations

from bot.handoff.agent_side import AgentSide
from bot.handoff.claiming import Claiming
from bot.handoff.core import Ack, Background, Parts
from bot.handoff.customer_side import CustomerSide
from bot.handoff.desk_views import DeskViews
from bot.handoff.dispatch import Dispatch
from bot.handoff.labelling import Labelling
from bot.handoff.merging import Merging
from bot.handoff.overseeing import Overseeing
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.presence import Presence
from bot.handoff.promising import Promising
from bot.handoff.sweep import Sweep
from bot.handoff.transferring import Transferring
from bot.handoff.turns import TurnWorker
from bot.handoff.views import Views

__all__ = ["Ack", "Agent", "ConversationService", "CustomerProfile", "Parts"]


class ConversationService(
    CustomerSide,
    Claiming,
    AgentSide,
    Transferring,
    Overseeing,
    Presence,
    Labelling,
    Merging,
    Promising,
    DeskViews,
    Views,
):
    """Everything customers and staff do, and what they see, over the same parts; each has its own module."""

    def __init__(self, parts: Parts) -> None:
        self.background = Background()
        self.dispatch = Dispatch(parts, self.background)
        turns = TurnWorker(parts, self.background, self.dispatch)
        CustomerSide.__init__(self, parts, turns, self.dispatch)
        plain = (Claiming, AgentSide, Transferring, Overseeing, Presence, Labelling, Merging, Promising, DeskViews)
        for part in (*plain, Views):
            part.__init__(self, parts)
        self.sweep = Sweep(parts, turns, self, self.dispatch)
