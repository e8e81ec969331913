"""Where each box of a drawing stands: columns from left to right, close together, parents beside their children.

A layered layout after Sugiyama, Tagawa and Toda (1981), simple because a skill's dialogue is a few shallow trees with
shared ends: a node's column is its longest way from a beginning, its place in the column the order of first visit, and
its height the middle of its neighbours', kept apart by pooling (as in isotonic regression).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.runtime.designers.drawing.graph import Drawing, Node

GAP = 22.0
"""Between two boxes of a column, in pixels."""
_SWEEPS = 6


@dataclass(frozen=True)
class Placed:
    """A node with its column and its upper edge, in pixels."""

    node: Node
    column: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where edges meet it."""
        return self.top + self.height / 2


def place(drawing: Drawing, height_of: Callable[[Node], float]) -> Mapping[Node, Placed]:
    """Every node once, none over another; the topmost begins at 0."""
    columns = _columns(drawing)
    parents: dict[Node, list[Node]] = {}
    for node in (node for column in columns for node in column):
        for child in node.next:
            parents.setdefault(child, []).append(node)
    heights = {node: height_of(node) for column in columns for node in column}
    middles: dict[Node, float] = {}
    for sweep in range(_SWEEPS):
        backwards = sweep % 2 == 0
        for column in reversed(columns) if backwards else columns:
            wanted = []
            for node in column:
                near = node.next if backwards else parents.get(node, [])
                known = [middles[other] for other in near if other in middles]
                wanted.append(sum(known) / len(known) if known else middles.get(node, 0.0))
            middles |= zip(column, _apart(wanted, [heights[node] for node in column]), strict=True)
    top = min(middles[node] - heights[node] / 2 for node in middles)
    return {
        node: Placed(node, number, middles[node] - heights[node] / 2 - top, heights[node])
        for number, column in enumerate(columns)
        for node in column
    }


def _columns(drawing: Drawing) -> list[list[Node]]:
    depth: dict[Node, int] = {}

    def visit(node: Node, at: int) -> None:
        if depth.get(node, -1) < at:
            depth[node] = at
            for child in node.next:
                visit(child, at + 1)

    for root in drawing.roots:
        visit(root, 0)
    columns: list[list[Node]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in _in_order(drawing.roots, {}):
        columns[depth[node]].append(node)
    return columns


def _in_order(nodes: Sequence[Node], seen: dict[Node, None]) -> dict[Node, None]:
    for node in nodes:
        if node not in seen:
            seen[node] = None
            _in_order(node.next, seen)
    return seen


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles as near to the wanted ones as the boxes' heights allow, in the same order.

    Boxes that would overlap form a block whose middle is the mean of what its members want; blocks that then overlap
    are pooled again.
    """
    offsets: list[float] = []
    for number, height in enumerate(heights):
        room = (heights[number - 1] + height) / 2 + GAP if number else 0.0
        offsets.append((offsets[-1] if offsets else 0.0) + room)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append((want - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            other, others = blocks[-1]
            blocks[-1] = ((other * others + mean * count) / (others + count), others + count)
    shifts = [mean for mean, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]
