"""Prices: the difference given back where the shop gives it, the customer's own coupons, and the rest by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from actions.base import Turn
from actions.forms.aside_step import AsideStep
from actions.forms.confirm_step import ConfirmStep
from actions.forms.form import ABOUT, Form
from actions.forms.order_step import OrderStep, chosen_order, orders_of
from actions.forms.outcome import tell_outcome, wish_key
from actions.forms.passing import term_of
from actions.forms.step import Step
from actions.forms.validating import SubmitForm, ValidateForm
from actions.heard import Heard
from bot.commerce.coupons import Coupon
from bot.commerce.days import shop_day
from bot.commerce.orders import OVER, Order, OrderStatus
from bot.commerce.outcomes import Accepted, Milestone
from bot.commerce.passing_questions import Passing
from bot.commerce.policy import in_force
from bot.commerce.price_questions import (
    PriceTopic,
    asks_for_the_rule,
    asks_why_not,
    coupon_meant,
    speaks_of_sending_back,
    spoken_coupon,
    spoken_fall,
    spoken_state,
    topic_of,
)
from bot.commerce.products import PriceCheck
from bot.commerce.requests import RequestPriceProtection
from bot.commerce.wording import order_words
from bot.kernel.clock import spoken_date
from bot.kernel.money import yuan

MATTER = "ask_price"
TOPIC, ASIDE = "price_topic", "price_asked"
_MOST_CHECKED = 5
_MOST_TOLD = 5
_MONEY_BACK = "money_back"


def _bought(turn: Turn, order: Order) -> bool:
    del turn
    return order.status not in OVER and order.status is not OrderStatus.UNPAID


async def _check(turn: Turn, order: Order) -> PriceCheck | None:
    """The shop's word on an order, asked once a turn."""
    name = f"price {order.order_id}"
    if name not in turn.looked_up and turn.customer_id is not None:
        turn.looked_up[name] = await turn.shop.price_check(turn.customer_id, order.order_id)
    check: PriceCheck | None = turn.looked_up.get(name)
    return check


class CheaperOrderStep(OrderStep):
    """An order that was paid; the only one with something to give back is meant."""

    async def guess(self, turn: Turn) -> Any:
        """See :class:`actions.forms.order_step.OrderStep`."""
        some = (await self.choices(turn))[:_MOST_CHECKED]
        checks = await asyncio.gather(*(_check(turn, order) for order in some))
        cheaper = [order for order, check in zip(some, checks, strict=True) if check and check.eligible]
        return cheaper[0].order_id if len(cheaper) == 1 else await super().guess(turn)


