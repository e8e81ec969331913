"""Claims, what becomes of them: the shop is asked, the carrier is, or a person takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from action_bench import Answer, heard, run, shop_of
from support.shop_samples import NOW, MemoryShop, an_order

from actions.return_exchange import ActionSubmitReturn, ValidateReturn
from bot.commerce.aftersales import PickupSlot, ReturnKind
from bot.commerce.carrier import AskCarrier, InterceptParcel
from bot.commerce.outcomes import Accepted, Expected, Milestone, Refusal, Refused
from bot.commerce.reasons import Reason
from bot.commerce.requests import CancelOrder, RemindShipping, RequestReturn
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
SLOT = PickupSlot(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=3))


async def submitted(shop: MemoryShop, **slots: Any) -> Answer:
    """What comes of a confirmed claim."""
    known = {"confirmed": True, "about_order": NUMBER, **slots}
    return await run(ActionSubmitReturn, shop, heard("affirm", "好", slots=known))


@pytest.mark.parametrize(
    ("status", "solution", "request_type"),
    [
        ("paid", "cancel_refund", CancelOrder),
        ("paid", "expedite", RemindShipping),
        ("in_transit", "intercept", InterceptParcel),
        ("in_transit", "expedite", AskCarrier),
    ],
)
async def test_before_signing_the_way_chosen_is_asked_of_whoever_can_go_it(
    status: str, solution: str, request_type: type
) -> None:
    """The shop before it was sent, the carrier afterwards."""
    shop = shop_of(an_order(status))

    await submitted(shop, solution=solution)

    assert [type(request) for _, request, _ in shop.asked] == [request_type]


async def test_refusing_the_parcel_is_told_and_asks_nobody() -> None:
    """It is for the customer to do."""
    shop = shop_of(an_order("in_transit"))

    answer = await submitted(shop, solution="refuse_parcel")

    assert (answer.said, shop.asked) == (["utter_claim_refuse"], [])


async def test_a_return_carries_its_reason_its_pictures_and_its_pick_up() -> None:
    """And the day of the money is promised."""
    shop = shop_of(an_order("signed"))
    shop.slots = [SLOT]
    back = Expected(Milestone.MONEY_BACK, NOW + timedelta(days=7))
    shop.answers[RequestReturn] = Accepted("SH1", NOW, (back,), Fen(29900))

    answer = await submitted(
        shop, solution="return_refund", reason="quality", evidence=["i_1"], pickup=SLOT.start.isoformat()
    )

    asked = RequestReturn(NUMBER, ReturnKind.RETURN, Reason.QUALITY, pickup=SLOT, evidence=("i_1",))
    assert [request for _, request, _ in shop.asked] == [asked]
    assert answer.said == ["utter_claim_return"]
    assert [card["data"]["code"] for card in answer.cards if card["kind"] == "promise"] == ["money_back"]


@pytest.mark.parametrize(
    ("solution", "reason", "evidence"),
    [
        ("reship", "damaged", ["i_1"]),
        ("partial_refund", "quality", ["i_1"]),
        ("refund_only", "expired", ["i_1"]),
        ("return_refund", "quality", []),
        ("return_refund", "other", ["i_1"]),
    ],
)
async def test_what_a_program_may_not_grant_goes_to_a_person(solution: str, reason: str, evidence: list[str]) -> None:
    """No request for it, not within the assistant's leave, or not shown; the shop is not asked."""
    shop = shop_of(an_order("signed", signed=-1))

    answer = await submitted(shop, solution=solution, reason=reason, evidence=evidence)

    assert (answer.handoff, shop.asked) == ("offered", [])


async def test_that_a_person_decides_is_said_before_the_yes() -> None:
    """By the name of who does."""
    slots = {
        "matter": "request_return",
        "requested_slot": "solution",
        "about_order": NUMBER,
        "reason": "quality",
        "evidence": ["i_1"],
    }
    tracker = heard("inform_order", "退一部分", events=[{"event": "user"}], slots=slots)

    answer = await run(ValidateReturn, shop_of(an_order("signed")), tracker)

    assert answer.said == ["utter_claim_confirm"]
    assert "来定" in answer.messages[0]["terms"]


async def test_a_refusal_is_quoted_and_a_person_offered() -> None:
    """Nothing is promised."""
    shop = shop_of(an_order("signed"))
    shop.answers[RequestReturn] = Refused(Refusal.WINDOW_CLOSED, "商品已经超过30天。")

    answer = await submitted(shop, solution="return_refund", reason="dislike", condition=["intact"])

    assert answer.said == ["utter_request_refused"]
    assert answer.messages[0]["reason"] == "商品已经超过30天"
    assert answer.slots["offer"] == "human"


async def test_a_large_sum_is_not_the_assistants_to_return() -> None:
    """Whoever may is named in the rules."""
    dear = replace(an_order("signed"), paid_fen=Fen(80000))
    dear = replace(dear, lines=tuple(replace(line, unit_fen=Fen(80000)) for line in dear.lines))
    shop = shop_of(dear)

    answer = await submitted(shop, solution="return_refund", reason="dislike", condition=["intact"])

    assert (answer.handoff, shop.asked) == ("offered", [])


async def test_a_way_that_closed_meanwhile_goes_to_a_person() -> None:
    """The parcel was sent while they hesitated."""
    shop = shop_of(an_order("in_transit"))

    answer = await submitted(shop, solution="cancel_refund")

    assert (answer.handoff, shop.asked) == ("offered", [])
