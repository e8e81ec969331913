"""docs/shop-api.yaml as a judge: whether a request and an answer are what it says."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from openapi_schema_validator import OAS31Validator, oas31_format_checker

DOCUMENT = Path(__file__).parents[2] / "docs" / "shop-api.yaml"


@functools.cache
def document() -> dict[str, Any]:
    """The document, read once."""
    read: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    return read


class ShopApi:
    """The document, and its operations by ``operationId``."""

    def __init__(self) -> None:
        self.document = document()
        self.operations = {
            operation["operationId"]: (method, path, operation) for method, path, operation in self._all()
        }

    def faults_of_request(
        self,
        operation_id: str,
        places: Mapping[str, str],
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> list[str]:
        """What is wrong with a request; empty when nothing is."""
        _, path, operation = self.operations[operation_id]
        given = {"path": places, "query": query, "header": headers}
        wrong = []
        for parameter in [*self.document["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
            wanted = self._follow(parameter)
            value = given[wanted["in"]].get(wanted["name"])
            if value is None:
                wrong += [f"{wanted['name']} is missing"] if wanted.get("required") else []
            else:
                number = self._follow(wanted["schema"]).get("type") == "integer"
                wrong += self._against(wanted["schema"], int(value) if number else value)
        if "requestBody" in operation:
            wrong += self._against(_schema(operation["requestBody"]), json.loads(body))
        elif body:
            wrong.append("a body where there is none")
        return [f"{operation_id}: {one}" for one in wrong]

    def faults_of_answer(self, operation_id: str, status: int, body: bytes) -> list[str]:
        """What is wrong with an answer; empty when nothing is."""
        answers = self.operations[operation_id][2]["responses"]
        said = self._follow(answers.get(str(status), answers["default"]))
        if "content" not in said:
            return [f"{operation_id}: a body where there is none"] if body else []
        return [f"{operation_id} {status}: {one}" for one in self._against(_schema(said), json.loads(body))]

    def _against(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        whole = {**schema, "components": self.document["components"]}
        judge = OAS31Validator(whole, format_checker=oas31_format_checker)
        return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(value)]

    def _follow(self, thing: Mapping[str, Any]) -> Mapping[str, Any]:
        """The thing itself, or what it refers to."""
        if "$ref" not in thing:
            return thing
        found: Any = self.document
        for part in thing["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def _all(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield method, path, operation


def _schema(said: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = said["content"]["application/json"]["schema"]
    return schema
