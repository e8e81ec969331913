"""What a customer gets for a delay that is confirmed: once for an order, and told with its terms (playbook B4, F7)."""

from __future__ import annotations

from datetime import timedelta

from actions.base import Turn
from bot.commerce.days import last_moment, shop_day
from bot.commerce.orders import Order
from bot.commerce.outcomes import Accepted, Milestone, NeedsApproval
from bot.commerce.policies.approval import Role
from bot.commerce.policies.compensating import Gratuity, for_delay
from bot.commerce.policies.compensation import Gift
from bot.commerce.policy import in_force
from bot.commerce.requests import GrantCoupon, request_key
from bot.kernel.clock import spoken_date
from bot.kernel.errors import ShopUnavailable
from bot.kernel.money import yuan

CAUSE = "delivery_delay"


async def give_for_delay(turn: Turn, order: Order) -> None:
    """Give what the rules give for the order as it is now; more than the assistant may give is a person's to decide."""
    gift = for_delay(in_force(), order, turn.now)
    if gift is None:
        return
    if gift.gift is Gift.COUPON and gift.approver is Role.BOT:
        await _coupon(turn, order, gift)
        return
    role = in_force().approvals.roles.get(gift.approver.value, shop_day(turn.now))
    facts = {"amount": yuan(gift.amount_fen), "approver": role.name if role else ""}
    turn.say("utter_delay_amends_by_person", facts)
    turn.offer_human()


async def _coupon(turn: Turn, order: Order, gift: Gratuity) -> None:
    """One coupon for one order, whatever happens: the key is the order's, and what came of it before is not retold."""
    assert turn.customer_id is not None
    key = request_key(CAUSE, "coupon", turn.customer_id, order.order_id)
    try:
        if await turn.shop.outcome(turn.customer_id, key) is not None:
            return
        wish = GrantCoupon(gift.amount_fen, CAUSE, gift.threshold_fen, order.order_id)
        outcome = await turn.shop.carry_out(turn.customer_id, wish, key=key)
    except ShopUnavailable:
        return
    if isinstance(outcome, Accepted):
        last_day = shop_day(turn.now) + timedelta(days=gift.usable_days)
        until = spoken_date(outcome.by(Milestone.VALID_UNTIL) or last_moment(last_day))
        facts = {"amount": yuan(gift.amount_fen), "threshold": yuan(gift.threshold_fen), "until": until}
        turn.say("utter_delay_coupon_threshold" if gift.threshold_fen else "utter_delay_coupon", facts)
    elif isinstance(outcome, NeedsApproval):
        turn.say("utter_delay_amends_by_person", {"amount": yuan(gift.amount_fen), "approver": outcome.approver})
        turn.offer_human()
