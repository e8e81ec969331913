"""What designers write fits together: examples, rules, domain, labels and the names code refers to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.responses import VARIABLES
from bot.commerce.days import shop_day
from bot.commerce.orders import OrderStatus
from bot.commerce.policy import refund_policy
from bot.runtime import choices
from bot.runtime.policies.load import put_in_force

ROOT = Path(__file__).resolve().parents[2]
DATA, SKILL_DOMAINS, ACTIONS = ROOT / "data", ROOT / "domain", ROOT / "actions"
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
IMPORTANT = frozenset(
    {"ask_order_status", "ask_logistics", "complain_delay", "ask_refund_policy", "ask_human", "ask_decision"}
    | {"threat_expose", "anger_vent", "complain_service"}
)
LEAST, LEAST_IMPORTANT, LEAST_OUT_OF_SCOPE = 30, 60, 150
BUTTON_ONLY = frozenset({"choose_order", "choose", "send_evidence"})
"""Intents that only a button sends: nobody types them, so they have no examples."""

FORBIDDEN = ("别着急", "不要着急", "这不可能", "不是我们的问题", "你自己看", "一定", "绝对", "保证")
HASTE = ("尽快", "马上")
"""Empty as a promise (playbook H1, B3) unless the same sentence names a time."""
NAMED_TIME = re.compile(r"[0-9{][^,，。；]*(?:分钟|小时|点|天|日|}|秒)")

ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
VARIABLE = re.compile(r"\{([a-z_]+)\}")
RESPONSE_NAME = re.compile(r"[\"'](utter_[a-z0-9_]+)")
NOT_A_RESPONSE = {"utter_action"}
"""Rasa's own key: which response a bot event was made from."""
DOCUMENTED = re.compile(r"^#\s+(utter_\w+)\(([^)]*)\)", re.MULTILINE)


def load(path: Path) -> dict[str, Any]:
    """A YAML file as a mapping."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def stems(folder: Path, suffix: str = ".yml") -> set[str]:
    """Names of the skills that have a file in a folder."""
    return {path.stem for path in folder.glob(f"*{suffix}")}


def declared(domain: dict[str, Any], section: str) -> list[str]:
    """Names in a list section of a domain file, whether plain or with settings below."""
    return [next(iter(item)) if isinstance(item, dict) else item for item in domain.get(section) or []]


def words(example: str) -> str:
    """An example without annotations, in one Unicode form."""
    return unicodedata.normalize("NFKC", ANNOTATION.sub(r"\1", example)).lower().strip()


def bare(example: str) -> str:
    """Its letters and digits only; all of it when it has none."""
    text = words(example)
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN") or text


def examples_of(path: Path) -> dict[str, list[str]]:
    """Examples of each intent in a file."""
    found: dict[str, list[str]] = {}
    for item in load(path)["nlu"]:
        lines = [line.strip() for line in item.get("examples", "").splitlines() if line.strip()]
        if "intent" in item:
            found.setdefault(item["intent"], []).extend(line.removeprefix("- ").strip() for line in lines)
    return found


DOMAINS = {path.stem: load(path) for path in sorted(SKILL_DOMAINS.glob("*.yml"))}
SHARED = load(ROOT / "domain.yml")
INTENTS = {intent for domain in [SHARED, *DOMAINS.values()] for intent in declared(domain, "intents")}
RESPONSES: dict[str, list[dict[str, Any]]] = {
    name: variants
    for domain in [SHARED, *DOMAINS.values()]
    for name, variants in (domain.get("responses") or {}).items()
}
EXAMPLES = {
    intent: found for path in sorted((DATA / "nlu").glob("*.yml")) for intent, found in examples_of(path).items()
}
RULES = [
    entry
    for folder in ("rules", "stories")
    for path in sorted((DATA / folder).glob("*.yml"))
    for entry in load(path).get("rules", []) + load(path).get("stories", [])
]


SKILLS = {name for name, domain in DOMAINS.items() if domain.get("intents")}
"""Files of the domain without intents hold what several skills share."""


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


@pytest.mark.parametrize("intent", sorted(INTENTS - BUTTON_ONLY))
def test_an_intent_has_enough_examples(intent: str) -> None:
    """Thirty ways to say it, sixty for what matters most, and many more for all that is no business of ours."""
    least = LEAST_IMPORTANT if intent in IMPORTANT else LEAST
    least = LEAST_OUT_OF_SCOPE if intent == "out_of_scope" else least

    assert len(EXAMPLES[intent]) >= least


@pytest.mark.parametrize("intent", sorted(EXAMPLES))
def test_no_example_is_written_twice_in_an_intent(intent: str) -> None:
    """The same words twice count double and teach nothing."""
    times = Counter(words(example) for example in EXAMPLES[intent])

    assert [example for example, count in times.items() if count > 1] == []


def test_no_example_is_written_in_two_intents() -> None:
    """One wording means one thing, however it is punctuated."""
    owners: dict[str, set[str]] = {}
    for intent, examples in EXAMPLES.items():
        for example in examples:
            owners.setdefault(bare(example), set()).add(intent)

    assert {example: intents for example, intents in owners.items() if len(intents) > 1} == {}


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


def test_every_choice_of_an_unclear_message_is_something_the_assistant_does() -> None:
    """A button leads to an intent with a rule; feelings and small talk are nothing to choose."""
    ruled = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}

    assert set(choices.load()) <= ruled
    assert not {"anger_vent", "chitchat", "greet", "thanks", "out_of_scope"} & set(choices.load())
    assert "ask_human" in choices.load()
