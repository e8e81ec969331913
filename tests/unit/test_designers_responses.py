"""Designers' responses: all that rules and code name, with facts that are given, and nothing one may not say."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
from support.designers_files import DOMAINS, INTENTS, RESPONSES, ROOT, RULES, SKILL_DOMAINS, load

from actions.responses import VARIABLES
from bot.commerce.days import shop_day
from bot.commerce.orders import OrderStatus
from bot.commerce.policy import refund_policy
from bot.runtime.policies.load import put_in_force

FORBIDDEN = ("别着急", "不要着急", "这不可能", "不是我们的问题", "你自己看", "一定", "绝对", "保证")
HASTE = ("尽快", "马上")
"""Empty as a promise (playbook H1, B3) unless the same sentence names a time."""
NAMED_TIME = re.compile(r"[0-9{][^,，。；]*(?:分钟|小时|点|天|日|}|秒)")
VARIABLE = re.compile(r"\{([a-z_]+)\}")
RESPONSE_NAME = re.compile(r"[\"'](utter_[a-z0-9_]+)")
NOT_A_RESPONSE = {"utter_action"}
"""Rasa's own key: which response a bot event was made from."""
DOCUMENTED = re.compile(r"^#\s+(utter_\w+)\(([^)]*)\)", re.MULTILINE)


def test_every_response_that_rules_or_code_name_exists() -> None:
    """A name ending in an underscore is put together in code: it needs at least one response that begins so."""
    rules = {step["action"] for entry in RULES for step in entry["steps"] if "action" in step}
    code = [path.read_text(encoding="utf-8") for room in ("actions", "bot") for path in (ROOT / room).rglob("*.py")]
    named = {name for name in rules if name.startswith("utter_")}
    named |= {name for text in code for name in RESPONSE_NAME.findall(text)} - NOT_A_RESPONSE

    missing = {name for name in named if not name.endswith("_") and name not in RESPONSES}
    missing |= {name for name in named if name.endswith("_") and not any(key.startswith(name) for key in RESPONSES)}

    assert missing == set()


def test_every_order_state_has_its_words() -> None:
    """Whatever state an order is in, there is a sentence that says so."""
    assert [state.value for state in OrderStatus if f"utter_order_{state.value}" not in RESPONSES] == []


def test_every_button_leads_to_an_intent_of_the_domain() -> None:
    """A button is ``/intent`` or ``/intent{...}`` of an intent that exists, and has a title."""
    buttons = [
        (name, button)
        for name, variants in RESPONSES.items()
        for variant in variants
        for button in variant.get("buttons", [])
    ]
    astray = [(name, b) for name, b in buttons if b["payload"].removeprefix("/").partition("{")[0] not in INTENTS]

    assert buttons
    assert [(name, b) for name, b in buttons if not b["payload"].startswith("/") or not b["title"].strip()] == []
    assert astray == []


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_a_response_says_nothing_forbidden(name: str) -> None:
    """No phrase that dismisses the customer, and no promise that cannot be kept (playbook H1, B3, F6)."""
    for variant in RESPONSES[name]:
        text = variant["text"]
        hasty = [part for part in re.split("[。！？!?\n]", text) if any(word in part for word in HASTE)]

        assert [word for word in FORBIDDEN if word in text] == []
        assert [part for part in hasty if not NAMED_TIME.search(part)] == []


@pytest.mark.parametrize("skill", ["domain", *sorted(DOMAINS)])
def test_responses_use_only_the_variables_their_file_lists(skill: str) -> None:
    """The comment on top of a domain file is what the authors of actions rely on."""
    path = ROOT / "domain.yml" if skill == "domain" else SKILL_DOMAINS / f"{skill}.yml"
    listed = {
        name: set(re.findall(r"\w+", variables))
        for name, variables in DOCUMENTED.findall(path.read_text(encoding="utf-8"))
    }
    responses = load(path).get("responses") or {}

    for name, variants in responses.items():
        used = {variable for variant in variants for variable in VARIABLE.findall(variant["text"])}
        assert used <= listed.get(name, set()), name
    assert set(listed) <= set(responses)


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_a_response_of_an_action_uses_only_facts_the_action_gives(name: str) -> None:
    """A variable nobody fills would reach the customer in braces."""
    used = {variable for variant in RESPONSES[name] for variable in VARIABLE.findall(variant["text"])}

    assert used <= set(VARIABLES[name])


def test_the_general_refund_answer_agrees_with_the_shops_policy() -> None:
    """Days, exclusions and freight in the words are those the shop decides by."""
    today = shop_day(datetime.now(timezone.utc))
    put_in_force(today)
    policy = refund_policy(today)
    days = (f"{policy.window_days}天", f"{policy.money_back_days}天", f"{policy.bank_days}个工作日")
    for variant in RESPONSES["utter_refund_policy_general"]:
        facts = (*days, *policy.excluded, *policy.freight_ours)
        assert [fact for fact in facts if fact not in variant["text"]] == []
