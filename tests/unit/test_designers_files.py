"""What designers write fits together: skills, intents, labels, rules and choices."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from support.designers_files import (
    ACTIONS,
    BUTTON_ONLY,
    DATA,
    DOMAINS,
    INTENTS,
    RULES,
    SKILLS,
    declared,
    examples_of,
    load,
    stems,
)

from bot.runtime import choices

LABELS = frozenset(
    re.findall(
        r"\w+",
        """
        order_status logistics delivery_delay signed_not_received refund_policy refund_request return_exchange
        cancel_order change_address invoice price_coupon product_quality damaged_or_missing service_attitude ask_human
        threat_expose anger_vent product_question payment account_member greet thanks goodbye affirm deny chitchat other
        """,
    )
)


def test_a_skill_has_the_same_file_name_in_every_folder_it_needs() -> None:
    """A skill of the domain has examples and rules, code when it has actions, and no file belongs to no skill."""
    skills = SKILLS
    spoken = {skill for skill in skills if set(declared(DOMAINS[skill], "intents")) - BUTTON_ONLY}
    with_actions = {skill for skill in skills if DOMAINS[skill].get("actions")}

    assert stems(DATA / "nlu") == spoken
    assert stems(DATA / "rules") == skills
    assert stems(DATA / "stories") <= skills
    assert with_actions <= stems(ACTIONS, ".py")


@pytest.mark.parametrize("skill", sorted(SKILLS))
def test_the_examples_and_rules_of_a_skill_are_about_its_own_intents(skill: str) -> None:
    """What a designer looks for stands in the file of that name, not in a neighbour's."""
    intents = set(declared(DOMAINS[skill], "intents"))
    ruled = {
        step["intent"]
        for rule in load(DATA / "rules" / f"{skill}.yml")["rules"]
        for step in rule["steps"]
        if "intent" in step
    }

    examples = DATA / "nlu" / f"{skill}.yml"
    assert set(examples_of(examples) if examples.exists() else ()) == intents - BUTTON_ONLY
    assert ruled - {"nlu_fallback"} == intents


@pytest.mark.parametrize("skill", sorted(skill for skill, domain in DOMAINS.items() if domain.get("actions")))
def test_every_action_of_a_skill_is_written_in_its_file(skill: str) -> None:
    """An action the domain promises exists in ``actions/<skill>.py``."""
    code = (ACTIONS / f"{skill}.py").read_text(encoding="utf-8")

    assert [name for name in declared(DOMAINS[skill], "actions") if f'"{name}"' not in code] == []


def test_every_intent_has_a_label_of_the_evaluation_set() -> None:
    """``data/labels.yml`` covers the domain's intents exactly, with the 27 labels and all of them."""
    labels = load(DATA / "labels.yml")

    assert set(labels) == INTENTS
    assert set(labels.values()) == LABELS


def test_rules_and_stories_have_names_of_their_own_in_one_form() -> None:
    """``skill / situation / outcome``, each name once."""
    names = [entry.get("rule") or entry.get("story") for entry in RULES]
    ill_formed = [name for name in names if len(name.split(" / ")) != 3 or name.split(" / ")[0] not in DOMAINS]

    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert ill_formed == []


def test_every_intent_leads_to_exactly_one_next_step() -> None:
    """No message that is understood is left without a next step, and none has two; a form's rules begin alike."""
    first: dict[str, set[str]] = {}
    for entry in RULES:
        if "rule" in entry and "intent" in entry["steps"][0]:
            first.setdefault(entry["steps"][0]["intent"], set()).add(entry["steps"][1]["action"])

    assert set(first) == INTENTS | {"nlu_fallback"}
    assert [intent for intent, steps in first.items() if len(steps) > 1] == []


def test_every_form_is_opened_by_a_rule_and_carried_out_by_one() -> None:
    """A form without a rule for its end would leave the customer with a question about something else."""
    forms = {form for domain in DOMAINS.values() for form in domain.get("forms") or {}}
    rules = [entry["steps"] for entry in RULES if "rule" in entry]
    opened = {step["active_loop"] for steps in rules for step in steps if step.get("active_loop")}
    ended = {
        one["action"]
        for steps in rules
        for one, two in pairwise(steps)
        if "active_loop" in two and not two["active_loop"]
    }

    assert forms
    assert forms == opened == ended


def test_every_choice_of_an_unclear_message_is_something_the_assistant_does() -> None:
    """A button leads to an intent with a rule; feelings and small talk are nothing to choose."""
    ruled = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}

    assert set(choices.load()) <= ruled
    assert not {"anger_vent", "chitchat", "greet", "thanks", "out_of_scope"} & set(choices.load())
    assert "ask_human" in choices.load()
