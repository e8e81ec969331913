"""The knowledge base as designers' texts: ``data/knowledge/<topic>/<name>.md`` with the lines its words stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.kernel.yaml_files import Document
from bot.runtime.designers.project import Project
from bot.runtime.knowledge import page

FOLDER = "data/knowledge"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def pages(project: Project) -> Iterator[tuple[Document, yaml.ScalarNode]]:
    """Every entry that can be read: its front matter, and its answer as a node that knows its line."""
    for path in sorted((project.root / FOLDER).rglob("*.md")):
        found = _page(path)
        if found is not None:
            yield found


def _page(path: Path) -> tuple[Document, yaml.ScalarNode] | None:
    try:
        cut = page.cut(path.read_text("utf-8"))
        node = yaml.compose(cut.front, Loader=_LOADER) if cut else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        # Told with its line by bot/runtime/designers/check/knowledge.py.
        return None
    if cut is None or not isinstance(node, yaml.MappingNode):
        return None
    document = Document(path, {str(key.value): value for key, value in node.value})
    # A text in the style "|" begins on the line below its node.
    mark = yaml.Mark(str(path), 0, max(cut.text_line - 2, 0), 0, "", 0)
    return document, yaml.ScalarNode("tag:yaml.org,2002:str", cut.text, mark, mark, style="|")
