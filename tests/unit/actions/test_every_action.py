"""What holds for all actions: failures, promises to the domain, no text in code."""

from __future__ import annotations

import ast
import asyncio
import logging
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from action_bench import entity, heard, run, services_of, shop_of
from rasa_sdk import Action
from support.shop_samples import MemoryShop, an_order

from actions import base
from actions.base import SkillAction
from actions.logistics import ActionTellLogistics
from actions.order_status import ActionChooseOrder, ActionTellOrderStatus
from actions.registry import ACTIONS, executor
from actions.responses import PAGES, VARIABLES

ROOT = Path(__file__).resolve().parents[3]
ASKS_THE_SHOP = [
    (ActionTellOrderStatus, "ask_order_status"),
    (ActionChooseOrder, "choose_order"),
    (ActionTellLogistics, "ask_logistics"),
]


def domain() -> dict[str, Any]:
    """The domain files, merged as the importer merges them."""
    merged: dict[str, Any] = {"responses": {}, "actions": [], "intents": [], "slots": {}}
    for path in [ROOT / "domain.yml", *sorted((ROOT / "domain").glob("*.yml"))]:
        part = yaml.safe_load(path.read_text("utf-8"))
        merged["responses"] |= part.get("responses", {})
        merged["actions"] += part.get("actions", [])
        merged["slots"] |= part.get("slots", {})
    return merged


class Broken(MemoryShop):
    """A shop whose adapter has a bug that quotes the customer."""

    async def orders(self, customer_id: str, limit: int = 20) -> list[Any]:
        raise RuntimeError("13812345678 林晓")


class Slow(MemoryShop):
    """A shop that never answers."""

    async def orders(self, customer_id: str, limit: int = 20) -> list[Any]:
        await asyncio.Event().wait()
        return []


@pytest.mark.parametrize("action, intent", ASKS_THE_SHOP)
async def test_a_shop_that_is_down_gets_an_honest_sentence_and_the_offer_of_a_person(
    action: type[SkillAction], intent: str
) -> None:
    """And a misunderstanding before it still counts: nothing was answered."""
    shop = shop_of(an_order())
    shop.down = True
    tracker = heard(intent, "JZ251120000001", slots={"misses": 1.0}, entities=[entity("order_id", "JZ251120000001")])

    answer = await run(action, shop, tracker)

    assert answer.said == ["utter_shop_unavailable"]
    assert answer.slots == {"offer": "human"}


async def test_a_shop_too_slow_for_a_turn_counts_as_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub gives a turn five seconds; the customer hears from the bot before that."""
    monkeypatch.setattr(base, "ANSWER_WITHIN_S", 0.05)

    answer = await run(ActionTellOrderStatus, Slow([], []), heard("ask_order_status"))

    assert answer.said == ["utter_shop_unavailable"]


async def test_a_bug_gets_a_sentence_and_a_log_line_without_personal_data(caplog: pytest.LogCaptureFixture) -> None:
    """Never a traceback to the customer, never the customer's words to the log."""
    with caplog.at_level(logging.DEBUG):
        answer = await run(ActionTellOrderStatus, Broken([], []), heard("ask_order_status", "我是林晓 13812345678"))

    assert answer.said == ["utter_action_failed"]
    assert "action.failed action=action_tell_order_status error=RuntimeError at=orders:" in caplog.text
    assert "林晓" not in caplog.text
    assert "13812345678" not in caplog.text


async def test_a_fact_that_would_upset_rasas_template_is_made_harmless() -> None:
    """Rasa 3.6.21 shows the bare template when a filled-in fact holds "0["."""
    order = an_order("cancelled", title="手机壳 10[透明]")

    answer = await run(ActionTellOrderStatus, shop_of(order), heard("ask_order_status"))

    assert answer.messages[0]["title"] == "手机壳 10［透明]"


def test_exactly_our_actions_are_registered() -> None:
    """Not those of tests, not the SDK's, though all are subclasses of the same class."""

    class ActionOfSomebodyElse(Action):
        def name(self) -> str:
            return "action_of_somebody_else"

    assert {action.title for action in ACTIONS} == set(executor(services_of(shop_of())).actions)


def test_the_domain_names_exactly_our_actions() -> None:
    """An action the domain does not name is never called; one that nobody wrote fails in front of a customer."""
    assert {action.title for action in ACTIONS} == set(domain()["actions"])


def test_every_response_an_action_says_is_in_the_domain_and_uses_only_facts_it_is_given() -> None:
    """A placeholder without its fact would reach the customer as it is written."""
    responses = domain()["responses"]
    slots = set(domain()["slots"])
    for name, variables in VARIABLES.items():
        used = set(re.findall(r"{([^{}]+)}", " ".join(variant["text"] for variant in responses[name])))
        assert used <= set(variables) | slots, name


def test_a_response_is_listed_once() -> None:
    """Listed on two pages, the facts of one of them would be lost without a word."""
    assert sum(len(page.VARIABLES) for page in PAGES) == len(VARIABLES)


def test_no_sentence_is_written_in_an_action() -> None:
    """Designers own the words: what actions hold of Chinese reads the customer's (patterns, keys of tables)."""
    for path in sorted((ROOT / "actions").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        read = {id(constant) for node in ast.walk(tree) for constant in _only_read(node)}
        said = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in read
        ]
        assert path.name == "serve.py" or not [words for words in said if re.search("[一-鿿]", words)], path.name


def _only_read(node: ast.AST) -> list[ast.AST]:
    """Constants below a node that nobody hears: docstrings, patterns, keys."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
        return [below for argument in node.args for below in ast.walk(argument)]
    return list(node.keys) if isinstance(node, ast.Dict) else []
