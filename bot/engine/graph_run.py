"""Runs a graph of components in an order that is worked out once.

Rasa has dask schedule the same few nodes anew three times a turn (understanding, action, listening), which costs as
much as the policies compute. The nodes, their inputs and their errors stay Rasa's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

_ORDERS = "_jiezhu_orders"


class _Step(NamedTuple):
    """A node to call, and whose outputs it takes, in its own order."""

    name: str
    node: GraphNode
    needs: tuple[str, ...]


def run(runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> Any:
    """What :meth:`DaskGraphRunner.run` becomes.

    Raises:
        GraphRunError: an input has the name of a node, or a node misses its input.
    """
    wanted = tuple(targets or runner._graph_schema.target_names)
    orders = runner.__dict__.setdefault(_ORDERS, {})
    if wanted not in orders:
        orders[wanted] = _order(runner, wanted)
    outputs: dict[str, Any] = {}
    for name, value in (inputs or {}).items():
        if isinstance(value, str) and value in runner._graph_schema.nodes:
            raise GraphRunError(f"Input value '{value}' clashes with a node name.")
        outputs[name] = (name, value)
    for step in orders[wanted]:
        # A name nobody provides goes in as itself: the node says so and leaves it out.
        outputs[step.name] = step.node(*(outputs.get(need, need) for need in step.needs))
    return {target: outputs[target][1] for target in wanted}


def _order(runner: DaskGraphRunner, targets: Sequence[str]) -> list[_Step]:
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
    known = {name: {need for need in of_one if need in nodes} for name, of_one in needs.items()}
    try:
        names = list(TopologicalSorter(known).static_order())
    except CycleError as error:
        raise GraphRunError("The graph of components has a cycle.") from error
    return [_Step(name, runner._instantiated_nodes[name], needs[name]) for name in names]
