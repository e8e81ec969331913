"""Examples of feelings (``data/emotions``): what the learned part of reading a feeling is trained from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.feelings import EMOTION
from bot.engine.yaml_files import DesignError, Document, Place, read
from bot.kernel.reading import EMOTIONS

_ADVICE = f"请写成 emotion: 加上 {'、'.join(EMOTIONS)} 中的一个。"


def examples(files: Sequence[Path]) -> list[Message]:
    """The examples of every file that has a top-level ``emotion``, as messages without an intent.

    Raises:
        DesignError: the emotion is none we know, the examples are not a list of lines, or one stands under two.
    """
    found: dict[str, tuple[str, Place]] = {}
    for path in files:
        document = read(path)
        if "emotion" in document.sections:
            emotion = _emotion(document)
            for line, place in _lines(document):
                earlier = found.setdefault(line, (emotion, place))
                if earlier[0] != emotion:
                    raise DesignError(f"{place}：“{line}”在 {earlier[1]} 已经算作 {earlier[0]} 了，请只保留一处。")
    return [Message(data={TEXT: line, EMOTION: emotion}) for line, (emotion, _) in found.items()]


def _emotion(document: Document) -> str:
    node = document.sections["emotion"]
    if not isinstance(node, yaml.ScalarNode) or node.value not in EMOTIONS:
        raise DesignError(f"{document.place(node)}：这里的情绪不认识，{_ADVICE}")
    return str(node.value)


def _lines(document: Document) -> list[tuple[str, Place]]:
    node = document.sections.get("examples")
    if not isinstance(node, yaml.ScalarNode):
        raise DesignError(f"{Place(document.path, 1)}：没有 examples: | ，例句请一行一句写在它下面，每行以“- ”开头。")
    first = node.start_mark.line + 2
    lines = []
    for number, line in enumerate(node.value.splitlines()):
        place = Place(document.path, first + number)
        if line.strip() and not line.startswith("- "):
            raise DesignError(f"{place}：这一行要以“- ”开头。")
        if line.strip():
            lines.append((line.removeprefix("- ").strip(), place))
    return lines
