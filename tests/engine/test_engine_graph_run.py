"""The graph of components gives what Rasa's own runner gives."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.engine import graph_run

pytestmark = pytest.mark.engine

_rasas_own = DaskGraphRunner.run


class Adds(GraphComponent):
    """Adds its inputs and a number of its own, and notes when it ran."""

    ran: ClassVar[list[int]] = []

    def __init__(self, number: int) -> None:
        self._number = number

    @classmethod
    def create(cls, config: dict[str, Any], *_rest: Any, **_more: Any) -> Adds:
        """See parent."""
        return cls(config["number"])

    @classmethod
    def load(cls, config: dict[str, Any], *_rest: Any, **_more: Any) -> Adds:
        """See parent."""
        return cls(config["number"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        return {"number": 0}

    def add(self, one: int = 0, two: int = 0) -> int:
        """The sum."""
        Adds.ran.append(self._number)
        return one + two + self._number


def node(number: int, **needs: str) -> SchemaNode:
    """A node that adds ``number`` to what it needs."""
    return SchemaNode(needs=needs, uses=Adds, constructor_name="create", fn="add", config={"number": number})


@pytest.fixture
def runner(tmp_path: Path) -> DaskGraphRunner:
    """A diamond, declared back to front, and a node nobody needs."""
    nodes = {
        "last": node(1000, one="left", two="right"),
        "right": node(100, one="first"),
        "left": node(10, one="first"),
        "first": node(1, one="given"),
        "aside": node(5, one="given"),
    }
    Adds.ran = []
    schema = GraphSchema(nodes)
    return DaskGraphRunner(schema, LocalModelStorage(tmp_path), ExecutionContext(schema))


@pytest.mark.parametrize("targets", [["last"], ["left", "right"], ["first"], ["aside", "last"]])
def test_targets_get_the_same_outputs_as_from_rasas_own_runner(runner: DaskGraphRunner, targets: list[str]) -> None:
    """Every time, not only the first."""
    expected = _rasas_own(runner, {"given": 7}, targets)

    assert graph_run.run(runner, {"given": 7}, targets) == expected
    assert graph_run.run(runner, {"given": 8}, targets) == _rasas_own(runner, {"given": 8}, targets)


def test_only_what_a_target_needs_runs_and_only_once(runner: DaskGraphRunner) -> None:
    """The first node of a diamond is not asked twice."""
    graph_run.run(runner, {"given": 0}, ["last"])

    assert sorted(Adds.ran) == [1, 10, 100, 1000]


def test_an_input_that_is_missing_is_an_error(runner: DaskGraphRunner, caplog: pytest.LogCaptureFixture) -> None:
    """The same as Rasa's."""
    for run in (_rasas_own, graph_run.run):
        with caplog.at_level(logging.ERROR), pytest.raises(GraphRunError, match="Missing input"):
            run(runner, {}, ["last"])


def test_an_input_named_like_a_node_is_an_error(runner: DaskGraphRunner) -> None:
    """The same as Rasa's."""
    for run in (_rasas_own, graph_run.run):
        with pytest.raises(GraphRunError, match="clashes"):
            run(runner, {"given": "left"}, ["last"])
