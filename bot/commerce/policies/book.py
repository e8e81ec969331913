"""All rules of the shop, one part for each file in ``data/policies/``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commerce.policies.approval import ApprovalRule, RoleRule
from bot.commerce.policies.category import CategoryRule
from bot.commerce.policies.compensation import ComplaintRule, CouponRule, DelayRule, OrderCeilingRule, OverdueRule
from bot.commerce.policies.condition import ConditionRule
from bot.commerce.policies.delivery import LatenessRule, ShippingRule
from bot.commerce.policies.evidence import EvidenceRule
from bot.commerce.policies.invoice import InvoiceRule
from bot.commerce.policies.no_reason import NoReasonRule
from bot.commerce.policies.price_protection import PriceProtectionRule
from bot.commerce.policies.promise import HolidayRule, PromiseRule, RefundStepRule, ServiceHoursRule
from bot.commerce.policies.reason import ReasonRule
from bot.commerce.policies.rule import Rules
from bot.commerce.policies.solution import SolutionRule
from bot.commerce.policies.stage import StageRule
from bot.commerce.policies.state import MadeToOrderRule, StateRule, UnpaidRule
from bot.commerce.policies.warranty import WarrantyRule


@dataclass(frozen=True)
class Refunds:
    """``refunds.yml``."""

    no_reason: Rules[NoReasonRule]
    stages: Rules[StageRule]
    reasons: Rules[ReasonRule]
    solutions: Rules[SolutionRule]
    evidence: Rules[EvidenceRule]


@dataclass(frozen=True)
class Categories:
    """``categories.yml``."""

    categories: Rules[CategoryRule]
    conditions: Rules[ConditionRule]


@dataclass(frozen=True)
class Delivery:
    """``delivery.yml``."""

    shipping: Rules[ShippingRule]
    lateness: Rules[LatenessRule]


@dataclass(frozen=True)
class Compensation:
    """``compensation.yml``."""

    coupons: Rules[CouponRule]
    delay: Rules[DelayRule]
    overdue: Rules[OverdueRule]
    complaints: Rules[ComplaintRule]
    order_ceiling: Rules[OrderCeilingRule]


@dataclass(frozen=True)
class Cancelling:
    """``cancelling.yml``."""

    unpaid: Rules[UnpaidRule]
    states: Rules[StateRule]
    made_to_order: Rules[MadeToOrderRule]


@dataclass(frozen=True)
class Promises:
    """``promises.yml``."""

    promises: Rules[PromiseRule]
    refund_steps: Rules[RefundStepRule]
    service_hours: Rules[ServiceHoursRule]
    holidays: Rules[HolidayRule]


@dataclass(frozen=True)
class Approvals:
    """``approvals.yml``."""

    roles: Rules[RoleRule]
    limits: Rules[ApprovalRule]


@dataclass(frozen=True)
class Policies:
    """The whole book.

    Terms of sale (returns, categories, price protection, warranty, invoices) hold as they were on the day an order was
    placed; what the shop does (promises, compensation, approvals, changes to an order) as it is today.
    """

    categories: Categories
    refunds: Refunds
    delivery: Delivery
    compensation: Compensation
    cancelling: Cancelling
    address: Rules[StateRule]
    price_protection: Rules[PriceProtectionRule]
    invoices: Rules[InvoiceRule]
    warranty: Rules[WarrantyRule]
    promises: Promises
    approvals: Approvals
