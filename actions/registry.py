"""The actions of the product, by hand.

The SDK's own ``register_package`` registers every subclass of ``Action`` that any imported module ever defined, those
of tests included, and makes them without arguments; here each is listed once and given its services.
"""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.account_member import ActionAnswerAccount
from actions.base import SkillAction
from actions.cancel_order import ActionSubmitCancel, ValidateCancel
from actions.change_address import ActionSubmitAddress, ValidateAddress
from actions.complaint import ActionSubmitComplaint, ValidateComplaint
from actions.damaged_or_missing import ActionSubmitDamaged, ValidateDamaged
from actions.delivery_delay import ActionHelpWithDelay
from actions.evidence import ActionTakeEvidence
from actions.fallback import ActionLateChoice, ActionMiss
from actions.feedback import ActionSubmitFeedback, ValidateFeedback
from actions.handoff import ActionAskHuman, ActionTellDecision
from actions.invoice import ActionSubmitInvoice, ValidateInvoice
from actions.logistics import ActionTellLogistics
from actions.order_status import ActionChooseOrder, ActionTellOrderStatus
from actions.payment import ActionAnswerPayment
from actions.price_coupon import ActionSubmitPrice, ValidatePrice
from actions.product_quality import ActionSubmitQuality, ValidateQuality
from actions.product_question import ActionAnswerProduct
from actions.refund_policy import ActionTellRefundPolicy
from actions.refund_request import ActionSubmitRefund, ValidateRefund
from actions.return_exchange import ActionSubmitReturn, ValidateReturn
from actions.services import Services
from actions.signed_not_received import ActionSubmitNotReceived, ValidateNotReceived
from actions.smalltalk import ActionAffirm, ActionDeny
from actions.survey import ActionAskSurvey, ActionSubmitSurvey, ValidateSurvey

ACTIONS: tuple[type[SkillAction], ...] = (
    ActionTellOrderStatus,
    ActionChooseOrder,
    ActionTellLogistics,
    ActionHelpWithDelay,
    ValidateNotReceived,
    ActionSubmitNotReceived,
    ActionTellRefundPolicy,
    ActionAskHuman,
    ActionTellDecision,
    ActionAffirm,
    ActionDeny,
    ActionAnswerProduct,
    ActionAnswerPayment,
    ActionAnswerAccount,
    ActionMiss,
    ActionLateChoice,
    ActionTakeEvidence,
    ValidateRefund,
    ActionSubmitRefund,
    ValidateReturn,
    ActionSubmitReturn,
    ValidateQuality,
    ActionSubmitQuality,
    ValidateDamaged,
    ActionSubmitDamaged,
    ValidateCancel,
    ActionSubmitCancel,
    ValidateComplaint,
    ActionSubmitComplaint,
    ValidateSurvey,
    ActionSubmitSurvey,
    ActionAskSurvey,
    ValidateFeedback,
    ActionSubmitFeedback,
    ValidateAddress,
    ActionSubmitAddress,
    ValidateInvoice,
    ActionSubmitInvoice,
    ValidatePrice,
    ActionSubmitPrice,
)


def executor(services: Services) -> ActionExecutor:
    """The SDK's executor with our actions and no others."""
    made = ActionExecutor()
    for action in ACTIONS:
        made.register_action(action(services))
    return made
