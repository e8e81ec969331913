"""Said about goods, payment, money back, prices and the account: what is asked and told at once."""

from __future__ import annotations

VARIABLES: dict[str, tuple[str, ...]] = {
    # refund_policy
    "utter_refund_policy_general": (),
    "utter_refund_window_open": ("title", "until", "days_left"),
    "utter_refund_window_closed": ("title", "signed_at", "until"),
    "utter_refund_not_signed_yet": ("title",),
    "utter_refund_in_progress": ("title", "step", "expected"),
    "utter_refund_done": ("title", "amount", "refunded_at"),
    # product_question
    "utter_product_stock": ("title", "stock"),
    "utter_product_facts": ("title", "facts"),
    "utter_product_price": ("title", "price"),
    "utter_product_page": ("title", "price", "facts"),
    "utter_product_which": (),
    "utter_product_name_it": (),
    "utter_product_not_on_page": ("title", "facts"),
    "utter_product_unknown": (),
    "utter_recommend": ("goods",),
    "utter_recommend_dearer": ("goods",),
    "utter_recommend_none": (),
    "utter_recommend_what": (),
    # payment
    "utter_payment_unpaid": ("title", "amount", "pay_by"),
    "utter_payment_unknown": (),
    # account_member
    "utter_account_points": ("points", "expiring"),
    "utter_account_level": ("level", "next"),
    "utter_account_benefits": ("level", "benefits"),
    "utter_account_coupons": ("coupons",),
    "utter_account_no_coupons": (),
    "utter_account_locked": (),
    "utter_account_sign_in": (),
    "utter_account_unknown": (),
    # price_coupon
    "utter_price_which_order": (),
    "utter_price_which": (),
    "utter_price_rule": ("days", "excluded"),
    "utter_price_nothing_bought": (),
    "utter_price_confirm": ("fall", "difference", "ends"),
    "utter_price_not_given": ("title", "why", "days", "excluded"),
    "utter_price_done": ("title", "number", "amount", "back_by"),
    "utter_price_back_when": ("term",),
    "utter_price_other": (),
    "utter_coupon_list": ("count", "coupons"),
    "utter_coupon_why": ("coupons",),
    "utter_coupon_lapsed": ("coupons",),
    "utter_coupon_none_usable": ("coupons",),
    "utter_coupon_none": (),
}
