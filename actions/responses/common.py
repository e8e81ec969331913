"""Said by several skills, by every matter of several steps, and when nothing was understood."""

from __future__ import annotations

VARIABLES: dict[str, tuple[str, ...]] = {
    # shared
    "utter_shop_unavailable": (),
    "utter_action_failed": (),
    "utter_knowledge": ("answer", "source"),
    "utter_knowledge_likely": ("answer", "source"),
    "utter_knowledge_near": (),
    # handoff
    "utter_decision": ("result", "note", "agent", "at"),
    "utter_no_decision": (),
    # smalltalk
    "utter_affirm": (),
    "utter_deny": (),
    # forms
    "utter_form_which_order": (),
    "utter_form_goods_not_bought": ("goods",),
    "utter_form_reason": (),
    "utter_form_reason_again": (),
    "utter_form_evidence": ("asks",),
    "utter_form_evidence_again": ("asks",),
    "utter_form_what_is_wrong": (),
    "utter_form_dropped": (),
    "utter_form_late_choice": (),
    "utter_form_evidence_wait": (),
    "utter_form_confirm_wait": (),
    "utter_form_cannot_tell": (),
    "utter_form_begin": (),
    "utter_aside_money_where": (),
    "utter_aside_money_when_unsigned": ("term", "bank_days"),
    "utter_resume_parked": ("matter",),
    "utter_request_refused": ("reason",),
    "utter_request_waits": ("number", "approver", "reason", "by"),
    "utter_request_unconfirmed": (),
    "utter_request_settled": ("number",),
    "utter_request_never_arrived": (),
    # evidence
    "utter_evidence_received": (),
    # fallback
    "utter_miss_choices": (),
    "utter_miss_likely": (),
}
