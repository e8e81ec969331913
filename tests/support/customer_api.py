"""docs/customer-api.yaml and docs/customer-socket.yaml as judges: whether a frame or an answer is what they say.

The documents let anything be added; the judges here do not, so that what the hub says is in them.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCS = Path(__file__).parents[2] / "docs"
API, SOCKET = "customer-api.yaml", "customer-socket.yaml"
_BASE = "https://jiezhu.test/docs/"


@functools.cache
def document(name: str) -> dict[str, Any]:
    """A document, read once."""
    read: dict[str, Any] = yaml.safe_load((DOCS / name).read_text("utf-8"))
    return read


@functools.cache
def _registry() -> Registry[Any]:
    resources = [
        (_BASE + name, Resource.from_contents(_closed(copy.deepcopy(document(name))), DRAFT202012))
        for name in (API, SOCKET)
    ]
    return Registry().with_resources(resources)


def _closed(part: Any) -> Any:
    """Let objects have no other fields than those named, where the document does not say that they may."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(value) for name, value in part.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


def faults(reference: str, value: Any) -> list[str]:
    """What is wrong with a value by a schema such as ``customer-api.yaml#/components/schemas/Event``."""
    validator = Draft202012Validator({"$ref": _BASE + reference}, registry=_registry())
    found = validator.iter_errors(json.loads(json.dumps(value)))
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


def frames_of(operation: str) -> dict[str, str]:
    """The frames of a direction: kind of frame to the name of its message."""
    wanted = document(SOCKET)["operations"][operation]["messages"]
    names = [one["$ref"].rsplit("/", 1)[1] for one in wanted]
    messages = document(SOCKET)["components"]["messages"]
    return {messages[name]["payload"]["properties"]["t"]["const"]: name for name in names}


def faults_of_frame(operation: str, frame: Mapping[str, Any]) -> list[str]:
    """What is wrong with a frame of a direction (``fromCustomer``, ``toCustomer``)."""
    name = frames_of(operation).get(str(frame.get("t")))
    if name is None:
        return [f"no such frame: {frame.get('t')}"]
    return [f"{frame['t']}: {one}" for one in faults(f"{SOCKET}#/components/messages/{name}/payload", frame)]


def resolve(reference: str) -> Any:
    """What a reference of either document points at."""
    name, _, pointer = reference.removeprefix("./").partition("#/")
    part: Any = document(name)
    for step in pointer.split("/"):
        part = part[step.replace("~1", "/").replace("~0", "~")]
    return part
