"""How the designers' files fit together: each rule with a project that keeps it and one that does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.tiny_project import TinyProject, examples

from actions.responses import VARIABLES
from bot.runtime.designers import project
from bot.runtime.designers.check.run import check
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.findings import RULES, errors
from bot.runtime.designers.full_check import complaints

ROOT = Path(__file__).parents[3]
DOMAIN, PARCEL, ACTION = "domain.yml", "domain/parcel.yml", "actions/parcel.py"
NLU, RULES_FILE, STORIES = "data/nlu/parcel.yml", "data/rules/parcel.yml", "data/stories/parcel.yml"


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with nothing wrong in it."""
    return TinyProject(tmp_path)


def test_a_project_with_nothing_wrong_has_no_findings(tiny: TinyProject) -> None:
    """The ground the tables below stand on."""
    assert tiny.check() == []


def test_the_projects_own_files_fit_together() -> None:
    """The same as `jiezhu check`."""
    files = project.load(provided=VARIABLES)

    assert errors(check(files, read_domain(files), date.today())) == []  # noqa: DTZ011 - as the command does


@pytest.mark.parametrize(
    "rule, file, old, new, at",
    [
        ("yaml", PARCEL, "intents:", "intents", None),
        ("yaml", PARCEL, "  utter_thanks:\n", "  utter_parcel:\n", "  utter_parcel:\n"),
        ("declared-twice", DOMAIN, "slots:", "intents:\n- thanks\n\nslots:", None),
        ("declared-twice", DOMAIN, "slots:", "entities:\n- order_id\n\nslots:", None),
        ("undeclared", RULES_FILE, "action: utter_thanks", "action: utter_thansk", "utter_thansk"),
        ("undeclared", RULES_FILE, "- intent: thanks", "- intent: thank", "intent: thank\n"),
        ("undeclared", RULES_FILE, "- intent: thanks", "- slot_was_set:\n    - mood: x\n  - intent: thanks", "mood"),
        ("undeclared", NLU, "我的包裹第3回到哪了", "[JZ1](orderid)第3回到哪了", "orderid"),
        ("undeclared", "data/labels.yml", "thanks: thanks\n", "thanks: thanks\nthank: thanks\n", "thank: "),
        ("action-without-code", ACTION, "action_tell_parcel", "action_tell_parcels", None),
        ("missing-response", PARCEL, "  utter_other_ask_invoice:\n", "  utter_other_invoice:\n", None),
        ("bad-button", DOMAIN, "的日子晚了，让您久等了。", "晚了。\n    buttons: [{title: 查, payload: /ask}]", "/ask"),
        ("bad-button", DOMAIN, "让您久等了。", "。\n    buttons: [{title: 查, payload: thanks}]", "payload"),
        ("bad-name", RULES_FILE, "parcel / customer thanks / thanked back", "thanks", "rule: thanks"),
        ("bad-name", RULES_FILE, "parcel / customer thanks /", "talk / customer thanks /", "talk /"),
        ("bad-name", RULES_FILE, "parcel / customer thanks / thanked back", "parcel / customer complains / told", None),
        ("label-missing", "data/labels.yml", "thanks: thanks\n", "", None),
        ("label-missing", "data/intents.yml", "thanks: 道谢\n", "", None),
        ("label-missing", "data/choices.yml", "开发票", "开发票开发票开发票开发票", "开发票"),
        ("declared-twice", "data/intents.yml", "thanks: 道谢", "thanks: 道谢\nask_parcel: 包裹", "ask_parcel"),
        ("bad-example", NLU, "    - 谢谢你第7次", "    谢谢你第7次", "谢谢你第7次"),
        ("example-in-two-intents", NLU, "谢谢你第7次", "第9张，发票怎么开？", "第9张，"),
        ("example-twice", NLU, "谢谢你第7次", "谢谢你第8次", None),
        ("bad-emotion-file", "data/emotions/angry.yml", "emotion: angry", "emotion: cross", "cross"),
        ("bad-emotion-file", "data/emotions/angry.yml", "  - 别碰我", "  别碰我", "别碰我"),
        ("unused", PARCEL, "actions:", "actions:\n- utter_nothing_at_all", "utter_nothing_at_all"),
        ("unused", DOMAIN, "  order_id:", "  colour: {type: text, mappings: [{type: custom}]}\n  order_id:", "colour"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_where_it_is(
    tiny: TinyProject, rule: str, file: str, old: str, new: str, at: str | None
) -> None:
    """File and line, and what to do (with None for a line the next test need not know)."""
    tiny.change(file, old, new)

    found = [finding for finding in tiny.check() if finding.rule == rule]

    assert found
    assert all(finding.better or rule == "yaml" for finding in found)
    if at is not None:
        assert (file, tiny.line(file, at)) in {(finding.file, finding.line) for finding in found}


def test_an_intent_needs_examples_and_a_rule(tiny: TinyProject) -> None:
    """Unless only a button made in code sends it."""
    tiny.change(PARCEL, "- thanks\n", "- thanks\n- choose_order\n")

    assert {finding.rule for finding in tiny.check()} == {
        "intent-without-examples",
        "intent-without-rule",
        "label-missing",
    }

    tiny.change(ACTION, 'LATE = "utter_late"', 'LATE = "utter_late"\nPAYLOAD = "/choose_order"')
    assert "intent-without-examples" not in {finding.rule for finding in tiny.check()}


def test_thirty_examples_are_few_enough_to_ask_for(tiny: TinyProject) -> None:
    """Below that an intent is not learnt."""
    tiny.change(NLU, "    - 谢谢你第7次\n", "")

    assert [(finding.rule, finding.level) for finding in tiny.check()] == [("few-examples", "warning")]


def test_files_of_a_skill_have_one_name(tiny: TinyProject) -> None:
    """Examples under another name are found nowhere."""
    text = (tiny.root / NLU).read_text("utf-8")
    (tiny.root / NLU).unlink()
    tiny.write("data/nlu/parcels.yml", text)

    found = [finding for finding in tiny.check() if finding.rule == "wrong-file"]

    assert ("data/nlu/parcels.yml", 1) in {(finding.file, finding.line) for finding in found}
    assert ("domain/parcel.yml", 1) in {(finding.file, finding.line) for finding in found}


def test_an_emotion_is_written_once(tiny: TinyProject) -> None:
    """The same line cannot be two feelings."""
    tiny.write("data/emotions/worried.yml", "emotion: worried\nexamples: |\n  - 急\n  - 别碰我\n")

    assert [(finding.rule, finding.line) for finding in tiny.check()] == [("bad-emotion-file", 4)]


def rules(text: str) -> str:
    """A rules file with the tiny project's rules and these."""
    from support.tiny_project import FILES

    return FILES[RULES_FILE] + text


SAME_RULE = """\
- rule: parcel / customer thanks again / told
  steps:
  - intent: thanks
  - action: utter_late
"""
ANOTHER_CONDITION = """\
- rule: parcel / customer thanks with an order / told
  condition:
  - slot_was_set:
    - mood: good
  steps:
  - intent: thanks
  - action: utter_late
"""
AT_THE_START = """\
- rule: parcel / customer thanks first thing / told
  conversation_start: true
  steps:
  - intent: thanks
  - action: utter_late
"""
LONGER = """\
- rule: parcel / customer thanks and more / told
  steps:
  - intent: thanks
  - action: utter_thanks
  - action: utter_late
"""
NOT_WAITING = LONGER.replace("  - action: utter_late\n", "").replace(
    "  steps:", "  wait_for_user_input: false\n  steps:"
)
ONE_OF_SEVERAL = """\
- rule: parcel / customer says one of two things / told
  steps:
  - or:
    - intent: affirm
    - intent: thanks
  - action: utter_late
"""
MOOD = "  mood: {type: categorical, values: [good, bad], mappings: [{type: custom}]}\n"


@pytest.mark.parametrize(
    "more, contradicts",
    [
        (SAME_RULE, True),
        (LONGER, True),
        (NOT_WAITING, False),
        (ANOTHER_CONDITION + ANOTHER_CONDITION.replace("good", "bad").replace("_late", "_thanks"), False),
        (ANOTHER_CONDITION.replace("good", "null"), False),
        (AT_THE_START, False),
        (AT_THE_START + AT_THE_START.replace("first thing", "at once").replace("utter_late", "utter_thanks"), True),
        (ONE_OF_SEVERAL, True),
        (ANOTHER_CONDITION, False),
        (SAME_RULE.replace("utter_late", "utter_thanks"), False),
    ],
)
def test_two_rules_for_the_same_moment_must_agree(tiny: TinyProject, more: str, contradicts: bool) -> None:
    """A rule with a condition, or for the beginning of a conversation, is for another moment."""
    tiny.change(DOMAIN, "slots:\n", f"slots:\n{MOOD}")
    tiny.write(RULES_FILE, rules(more))

    found = [finding for finding in tiny.check() if finding.rule == "contradiction"]

    assert bool(found) is contradicts
    assert all(finding.file == RULES_FILE for finding in found)


STORY = """\
stories:
- story: parcel / customer asks, then thanks / told
  steps:
  - intent: ask_parcel
  - action: action_tell_parcel
{middle}  - intent: thanks
  - action: {action}
"""


@pytest.mark.parametrize(
    "middle, action, rule, contradicts",
    [
        ("", "utter_thanks", "", False),
        ("", "utter_late", "", True),
        ("  - action: utter_late\n", "utter_thanks", "", True),
        ("  - slot_was_set:\n    - mood: good\n", "utter_late", "", True),
        ("  - slot_was_set:\n    - mood: good\n", "utter_late", ANOTHER_CONDITION, False),
        ("  - slot_was_set:\n    - mood: good\n", "utter_thanks", ANOTHER_CONDITION, True),
        ("  - slot_was_set:\n    - mood: bad\n", "utter_thanks", ANOTHER_CONDITION, False),
        ("", "utter_late", ANOTHER_CONDITION.replace("good", "null"), False),
        ("", "utter_thanks", ANOTHER_CONDITION.replace("good", "null"), True),
        ("  - slot_was_set:\n    - mood: good\n", "utter_thanks", ANOTHER_CONDITION.replace("good", "null"), False),
        ("", "utter_thanks", AT_THE_START, False),
    ],
)
def test_a_story_must_agree_with_the_rules(
    tiny: TinyProject, middle: str, action: str, rule: str, contradicts: bool
) -> None:
    """With the rule that decides at each of its moments: the one with the most conditions that hold."""
    tiny.change(DOMAIN, "slots:\n", f"slots:\n{MOOD}")
    tiny.write(RULES_FILE, rules(rule))
    tiny.write(STORIES, STORY.format(middle=middle, action=action))

    found = [finding for finding in tiny.check() if finding.rule == "contradiction"]

    assert bool(found) is contradicts
    assert all(finding.file == STORIES for finding in found)


def test_of_a_text_slot_only_counts_whether_it_is_set(tiny: TinyProject) -> None:
    """Two rules that differ only in its words are rules for the same moment."""
    tiny.change(DOMAIN, "slots:\n", "slots:\n  mood: {type: text, mappings: [{type: custom}]}\n")
    other = ANOTHER_CONDITION.replace("good", "bad").replace("utter_late", "utter_thanks").replace("an order", "two")
    tiny.write(RULES_FILE, rules(ANOTHER_CONDITION + other))

    assert [finding.rule for finding in tiny.check()] == ["contradiction"]


def test_a_slot_that_does_not_influence_the_dialogue_is_no_condition(tiny: TinyProject) -> None:
    """Rasa does not see it either."""
    tiny.write(RULES_FILE, rules(ANOTHER_CONDITION.replace("mood: good", "order_id: x")))

    assert [finding.rule for finding in tiny.check()] == ["contradiction"]


def test_with_a_broken_file_only_that_is_told(tiny: TinyProject) -> None:
    """Everything it declares would be called unknown."""
    tiny.change(NLU, "nlu:", "nlu")

    assert {(finding.rule, finding.file) for finding in tiny.check()} == {("yaml", NLU)}


def test_rasas_complaints_are_picked_out_of_its_talk() -> None:
    """Contradictions in Chinese; what Rasa cannot know is left out."""
    said = [
        "2026-11-22 03:15:21 INFO     rasa.validator  - Validating intents...",
        "\x1b[93m/x/io.py:100: UserWarning: The utterance 'utter_a' is not used in any story or rule.",
        "\x1b[93m/x/io.py:100: UserWarning: The intent 'a' is not used in any story or rule.",
        "/x/io.py:100: UserWarning: There is a message with no annotation.",
        "- the prediction of the action 'utter_b' in rule 'x / y / z' is contradicting with rule(s) 'p / q / r' which "
        "predicted action 'utter_c'.",
        "domain.yml 第 3 行：“a”已经在第 2 行写过一次了，请只保留一处。",
    ]

    assert list(complaints(said)) == [
        "There is a message with no annotation.",
        "规则“x / y / z”和“p / q / r”互相矛盾：同样的情况下，一个接 utter_b，另一个接 utter_c。",
        "domain.yml 第 3 行：“a”已经在第 2 行写过一次了，请只保留一处。",
    ]


def test_the_designers_page_explains_every_rule() -> None:
    """Whoever reads a finding finds its name there."""
    page = (ROOT / "docs" / "designers.md").read_text("utf-8")

    assert [rule for rule in RULES if f"`{rule}`" not in page] == []


def test_examples_of_two_files_are_one_intents_examples(tiny: TinyProject) -> None:
    """An intent may be taught in a second entry."""
    text = (tiny.root / NLU).read_text("utf-8")
    tiny.write(NLU, text + examples("thanks", "多谢啦第{}回"))

    assert tiny.check() == []
