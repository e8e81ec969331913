"""The two documents of the customers' side are well formed, and say what the hub is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from support.customer_api import API, DOCS, SOCKET, document, faults, frames_of, resolve

from bot.client import customer
from bot.handoff.projection import FOR_CUSTOMERS
from bot.hub import customer_poll, customer_requests, frames, room, sockets, wire
from bot.hub.customer_room import SUBPROTOCOL
from bot.hub.limits import Limits
from bot.kernel import errors, text
from bot.kernel.errors import JiezhuError

HUB = Path(frames.__file__).parent
HANDOFF = HUB.parent / "handoff"


def schema(name: str) -> dict[str, Any]:
    """A schema both documents use."""
    found: dict[str, Any] = document(API)["components"]["schemas"][name]
    return found


def test_the_one_for_http_is_openapi() -> None:
    """By the rules of OpenAPI 3.1."""
    validate(document(API))


def test_the_one_for_sockets_has_the_shape_of_asyncapi() -> None:
    """Version, and every part AsyncAPI 3.0 requires of each object that is used."""
    said = document(SOCKET)

    assert said["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= said["info"].keys()
    assert set(said) <= {
        "asyncapi",
        "id",
        "info",
        "defaultContentType",
        "servers",
        "channels",
        "operations",
        "components",
    }
    assert all({"host", "protocol"} <= server.keys() for server in said["servers"].values())
    for operation in said["operations"].values():
        assert operation["action"] in {"send", "receive"}
        channel = operation["channel"]["$ref"]
        # Messages of an operation have to be taken from its channel, not from the components.
        assert all(one["$ref"].startswith(f"{channel}/messages/") for one in operation["messages"])
    for message in said["components"]["messages"].values():
        assert message["payload"]["type"] == "object"
        assert message["payload"]["properties"]["t"]["const"]


@pytest.mark.parametrize("name", [API, SOCKET])
def test_every_reference_leads_somewhere(name: str) -> None:
    """Also from one document to the other."""
    for reference in _references(document(name)):
        resolve(reference if not reference.startswith("#") else f"{name}{reference}")


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def test_every_frame_the_hub_knows_is_there() -> None:
    """Those it takes and those it sends, and no others."""
    socket = (HUB / "customer_socket.py").read_text("utf-8")
    passing = [frames.typing("bot", ""), frames.read_mark("agent", 1)]
    shown = [frames.aside_for_customer(frame) for frame in passing]
    sends = set(re.findall(r'"t": "(\w+)"', socket)) | {frame["t"] for frame in shown if frame}
    for module in ("follow.py", "frames.py"):
        sends |= set(re.findall(r'"t": "(event|control|nack|error)"', (HUB / module).read_text("utf-8")))
    takes = set(customer_requests.WAYS) | {"hello"} | set(re.findall(r'(?<!\.)\bkind == "(\w+)"', socket))
    takes |= {word for words in re.findall(r"kind in \{([^}]*)\}", socket) for word in re.findall(r'"(\w+)"', words)}

    assert set(frames_of("toCustomer")) == sends
    assert set(frames_of("fromCustomer")) == takes


def test_every_kind_of_event_has_its_data() -> None:
    """Kinds and fields are those that may leave towards a customer."""
    data = {
        rule["if"]["properties"]["kind"]["const"]: rule["then"]["properties"]["data"]
        for rule in schema("Event")["allOf"]
    }
    named = {kind: set(resolve(f"{API}{one['$ref']}")["properties"]) for kind, one in data.items()}
    # An order among several carries its button; by itself it is no field of the card's event.
    named["order_card"] -= {"choice"}

    assert named == {kind: set(allowed) for kind, allowed in FOR_CUSTOMERS.items()}
    assert schema("Event")["properties"]["kind"]["examples"] == list(FOR_CUSTOMERS)


def test_every_notice_is_named() -> None:
    """Its code is what a program can go by."""
    said = {
        code for file in HANDOFF.rglob("*.py") for code in re.findall(r'notice\(\s*"(\w+)"', file.read_text("utf-8"))
    }

    assert said <= set(schema("NoticeData")["properties"]["code"]["examples"])


def test_every_close_code_is_explained() -> None:
    """A client decides by it whether to come back."""
    table = document(SOCKET)["info"]["description"]
    ours = {getattr(room, name) for name in ("BAD_HELLO", "NOT_LET_IN", "FOREIGN", "TRY_LATER", "BROKEN", "FLOOD")}
    ours |= {sockets.REPLACED, sockets.RESTARTING, wire.NOT_TEXT, 1009}
    explained = {int(code) for code in re.findall(r"^\| (\d{4})\b", table, re.MULTILINE)}

    assert explained == ours


def test_every_error_code_is_one_of_the_family() -> None:
    """And those the customers' side raises are all there."""
    kinds = {
        name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, JiezhuError)
    }
    raised = set()
    for module in HUB.glob("customer_*.py"):
        raised |= {
            kinds[name].code for name in re.findall(r"raise (\w+)\(", module.read_text("utf-8")) if name in kinds
        }
    named = set(schema("ErrorCode")["examples"])

    assert raised <= named <= {kind.code for kind in kinds.values()}


def test_the_numbers_are_those_of_the_code() -> None:
    """Limits, lengths, patterns, the name of the subprotocol."""
    usual = {field.name: field.default for field in fields(Limits)}
    api, socket = document(API)["info"]["description"], document(SOCKET)["info"]["description"]

    assert f"{usual['messages']} messages at once, then {usual['messages_per_s']:g} a second" in api
    assert f"{usual['frames']} calls at once, then {usual['frames_per_s']:g} a second" in api
    assert (
        f"{usual['arrivals']} sessions from one address at once, then {usual['arrivals_per_s']:g} a second"
        in " ".join(api.split())
    )
    assert f"{usual['windows']} callers" in api
    assert f"more than {usual['windows']} windows" in socket
    assert f"within {usual['hello_s']:g} seconds" in socket
    assert f"at most {usual['frame_bytes'] // 1024} KB" in socket
    assert f"{usual['frames']} frames at once, or {usual['frames_per_s']:g} a second" in socket
    assert f"nothing for {usual['stall_s']:g} seconds" in socket
    assert f"{usual['asides']} at once, then {usual['asides_per_s']:g} a second" in socket
    assert f"more than {customer_poll.LONGEST_WAIT_S} counts" in str(document(API)["paths"]["/events"])
    assert schema("Message")["properties"]["text"]["maxLength"] == text.MAX_CHARS
    assert schema("ClientId")["pattern"] == f"^{frames._CLIENT_ID.pattern}$"
    bindings = document(SOCKET)["channels"]["chat"]["bindings"]["ws"]["headers"]["properties"]
    assert bindings["Sec-WebSocket-Protocol"]["const"] == SUBPROTOCOL == customer.SUBPROTOCOL


def test_the_judge_refuses_what_is_not_in_the_documents() -> None:
    """A judge that lets everything pass would judge nothing."""
    taken = {"seq": 1, "duplicate": False}
    reference = f"{API}#/components/schemas/Taken"

    assert faults(reference, taken) == []
    assert faults(reference, taken | {"more": 1}) != []
    assert faults(reference, {"seq": "1", "duplicate": False}) != []


def test_both_are_where_the_pages_say() -> None:
    """A link that leads nowhere is found before an app team finds it."""
    for name in (API, SOCKET):
        assert (DOCS / name).is_file()
