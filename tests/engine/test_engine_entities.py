"""What a message names, as Rasa gets to know it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.entities import NamedThingsExtractor
from bot.kernel.clock import SHOP_ZONE, FixedClock
from bot.language.entity import Kind

pytestmark = pytest.mark.engine

PROJECT = Path(__file__).resolve().parents[2]
WEDNESDAY = FixedClock(datetime(2026, 11, 18, 12, tzinfo=SHOP_ZONE))


def read(text: str | None) -> list[dict[str, Any]]:
    """The entities of a message."""
    message = Message({"text": text} if text is not None else {})
    return NamedThingsExtractor(WEDNESDAY).process([message])[0].get("entities")


@pytest.mark.parametrize(
    "text,found",
    [
        ("订单JZ251118000123到哪了", [("order_id", "JZ251118000123", "JZ251118000123")]),
        ("单号jz 251118000123呢", [("order_id", "JZ251118000123", "jz 251118000123")]),
        (
            "251118000123和251118000456",
            [("order_id", "JZ251118000123", "251118000123"), ("order_id", "JZ251118000456", "251118000456")],
        ),
        ("快递sf1234567890123不动", [("tracking_no", "SF1234567890123", "sf1234567890123")]),
        ("单号78123456789012", [("tracking_no", "78123456789012", "78123456789012")]),
        ("EA123456789CN没到", [("tracking_no", "EA123456789CN", "EA123456789CN")]),
        ("打12315", []),
        ("", []),
    ],
)
def test_numbers_keep_their_names_and_their_one_spelling(text: str, found: list[tuple[str, str, str]]) -> None:
    """Chinese has no spaces around them; the value is a string, the place is that of the words."""
    assert [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in read(text)] == found


def test_a_tracking_number_says_its_carrier_beside_it() -> None:
    """The value stays the bare number, as actions read it."""
    (carrier, number) = read("圆通的8012345678901")

    assert (carrier["entity"], carrier["value"]["codes"]) == ("carrier", ["YTO"])
    assert (number["value"], number["carrier"]) == ("8012345678901", "YTO")


def test_all_kinds_come_with_their_values() -> None:
    """Days are counted from the time of reading."""
    found = {e["entity"]: e["value"] for e in read("上周五花两百多买的，三天了还没到，电话13812345678，坏了两件")}

    assert found["date"] == {"at": "2026-11-13", "granularity": "day"}
    assert (found["amount"]["min_fen"], found["amount"]["max_fen"]) == (20000, 30000)
    assert found["duration"]["min_hours"] == 72
    assert found["phone"] == {"number": "13812345678", "type": "mobile"}
    assert found["quantity"] == {"number": 2, "unit": "件"}
    assert found["reason"] == "quality"


def test_the_extractor_is_made_by_the_graph_and_names_itself(tmp_path: Path) -> None:
    """As `config.yml` does it; a message without text is left alone."""
    context = ExecutionContext(GraphSchema({}), node_name="entities")
    made = NamedThingsExtractor.create({}, LocalModelStorage(tmp_path), Resource("entities"), context)

    (message,) = made.process([Message({"text": "JZ251118000123"})])

    assert message.get("entities")[0]["extractor"] == "NamedThingsExtractor"
    assert read(None) == []


def test_what_is_found_survives_the_tracker() -> None:
    """Values with parts are kept as JSON, and features of a message know kinds only."""
    said = UserUttered("两百多", {"name": "affirm"}, read("大概两百多吧"))
    said.use_text_for_featurization = False

    kept = Event.from_parameters(json.loads(json.dumps(said.as_dict())))

    assert kept.entities == said.entities
    assert said.as_sub_state()["entities"] == ["amount"]


def test_every_kind_is_declared_and_none_decides_what_happens_next() -> None:
    """An entity that rules could see would make every rule depend on what else a customer mentions."""
    declared = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["entities"]

    assert {name for entry in declared for name in entry} == set(get_args(Kind))
    assert all(setting == {"influence_conversation": False} for entry in declared for setting in entry.values())
    assert re.search(r"nlu\.entities\.NamedThingsExtractor", (PROJECT / "config.yml").read_text(encoding="utf-8"))
