"""Of goods that travel: what comes back instead, and who fetches them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions.base import Turn
from actions.claims.case import case_of
from actions.forms.order_step import chosen_order
from actions.forms.step import NOTED, Step
from actions.heard import Heard
from bot.commerce.aftersales import PickupSlot
from bot.commerce.days import shop_day
from bot.commerce.phrases import is_a_question
from bot.commerce.policies.solution import Solution
from bot.commerce.products import Variant
from bot.kernel.clock import in_shop_zone, spoken_date
from bot.language.catalogue import likeliest

SAME = "same"
BY_MYSELF = "self"

_MOST = 5
_SIZES = re.compile(r"(?:(?P<up>大)|小)(?:一点|点|(?:一点|点|一)?[码号])")
_SIZE = re.compile(r"(\d+)码")
_SAME_AGAIN = re.compile(r"同款|一样的|原来的|同样|不变|新的就行")
_MYSELF = re.compile(r"自己(?:去)?寄|我(?:去)?寄|自行|不用上门|我送")
_FETCHED = re.compile(r"上门|取件|[来去]取|自己寄")
_DAY = {"今天": 0, "明天": 1, "后天": 2}
_HALF = {"上午": range(6, 12), "早上": range(6, 12), "下午": range(12, 18), "晚上": range(17, 23)}


class SpecStep(Step):
    """The colour or size wanted instead of what came."""

    slot = "wanted_spec"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return turn.slot("solution") == Solution.EXCHANGE.value

    async def guess(self, turn: Turn) -> Any:
        """The same again when that is what was bought and what came was faulty, or when there is only one kind."""
        case = await case_of(turn)
        faulty = case is not None and bool(case.verdict.evidence)
        return SAME if faulty or len(await self._kinds(turn)) < 2 else None

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        swaps = Solution.EXCHANGE.value in (turn.slot("solution"), turn.slot("wish"))
        if not heard.text or not (asked or swaps):
            return None
        case = await case_of(turn)
        # Unasked, the one they have is what is wrong, not what is wanted.
        had = {line.spec for line in case.lines} if case and not asked else set()
        kinds = [kind.spec for kind in await self._kinds(turn) if kind.spec not in had]
        named = next((kind for kind in kinds if kind in heard.text), None)
        found = likeliest(heard.text, kinds) if kinds and named is None else None
        if named or found:
            return named or kinds[found.index if found else 0]
        parts = [kind for kind in kinds if any(part in heard.text for part in kind.split())]
        if len(parts) == 1:
            return parts[0]
        if bigger := await self._next_size(turn, heard.text, kinds):
            return bigger
        return SAME if asked and _SAME_AGAIN.search(heard.text) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        case = await case_of(turn)
        there = [kind.spec for kind in await self._kinds(turn) if kind.stock > 0][:_MOST]
        title = case.title if case else ""
        turn.say("utter_claim_spec", {"title": title}, choices={spec: f"{self.slot}:{spec}" for spec in there})

    async def _next_size(self, turn: Turn, text: str, kinds: Sequence[str]) -> str | None:
        """大一码 or 小一码, when only one kind is of that size."""
        case, step = await case_of(turn), _SIZES.search(text)
        had = _size(case.lines[0].spec) if case and len(case.lines) == 1 else None
        if had is None or step is None:
            return None
        up = 1 if step["up"] else -1
        beyond = [(up * (size - had), kind) for kind in kinds if (size := _size(kind)) is not None]
        nearest = sorted(one for one in beyond if one[0] > 0)
        alone = len(nearest) == 1 or (len(nearest) > 1 and nearest[0][0] < nearest[1][0])
        return nearest[0][1] if alone else None

    async def _kinds(self, turn: Turn) -> tuple[Variant, ...]:
        case = await case_of(turn)
        sku = case.lines[0].sku if case and len(case.lines) == 1 else ""
        if not sku:
            return ()
        if sku not in turn.looked_up:
            turn.looked_up[sku] = await turn.shop.product(sku)
        product = turn.looked_up[sku]
        return product.variants if product else ()


class PickupStep(Step):
    """When a courier fetches the goods: the start of a slot, or that the customer sends them."""

    slot = "pickup"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        chosen = turn.slot("solution")
        return chosen is not None and Solution(chosen).goods_back and bool(await pickup_slots(turn))

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.forms.step.Step`."""
        pressed = heard.choice_of(self.slot)
        if pressed is not None:
            return pressed
        if not asked and turn.slot(self.slot) is None and not _FETCHED.search(heard.text):
            return None
        if _MYSELF.search(heard.text) and not is_a_question(heard.text):
            return BY_MYSELF
        slots = await pickup_slots(turn)
        if _time_named(heard.text):
            fitting = [slot for slot in slots if _fits(slot, heard.text, turn.now)]
            if fitting:
                return fitting[0].start.isoformat()
            # A time nobody comes at: told so when it is asked for anew, and not taken for a word not understood.
            turn.looked_up[self.slot] = _time_named(heard.text)
            turn.remember(**{self.slot: None})
            return NOTED if asked or slots else None
        return slots[0].start.isoformat() if asked and slots and heard.intent == "affirm" else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        slots = (await pickup_slots(turn))[: _MOST - 1]
        choices = {spoken_slot(slot): f"{self.slot}:{slot.start.isoformat()}" for slot in slots}
        choices["send_myself"] = f"{self.slot}:{BY_MYSELF}"
        if wished := turn.looked_up.get(self.slot):
            turn.say("utter_claim_pickup_not_then", {"wished": wished, "slot": spoken_slot(slots[0])}, choices=choices)
        else:
            turn.say("utter_claim_pickup", choices=choices)


async def pickup_slots(turn: Turn) -> list[PickupSlot]:
    """When goods of the order can be fetched, read once a turn."""
    order = await chosen_order(turn)
    if order is None or turn.customer_id is None:
        return []
    if "pickup_slots" not in turn.looked_up:
        turn.looked_up["pickup_slots"] = await turn.shop.pickup_slots(turn.customer_id, order.order_id)
    slots: list[PickupSlot] = turn.looked_up["pickup_slots"]
    return slots


async def chosen_slot(turn: Turn) -> PickupSlot | None:
    """The slot chosen, None when the customer sends the goods or the slot is gone."""
    chosen = turn.slot("pickup")
    return next((slot for slot in await pickup_slots(turn) if slot.start.isoformat() == chosen), None)


def spoken_slot(slot: PickupSlot) -> str:
    """``11月23日 09:00-12:00``."""
    return f"{spoken_date(slot.start)} {in_shop_zone(slot.start):%H:%M}-{in_shop_zone(slot.end):%H:%M}"


def _size(spec: str) -> int | None:
    found = _SIZE.search(spec)
    return int(found[1]) if found else None


def _time_named(text: str) -> str:
    """The day and the half of it that a text names; empty when it names neither."""
    return "".join(next((word for word in words if word in text), "") for words in (_DAY, _HALF))


def _fits(slot: PickupSlot, text: str, now: datetime) -> bool:
    ahead = (shop_day(slot.start) - shop_day(now)).days
    days = [number for word, number in _DAY.items() if word in text]
    halves = [hours for word, hours in _HALF.items() if word in text]
    hour = in_shop_zone(slot.start).hour
    return (not days or ahead in days) and (not halves or any(hour in hours for hours in halves))
