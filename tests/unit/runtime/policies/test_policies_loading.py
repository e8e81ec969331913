"""The shop's rules from ``data/policies/``: the shop's own are sound and complete."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from support.policy_files import PRICES, TODAY, problems

from bot.adapters.demo_shop_catalogue import CATEGORY_OF
from bot.commerce.policies.reason import Fault
from bot.commerce.policies.solution import Solution
from bot.commerce.reasons import Reason
from bot.language.reasons import REASONS
from bot.runtime.policies import load


def test_the_shops_rules_are_sound_today() -> None:
    """Nothing wrong, nothing lapsed."""
    assert load.read(TODAY)[1] == []


def test_the_shops_rules_know_every_category_of_the_demo_shop() -> None:
    """No goods of the demo need a person only because nobody wrote a rule."""
    categories = {rule.code for rule in load.load(TODAY).categories.categories.on(TODAY)}

    assert set(CATEGORY_OF.values()) <= categories


def test_every_reason_a_customer_can_give_has_a_rule_and_a_choice() -> None:
    """What the language room finds in a text is a reason of the book; two solutions at least (playbook F4)."""
    book = load.load(TODAY)

    assert set(REASONS) <= {reason.value for reason in Reason}
    for reason in Reason:
        rule = book.refunds.reasons.need(reason.value, TODAY)
        assert len(rule.solutions) >= 2, reason


def test_a_day_without_rules_of_its_own_uses_those_of_the_time(folder: Path) -> None:
    """A new version takes over on its first day."""
    older = PRICES.replace("- days: 7", "- valid_until: 2026-05-31\n  days: 7")
    newer = "- valid_from: 2026-06-01\n" + PRICES.split("price_protection:\n")[1].replace("- days: 7", "  days: 15")
    (folder / "price_protection.yml").write_text(older + newer, "utf-8")
    rules = load.load(TODAY, folder).price_protection

    assert problems(folder) == []
    assert [rules.need("price_protection", day).days for day in (date(2026, 5, 31), date(2026, 6, 1))] == [7, 15]


def test_the_sample_of_fault_and_solution_in_the_shops_rules_is_kind_to_the_customer() -> None:
    """Whoever is not at fault never pays freight, and can always keep a way to get the money back."""
    for rule in load.load(TODAY).refunds.reasons.on(TODAY):
        back = {Solution.RETURN_REFUND, Solution.REFUND_ONLY} & {remedy.solution for remedy in rule.solutions}
        assert back, rule.code
        assert rule.fault in (Fault.CUSTOMER, Fault.UNCLEAR) or rule.freight.value == "shop"
