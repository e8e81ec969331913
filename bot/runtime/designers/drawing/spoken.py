"""Which responses an action may say, read from its code: from its class through every function that it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.runtime.designers.project import Project

HAND_OFF = "hand_off"
"""The call that asks for a person."""

_ASKING = {"said", "ran", "offered_human"}
"""Functions that ask whether a response was said before; to name one there is not to say it."""

_IN_EVERY_ACTION = {"SkillAction", "Turn", "Services"}
"""What all actions share says the same apologies whatever the skill: not part of its dialogue."""


@dataclass(frozen=True)
class Spoken:
    """What an action may say.

    Attributes:
        responses: names; ``beginnings`` are those put together in code, e.g. ``utter_empathy_``.
        hands_off: whether it may call a person.
    """

    responses: tuple[str, ...]
    beginnings: tuple[str, ...]
    hands_off: bool


@dataclass
class _Piece:
    """A top-level class, function or constant: the names it uses and what it says itself."""

    uses: set[str] = field(default_factory=set)
    says: list[str] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)
    hands_off: bool = False
    title: str = ""


Key = tuple[str, str]
"""Module and name."""


def spoken_by_actions(project: Project) -> Mapping[str, Spoken]:
    """What each action may say, by its name in the domain."""
    pieces: dict[Key, _Piece] = {}
    imported: dict[Key, Key] = {}
    for path, text in project.code.items():
        if path.startswith("actions/"):
            module = PurePosixPath(path).stem
            tree = ast.parse(text)
            pieces |= {(module, name): piece for name, piece in _pieces(tree)}
            imported |= {(module, name): origin for name, origin in _imports(tree)}
    titles = {piece.title: key for key, piece in pieces.items() if piece.title}
    return {title: _gather(key, pieces, imported) for title, key in titles.items()}


def _gather(start: Key, pieces: Mapping[Key, _Piece], imported: Mapping[Key, Key]) -> Spoken:
    said: dict[str, None] = {}
    begun: dict[str, None] = {}
    hands_off = False
    seen: set[Key] = set()
    left = [start]
    while left:
        key = left.pop(0)
        key = imported.get(key, key)
        piece = pieces.get(key)
        if piece is None or key in seen:
            continue
        seen.add(key)
        said |= dict.fromkeys(piece.says)
        begun |= dict.fromkeys(piece.begins)
        hands_off = hands_off or piece.hands_off
        left += [(key[0], name) for name in sorted(piece.uses)]
    return Spoken(tuple(said), tuple(begun), hands_off)


def _pieces(tree: ast.Module) -> Iterator[tuple[str, _Piece]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name not in _IN_EVERY_ACTION:
                yield node.name, _piece(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id != "VARIABLES":
                    yield target.id, _piece(node.value)


def _piece(node: ast.AST) -> _Piece:
    piece = _Piece()
    for child in _spoken_part(node):
        if isinstance(child, ast.Name):
            piece.uses.add(child.id)
        elif isinstance(child, ast.Attribute) and child.attr == HAND_OFF:
            piece.hands_off = True
        elif isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value.startswith("utter_"):
            (piece.begins if child.value.endswith("_") else piece.says).append(child.value)
        elif isinstance(child, ast.Assign) and isinstance(child.value, ast.Constant):
            name = child.targets[0]
            if isinstance(name, ast.Name) and name.id == "title":
                piece.title = str(child.value.value)
    return piece


def _spoken_part(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below a node but the arguments of questions about what was said."""
    yield node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ASKING:
        return
    for child in ast.iter_child_nodes(node):
        yield from _spoken_part(child)


def _imports(tree: ast.Module) -> Iterator[tuple[str, Key]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("actions."):
            module = str(node.module).rpartition(".")[2]
            for name in node.names:
                yield name.asname or name.name, (module, name.name)
