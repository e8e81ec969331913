"""The actions of the product, by hand.

The SDK's own ``register_package`` registers every subclass of ``Action`` that any imported module ever defined, those
of tests included, and makes them without arguments; here each is listed once and given its services.
"""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.base import SkillAction
from actions.fallback import ActionMiss
from actions.handoff import ActionAskHuman, ActionTellDecision
from actions.logistics import ActionTellLogistics
from actions.order_status import ActionChooseOrder, ActionTellOrderStatus
from actions.other_matters import ActionOtherMatter
from actions.refund_policy import ActionTellRefundPolicy
from actions.services import Services
from actions.smalltalk import ActionAffirm, ActionDeny

ACTIONS: tuple[type[SkillAction], ...] = (
    ActionTellOrderStatus,
    ActionChooseOrder,
    ActionTellLogistics,
    ActionTellRefundPolicy,
    ActionAskHuman,
    ActionTellDecision,
    ActionAffirm,
    ActionDeny,
    ActionOtherMatter,
    ActionMiss,
)


def executor(services: Services) -> ActionExecutor:
    """The SDK's executor with our actions and no others."""
    made = ActionExecutor()
    for action in ACTIONS:
        made.register_action(action(services))
    return made
