"""Every response an action says, and the facts its sentence may use. The sentences are in ``domain/``."""

from __future__ import annotations

VARIABLES: dict[str, tuple[str, ...]] = {
    # shared
    "utter_shop_unavailable": (),
    "utter_action_failed": (),
    # order_status
    "utter_order_card": ("summary",),
    "utter_choose_order": (),
    "utter_no_orders": (),
    "utter_order_not_found": ("order_id",),
    "utter_please_sign_in": (),
    "utter_order_unpaid": ("order_id", "title", "amount"),
    "utter_order_paid": ("order_id", "title", "ship_by"),
    "utter_order_packed": ("order_id", "title", "ship_by"),
    "utter_order_shipped": ("order_id", "title", "carrier", "eta"),
    "utter_order_in_transit": ("order_id", "title", "carrier", "eta"),
    "utter_order_delivered": ("order_id", "title"),
    "utter_order_signed": ("order_id", "title", "signed_at", "signer"),
    "utter_order_disputed": ("order_id", "title", "signed_at"),
    "utter_order_returning": ("order_id", "title", "refund_amount"),
    "utter_order_refunded": ("order_id", "title", "refund_amount", "refund_at"),
    "utter_order_cancelled": ("order_id", "title"),
    # logistics
    "utter_logistics": ("carrier", "latest", "latest_at", "eta"),
    "utter_logistics_late": ("carrier", "latest", "latest_at", "late_days"),
    "utter_logistics_signed": ("signed_at", "signer"),
    "utter_logistics_not_shipped": ("title", "ship_by"),
    "utter_logistics_none": (),
    # refund_policy
    "utter_refund_policy_general": (),
    "utter_refund_window_open": ("title", "until", "days_left"),
    "utter_refund_window_closed": ("title", "signed_at", "until"),
    "utter_refund_not_signed_yet": ("title",),
    "utter_refund_in_progress": ("title", "step", "expected"),
    "utter_refund_done": ("title", "amount", "refunded_at"),
    # handoff
    "utter_decision": ("result", "note", "agent", "at"),
    "utter_no_decision": (),
    "utter_offer_human": (),
    # smalltalk
    "utter_affirm": (),
    "utter_deny": (),
    # fallback
    "utter_miss_choices": (),
    "utter_miss_likely": (),
}

OTHER_MATTERS = frozenset(
    {
        "request_refund",
        "request_return",
        "cancel_order",
        "change_address",
        "ask_invoice",
        "ask_price",
        "complain_quality",
        "complain_damaged",
        "complain_not_received",
        "ask_product",
        "ask_payment",
        "ask_account",
    }
)
"""Intents a colleague sees to; each has a ``utter_other_<intent>``."""

VARIABLES |= {f"utter_other_{matter}": () for matter in sorted(OTHER_MATTERS)}