class TopicStep(Step):
    """What about prices: plain from the words; asked for only when a button without words opened the matter."""

    slot = TOPIC
    after_order = False

    async def begin(self, turn: Turn) -> None:
        """See :class:`actions.forms.step.Step`."""
        turn.remember(**{TOPIC: None, ASIDE: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        if turn.slot(TOPIC) is not None:
            return None
        pressed = heard.choice_of(TOPIC)
        return pressed or (topic_of(heard.text).value if heard.text and (asked or heard.intent == MATTER) else None)

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        choices = {
            "price_fell": PriceTopic.PROTECTION,
            "my_coupons": PriceTopic.COUPONS,
            "other_price": PriceTopic.OTHER,
        }
        turn.say("utter_price_which", choices={title: f"{TOPIC}:{topic.value}" for title, topic in choices.items()})


class PriceAsideStep(AsideStep):
    """Another question about prices in the middle, answered before going on; never asked for."""

    slot = ASIDE

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        del asked
        if turn.slot(TOPIC) is None or heard.intent != MATTER or not heard.text:
            return None
        topic = topic_of(heard.text)
        return topic.value if topic is not PriceTopic.PROTECTION else None


async def _tell(turn: Turn, topic: PriceTopic) -> None:
    """Prices, postage and promotions of today are nothing the shop tells us: a person knows."""
    if topic is PriceTopic.COUPONS and turn.customer_id is not None:
        _tell_coupons(turn, await turn.shop.coupons(turn.customer_id))
    else:
        turn.say("utter_price_other")
        turn.offer_human()


def _tell_coupons(turn: Turn, coupons: Sequence[Coupon]) -> None:
    """The customer's own coupons: those that can be spent, or why one that is named cannot."""
    usable = [one for one in coupons if one.usable(turn.now)]
    if coupons and asks_why_not(turn.heard.text):
        named = coupon_meant(turn.heard.text, coupons)[:_MOST_TOLD]
        states = {"coupons": "；".join(spoken_state(one, turn.now) for one in named)}
        turn.say("utter_coupon_why" if any(one in usable for one in named) else "utter_coupon_lapsed", states)
        turn.offer_human()
    elif usable:
        lines = "\n".join(spoken_coupon(one) for one in usable[:_MOST_TOLD])
        turn.say("utter_coupon_list", {"count": str(len(usable)), "coupons": lines})
    elif coupons:
        told = "；".join(spoken_state(one, turn.now) for one in coupons[:_MOST_TOLD])
        turn.say("utter_coupon_none_usable", {"coupons": told})
    else:
        turn.say("utter_coupon_none")


async def _confirm(turn: Turn, buttons: Mapping[str, str]) -> None:
    order = await chosen_order(turn)
    check = await _check(turn, order) if order else None
    if order is not None and check is not None:
        turn.say("utter_price_confirm", _facts(turn, order, check), turn.order_card(order), choices=buttons)


def _facts(turn: Turn, order: Order, check: PriceCheck) -> dict[str, str]:
    rule = in_force().price_protection.get("price_protection", shop_day(order.placed_at))
    return order_words(order, turn.now) | {
        "difference": yuan(check.difference_fen),
        "fall": spoken_fall(check),
        "ends": spoken_date(check.until) if check.until else "",
        "why": check.reason.rstrip("。"),
        "days": str(rule.days) if rule else "",
        "excluded": rule.excluded if rule else "",
    }


class PriceForm(Form):
    """The difference of one order, given back."""

    name = "price_form"
    matter = MATTER
    only_on_request = True
    steps = (
        PriceAsideStep(),
        TopicStep(),
        CheaperOrderStep(_bought, "utter_price_which_order"),
        ConfirmStep(_confirm, redo={"redo_order": ABOUT}),
    )

    async def opens(self, turn: Turn) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if turn.customer_id is not None:
            return True
        topic = topic_of(turn.heard.text)
        if topic is PriceTopic.PROTECTION:
            turn.say("utter_price_rule", _rule_facts(turn))
        if topic is PriceTopic.OTHER and turn.heard.text:
            await _tell(turn, topic)
        else:
            turn.say("utter_please_sign_in")
        return False

    async def ready(self, turn: Turn) -> bool:
        """What the shop does not give back is told with its reason, and until when it would have."""
        topic, aside = turn.slot(TOPIC), turn.slot(ASIDE)
        turn.remember(**{ASIDE: None})
        if aside or topic in (PriceTopic.COUPONS.value, PriceTopic.OTHER.value):
            await _tell(turn, PriceTopic(aside or topic))
            if not aside:
                return False
        orders = await orders_of(turn)
        if topic and not turn.slot(ABOUT) and not any(_bought(turn, order) for order in orders):
            turn.say("utter_price_nothing_bought" if orders else "utter_no_orders")
            return False
        if asks_for_the_rule(turn.heard.text) and not turn.looked_up.get("rule told"):
            turn.looked_up["rule told"] = True
            turn.say("utter_price_rule", _rule_facts(turn))
        order = await chosen_order(turn)
        check = await _check(turn, order) if order else None
        if order is None or check is None or check.eligible:
            return True
        turn.say("utter_price_not_given", _facts(turn, order, check), turn.order_card(order))
        turn.offer_human()
        return False

    async def answers(self, turn: Turn, asked: Passing) -> bool:
        """See :class:`actions.forms.form.Form`."""
        if asked is Passing.MONEY_WHERE:
            turn.say("utter_aside_money_where")
        elif asked is Passing.FREIGHT and speaks_of_sending_back(turn.heard.text):
            turn.say("utter_aside_freight")
        elif asked in (Passing.MONEY_WHEN, Passing.HOW_LONG):
            turn.say("utter_price_back_when", {"term": term_of(turn, _MONEY_BACK)})
        else:
            return False
        return True

    async def submit(self, turn: Turn) -> None:
        """See :class:`actions.forms.form.Form`."""
        order = await chosen_order(turn)
        if order is None or turn.customer_id is None:
            return
        wish = RequestPriceProtection(order.order_id)
        outcome = await turn.shop.carry_out(turn.customer_id, wish, key=wish_key(turn, MATTER, order.order_id))
        facts = order_words(order, turn.now) | {"back_by": ""}
        if isinstance(outcome, Accepted):
            due = outcome.by(Milestone.MONEY_BACK)
            facts["back_by"] = turn.promise(_MONEY_BACK, order_id=order.order_id, ref=outcome.number, due=due)
        tell_outcome(turn, outcome, "utter_price_done", facts)


def _rule_facts(turn: Turn) -> dict[str, str]:
    rule = in_force().price_protection.need("price_protection", shop_day(turn.now))
    return {"days": str(rule.days), "excluded": rule.excluded}


class ValidatePrice(ValidateForm):
    """A turn of the form."""

    title = "validate_price_form"
    form = PriceForm()


class ActionSubmitPrice(SubmitForm):
    """The difference is asked for."""

    title = "action_submit_ask_price"
    form = ValidatePrice.form
