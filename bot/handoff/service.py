"""The conversation service: the one thing the hub talks to. It owns the log; the bot and the agents take part in it."""

from __future__ import annotations

from bot.handoff.agent_side import AgentSide
from bot.handoff.core import Ack, Background, Parts
from bot.handoff.customer_side import CustomerSide
from bot.handoff.labelling import Labelling
from bot.handoff.people import Agent, CustomerProfile
from bot.handoff.promising import Promising
from bot.handoff.sweep import Sweep
from bot.handoff.turns import TurnWorker
from bot.handoff.views import Views

__all__ = ["Ack", "Agent", "ConversationService", "CustomerProfile", "Parts"]


class ConversationService(CustomerSide, AgentSide, Labelling, Promising, Views):
    """Customers' side, agents' side, labels, promises and views over the same parts; each has its own module."""

    def __init__(self, parts: Parts) -> None:
        self.background = Background()
        turns = TurnWorker(parts, self.background)
        CustomerSide.__init__(self, parts, self.background, turns)
        AgentSide.__init__(self, parts)
        Labelling.__init__(self, parts)
        Promising.__init__(self, parts)
        Views.__init__(self, parts)
        self.sweep = Sweep(parts, turns)
