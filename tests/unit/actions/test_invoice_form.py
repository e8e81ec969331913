"""Invoices: what is asked, what is told about one that is there, and what the shop is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from action_bench import heard, run, shop_of
from rasa_sdk import Tracker
from support.shop_samples import NOW, MemoryShop, an_order, day

from actions.invoice import ActionSubmitInvoice, ValidateInvoice
from bot.commerce.days import moment
from bot.commerce.invoices import Invoice, InvoiceKind
from bot.commerce.outcomes import Accepted, Expected, Milestone
from bot.commerce.requests import RequestInvoice
from bot.kernel.money import Fen

NUMBER = "JZ251120000001"
COMPANY = "杭州云起科技有限公司"
TAX = "91330106MA27ABCD12"
OPENED = [{"event": "user"}, {"event": "active_loop", "name": "invoice_form"}]
MAIL = {"entity": "email", "value": "lin@163.com", "start": 0, "end": 11}


def opening(text: str, **more: Any) -> Tracker:
    """The message that opens the matter."""
    return heard("ask_invoice", text, events=OPENED, **more)


def inside(
    text: str, intent: str = "ask_invoice", entities: list[dict[str, Any]] | None = None, **slots: Any
) -> Tracker:
    """A message while the matter is open."""
    held = {"matter": "ask_invoice", "about_order": NUMBER, **slots}
    return heard(intent, text, events=[{"event": "user"}], slots=held, entities=entities)


def with_invoice(*, issued: bool, late: bool = False, status: str = "signed") -> MemoryShop:
    """A shop that made out, or is to make out, an invoice."""
    shop = shop_of(an_order(status))
    by = NOW + timedelta(hours=-1 if late else 1)
    when = NOW - timedelta(hours=2) if issued else None
    shop.their_invoices = [
        Invoice("FP1", NUMBER, InvoiceKind.PERSONAL, Fen(29900), NOW, by, "林晓", "lin@163.com", issued_at=when)
    ]
    return shop


@pytest.mark.parametrize(
    ("text", "entities", "said"),
    [
        ("开发票", [], "utter_invoice_which_kind"),
        ("开个人发票", [], "utter_invoice_give_email"),
        ("开个人发票,发lin@163.com", [MAIL], "utter_invoice_confirm"),
        ("开给公司", [], "utter_invoice_give_title"),
        (f"抬头:{COMPANY}", [], "utter_invoice_give_tax"),
        (f"抬头:{COMPANY},税号{TAX}", [], "utter_invoice_give_email"),
        (f"抬头:{COMPANY},税号{TAX},发lin@163.com", [MAIL], "utter_invoice_confirm_company"),
        (f"抬头:{COMPANY},税号9133010633", [], "utter_invoice_tax_misfit"),
        (f"开专票,抬头:{COMPANY},税号{TAX}", [], "utter_invoice_give_details"),
    ],
)
async def test_nothing_that_was_said_is_asked_for(text: str, entities: list[dict[str, Any]], said: str) -> None:
    """The next thing missing, or the whole of it to be confirmed."""
    answer = await run(ValidateInvoice, shop_of(an_order("signed")), opening(text, entities=entities))

    assert answer.said[-1] == said


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        ("paid", "开专票", "utter_invoice_after_signing"),
        ("in_transit", "开专票", "utter_invoice_after_signing"),
        ("unpaid", "开发票", "utter_invoice_nothing"),
        ("refunded", "开发票", "utter_invoice_nothing"),
        ("unpaid", f"{NUMBER}开发票", "utter_invoice_unpaid"),
        ("cancelled", f"{NUMBER}开发票", "utter_invoice_over"),
    ],
)
async def test_what_cannot_be_made_out_is_said_with_the_reason(status: str, text: str, said: str) -> None:
    """And where something else can be, it is offered."""
    answer = await run(ValidateInvoice, shop_of(an_order(status)), opening(text))

    assert answer.said == [said]


async def test_after_the_last_day_it_is_said_until_when_and_a_person_is_offered() -> None:
    """A year after ordering, by data/policies/invoice.yml."""
    shop = shop_of(an_order("signed", placed=moment(day(-400), 9)))

    answer = await run(ValidateInvoice, shop, opening("开个人发票"))

    assert answer.said == ["utter_invoice_too_late"]
    assert answer.slots["offer"] == "human"


@pytest.mark.parametrize(
    ("issued", "late", "text", "said"),
    [
        (True, False, "没收到发票", "utter_invoice_issued"),
        (False, False, "发票开好没", "utter_invoice_expected"),
        (False, True, "发票开好没", "utter_invoice_overdue"),
        (True, False, "抬头写错了", "utter_invoice_mend"),
    ],
)
async def test_an_invoice_that_was_asked_for_is_told(issued: bool, late: bool, text: str, said: str) -> None:
    """With its number, and when it was issued or is expected."""
    answer = await run(ValidateInvoice, with_invoice(issued=issued, late=late), opening(text))

    assert answer.said == [said]
    assert answer.messages[-1]["number"] == "FP1"


async def test_a_question_about_invoices_is_answered_and_the_form_goes_on() -> None:
    """It is neither a title nor a misunderstanding."""
    tracker = inside("运费能一起开进去吗", invoice_kind="company", requested_slot="invoice_title")

    answer = await run(ValidateInvoice, shop_of(an_order("signed")), tracker)

    assert answer.said == ["utter_invoice_about_amount", "utter_invoice_give_title"]
    assert answer.slots["misses"] == 0.0


async def test_a_yes_with_another_address_is_repeated_back() -> None:
    """The customer has not seen it."""
    known = {"invoice_kind": "personal", "invoice_title": "个人", "invoice_email": "a@b.com"}
    tracker = inside("对,邮箱用lin@163.com", "affirm", [MAIL], requested_slot="confirmed", **known)

    answer = await run(ValidateInvoice, shop_of(an_order("signed")), tracker)

    assert answer.said == ["utter_invoice_confirm"]
    assert answer.messages[0]["email"] == "lin@163.com"


async def test_the_invoice_is_asked_for_and_its_time_is_promised() -> None:
    """For the time the shop named; recorded (playbook F6)."""
    shop = shop_of(an_order("signed"))
    by = NOW + timedelta(minutes=20)
    shop.answers[RequestInvoice] = Accepted("FP9", NOW, (Expected(Milestone.INVOICE, by),), Fen(29900))
    known = {"invoice_kind": "company", "invoice_title": COMPANY, "invoice_tax_number": TAX, "invoice_email": "a@b.com"}

    answer = await run(
        ActionSubmitInvoice, shop, heard("affirm", "对", slots={"confirmed": True, "about_order": NUMBER, **known})
    )

    assert shop.asked[0][1] == RequestInvoice(NUMBER, InvoiceKind.COMPANY, COMPANY, "a@b.com", TAX)
    assert answer.said == ["utter_invoice_done"]
    promised = [card["data"] for card in answer.cards if card["kind"] == "promise"]
    assert [(one["code"], one["ref"], one["due_at"]) for one in promised] == [
        ("invoice", "FP9", int(by.timestamp() * 1000))
    ]
