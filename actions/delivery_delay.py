"""What is waited for too long: told as it is, urged where it can be, and made up for once (playbook B4, F3, F7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from actions.base import SkillAction, Turn
from actions.delay_amends import give_for_delay
from actions.forms.outcome import tell_outcome, wish_key
from actions.history import said
from actions.order_telling import label_stale, tell_order
from actions.picking import pick_order
from actions.promising import Promised, still_open
from bot.commerce.carrier import AskCarrier, CarrierWish, Inquiry, OpenTrace, TraceAbout
from bot.commerce.carrier_wording import inquiry_words
from bot.commerce.choosing import on_its_way, only, waited_for
from bot.commerce.days import last_moment, shop_day
from bot.commerce.orders import TO_SHIP, Order, OrderStatus, is_overdue
from bot.commerce.outcomes import Accepted, Milestone
from bot.commerce.parcel_phrases import about_sending, urges
from bot.commerce.parcels import Parcel, is_late
from bot.commerce.policies.due import due_at, spoken_within
from bot.commerce.policies.lateness import LATENESS, Late, lateness
from bot.commerce.policy import in_force
from bot.commerce.requests import RemindShipping
from bot.commerce.wording import order_words
from bot.kernel.clock import from_ms
from bot.kernel.errors import ShopUnavailable

TOPIC = "complain_delay"
SHIPPING = "shipping"
"""The promise that an order is sent off, by the time the shop said."""

_ABOUT_THE_WAY = frozenset({TraceAbout.DELAY.value, CarrierWish.HURRY.value})


class ActionHelpWithDelay(SkillAction):
    """A complaint about delay is about what the customer is still waiting for."""

    title = "action_help_with_delay"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""

        def obvious(orders: Sequence[Order]) -> Order | None:
            stage = _to_ship if about_sending(turn.heard.text) else on_its_way
            return only(orders, lambda order: is_overdue(order, turn.now)) or only(orders, stage)

        order = await pick_order(turn, topic=TOPIC, narrow=obvious, suits=waited_for)
        if order is not None:
            await tell_delay(turn, order)


async def tell_delay(turn: Turn, order: Order) -> None:
    """Say how late an order is, and do about it what can be done at the stage it is at."""
    turn.remember(order_id=order.order_id, topic=TOPIC)
    parcel = order.parcel
    if order.status in TO_SHIP:
        label_stale(turn, order)
        await _urge_warehouse(turn, order)
    elif parcel is not None and parcel.on_its_way:
        label_stale(turn, order)
        await _on_the_way(turn, order, parcel)
    elif parcel is not None and order.status is OrderStatus.DELIVERED:
        facts = order_words(order, turn.now) | {"place": parcel.place}
        turn.say("utter_delay_at_station", facts, turn.parcel_card(parcel))
    elif parcel is not None and order.status in (OrderStatus.SIGNED, OrderStatus.DISPUTED):
        turn.say("utter_delay_signed", order_words(order, turn.now), turn.parcel_card(parcel))
    else:
        tell_order(turn, order)


async def _on_the_way(turn: Turn, order: Order, parcel: Parcel) -> None:
    facts = order_words(order, turn.now)
    try:
        asked = await _asked_before(turn, parcel)
        if lateness(in_force(), order, turn.now).kind is Late.LOST:
            _tell_lost(turn, facts, parcel)
        elif asked is not None and _still_holds(asked, turn.now):
            _tell_asked(turn, order, parcel, asked, facts)
        elif is_late(parcel, turn.now):
            trace = OpenTrace(parcel.tracking_no, TraceAbout.DELAY)
            await _ask(turn, order, parcel, trace, "utter_delay_traced")
        elif _to_be_hurried(turn):
            hurry = AskCarrier(parcel.tracking_no, CarrierWish.HURRY)
            await _ask(turn, order, parcel, hurry, "utter_delay_hurried")
        else:
            turn.say("utter_delay_in_time", facts, turn.parcel_card(parcel))
    except ShopUnavailable:
        response = "utter_delay_courier_silent" if is_late(parcel, turn.now) else "utter_delay_in_time"
        turn.say(response, facts, turn.parcel_card(parcel))
        turn.offer_human()
        return
    await give_for_delay(turn, order)


async def _ask(turn: Turn, order: Order, parcel: Parcel, request: OpenTrace | AskCarrier, accepted: str) -> None:
    """Ask the courier, and promise news of it (playbook B4)."""
    assert turn.customer_id is not None
    key = wish_key(turn, TOPIC, parcel.tracking_no)
    outcome = await turn.carrier.carry_out(turn.customer_id, request, key=key)
    facts = order_words(order, turn.now)
    if not isinstance(outcome, Accepted):
        turn.say(
            "utter_delay_in_time" if facts["eta"] else "utter_delay_courier_silent", facts, turn.parcel_card(parcel)
        )
        tell_outcome(turn, outcome, accepted, facts)
        return
    by = turn.promise(_promise(turn), order_id=order.order_id, ref=outcome.number)
    turn.say(accepted, facts | {"number": outcome.number, "by": by}, turn.parcel_card(parcel))


def _tell_asked(turn: Turn, order: Order, parcel: Parcel, asked: Inquiry, facts: Mapping[str, str]) -> None:
    """What the courier was asked before and, once it has come, the answer: nothing is asked or promised twice."""
    words = {**facts, **inquiry_words(asked, turn.now)}
    if asked.answered_at is not None:
        turn.say("utter_delay_answered", words, turn.parcel_card(parcel))
        turn.offer_human()
        return
    promised = Promised(_promise(turn), order.order_id, asked.number)
    due = _promised_for(turn, promised) or due_at(in_force(), promised.code, asked.opened_at) or asked.answer_by
    if due < turn.now:
        turn.say("utter_delay_news_overdue", words, turn.parcel_card(parcel))
        turn.offer_human()
        return
    insists = any(said(turn.before, f"utter_delay_under_way{again}") for again in ("", "_again"))
    response = "utter_delay_under_way_again" if insists else "utter_delay_under_way"
    turn.say(response, {**words, "by": spoken_within(turn.now, due)}, turn.parcel_card(parcel))
    turn.offer_human()


def _tell_lost(turn: Turn, facts: Mapping[str, str], parcel: Parcel) -> None:
    """So late that nobody has to wait any longer: the ways of a lost parcel, to choose from (playbook F4)."""
    policies, day = in_force(), shop_day(turn.now)
    reason = policies.delivery.lateness.need(LATENESS, day).lost_reason
    remedies = policies.refunds.reasons.need(reason, day).solutions
    ways = [policies.refunds.solutions.need(one.solution.value, day) for one in remedies]
    words = "；".join(f"{way.name}：{way.tell}" for way in ways)
    turn.say("utter_delay_lost", {**facts, "ways": words}, turn.parcel_card(parcel), intents=["request_refund"])
    turn.remember(said={**(turn.slot("said") or {}), "reason": reason})
    turn.offer_human()


async def _urge_warehouse(turn: Turn, order: Order) -> None:
    """Have it sent off; what the shop answered once is what is said when it is asked again."""
    assert turn.customer_id is not None
    facts = order_words(order, turn.now)
    late = lateness(in_force(), order, turn.now)
    facts |= {"late_days": str(late.days)}
    before = _promised_for(turn, Promised(SHIPPING, order.order_id))
    if before is not None:
        turn.say("utter_delay_reminded_before", facts | {"by": spoken_within(turn.now, before)}, turn.order_card(order))
        return
    key = wish_key(turn, TOPIC, order.order_id)
    outcome = await turn.shop.carry_out(turn.customer_id, RemindShipping(order.order_id), key=key)
    by = outcome.by(Milestone.SHIPPING) if isinstance(outcome, Accepted) else None
    if not isinstance(outcome, Accepted) or by is None:
        tell_outcome(turn, outcome, "utter_delay_reminded_untimed", facts)
    else:
        if late.kind is Late.IN_TIME and order.ship_by is not None:
            by = min(by, last_moment(order.ship_by))
        spoken = turn.promise(SHIPPING, order_id=order.order_id, due=by)
        response = "utter_delay_reminded" if late.kind is Late.IN_TIME else "utter_delay_reminded_late"
        turn.say(response, facts | {"number": outcome.number, "by": spoken}, turn.order_card(order))
    await give_for_delay(turn, order)


async def _asked_before(turn: Turn, parcel: Parcel) -> Inquiry | None:
    """The newest question to the courier about this parcel's delay."""
    assert turn.customer_id is not None
    asked = await turn.carrier.inquiries(turn.customer_id, parcel.tracking_no)
    return next((one for one in asked if one.about in _ABOUT_THE_WAY), None)


def _still_holds(asked: Inquiry, now: datetime) -> bool:
    """Whether there is no need to ask anew: it waits for an answer, or the day the answer named is still to come."""
    return asked.answered_at is None or (asked.new_eta is not None and shop_day(now) <= asked.new_eta)


def _to_be_hurried(turn: Turn) -> bool:
    """Whether being told that it is in time is not enough: the button, the words, or the second time."""
    pressed = turn.intent == TOPIC and not turn.heard.text
    return pressed or urges(turn.heard.text) or said(turn.before, "utter_delay_in_time")


def _promised_for(turn: Turn, promised: Promised) -> datetime | None:
    """Until when this was promised in this conversation; None when it was not, or the time has come."""
    made = still_open(turn.slot("promised"), turn.now).get(promised.name)
    return from_ms(made) if made is not None else None


def _promise(turn: Turn) -> str:
    """The promise that goes with looking into a delay."""
    return in_force().delivery.lateness.need(LATENESS, shop_day(turn.now)).promise


def _to_ship(order: Order) -> bool:
    return order.status in TO_SHIP
