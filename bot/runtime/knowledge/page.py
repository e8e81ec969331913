"""One entry's file: YAML between two lines of ``---``, below it the answer as plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.knowledge.entry import Entry
from bot.knowledge.placeholders import names
from bot.runtime.policies.form import Form, Notes
from bot.runtime.policies.problem import Problem

FENCE = "---"
LEAST_QUESTIONS = 3
"""Ways to ask that an entry needs, so that a paraphrase is near one of them."""
LONGEST_BUTTON = 10
"""Characters on a button, as in ``data/choices.yml``."""

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s|>|```|\|)|\*\*|!?\[[^\]]*\]\(|<[a-z/]|`", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A file cut in two.

    Attributes:
        front: the YAML with the line of ``---`` above it, so that its lines are the file's.
        text: the answer, without blank lines around it.
        text_line: the line of the file the answer begins on, from 1.
    """

    front: str
    text: str
    text_line: int


@dataclass(frozen=True)
class Reading:
    """What a file gave: an entry unless something is wrong, where its questions stand, and all that is wrong."""

    entry: Entry | None
    problems: list[Problem]
    question_lines: tuple[int, ...] = ()


def cut(content: str) -> Page | None:
    """The two parts; None when the file does not begin with ``---`` or has no second one."""
    lines = content.splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return None
    below = lines[end + 1 :]
    blank = next((at for at, line in enumerate(below) if line.strip()), 0)
    return Page("\n".join(lines[:end]) + "\n", "\n".join(below).strip(), end + 2 + blank)


def read(path: Path, shown: str, *, topic: str, figures: frozenset[str]) -> Reading:
    """Read one file.

    Args:
        shown: the file as a designer finds it.
        topic: title of its first level.
        figures: what may stand in braces.
    """
    try:
        page = cut(path.read_text("utf-8"))
    except UnicodeDecodeError:
        return _broken(shown, 1, "文件不是 UTF-8 编码，请用 UTF-8 另存一次。")
    if page is None:
        return _broken(shown, 1, "文件要以一行 --- 开头，写完 title、owner 这些，再写一行 ---，下面才是给客户的话。")
    try:
        loader = _LOADER(page.front)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _broken(shown, line, "两行 --- 之间的 YAML 格式不对，请检查这一行前后的冒号、引号和缩进。")
    except yaml.YAMLError:
        return _broken(shown, 1, "两行 --- 之间有 YAML 不认的字符，请删掉重写那一行。")
    if node is None:
        return _broken(shown, 1, "两行 --- 之间是空的，请写上 title、owner、valid_from、valid_until 和 questions。")
    notes = Notes(shown, loader)
    form = Form(notes, node, "")
    entry = _entry(form, page, key=f"{path.parent.name}/{path.stem}", topic=topic)
    _text(notes, page, figures)
    questions = dict(form_nodes(node)).get("questions")
    places = questions.value if isinstance(questions, yaml.SequenceNode) else []
    lines = tuple(item.start_mark.line + 1 for item in places)
    problems = sorted(notes.problems, key=lambda problem: problem.line)
    return Reading(None if problems else entry, problems, lines)


def form_nodes(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    """The pairs of a mapping; none for any other node."""
    return [(str(key.value), value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _entry(form: Form, page: Page, *, key: str, topic: str) -> Entry:
    entry = Entry(
        key=key,
        topic=topic,
        title=form.text("title"),
        owner=form.text("owner"),
        valid_from=form.day("valid_from"),
        valid_until=form.day_or_open("valid_until"),
        questions=form.texts("questions"),
        keywords=form.texts("keywords"),
        text=page.text,
        buttons=tuple(_button(button) for button in form.forms("buttons")) if form.has("buttons") else (),
        skills=frozenset(form.texts("skills")),
    )
    asked = {question.strip() for question in entry.questions if question.strip()}
    if len(asked) < LEAST_QUESTIONS:
        form.note("questions", f"客户的问法至少写{LEAST_QUESTIONS}种，每种都不一样，现在是{len(asked)}种。")
    if form.sound and entry.valid_until is not None and entry.valid_until < entry.valid_from:
        days = f"从 {entry.valid_from} 到 {entry.valid_until}"
        form.note("valid_until", f"有效期写反了：{days}，请把先后对调。")
    form.close()
    return entry


def _button(form: Form) -> tuple[str, str]:
    title, intent = form.text("title"), form.text("intent")
    if len(title) > LONGEST_BUTTON:
        form.note("title", f"按钮上最多{LONGEST_BUTTON}个字，现在是{len(title)}个。")
    form.close()
    return title, intent


def _text(notes: Notes, page: Page, figures: frozenset[str]) -> None:
    def note(message: str, at: int = 0) -> None:
        line = page.text_line + page.text.count("\n", 0, at)
        notes.problems.append(Problem(notes.file, line, "正文", message))

    if not page.text:
        note("第二行 --- 下面要写给客户的话，现在是空的。")
    markup = _MARKUP.search(page.text)
    if markup:
        note("客户看到的是普通的字，请去掉标题、加粗、链接这些 Markdown 记号；步骤写成“1. ”开头。", markup.start())
    for name in names(page.text):
        if name not in figures:
            known = "、".join(f"{{{one}}}" for one in sorted(figures))
            note(f"没有 {{{name}}} 这个规则里的数字。能用的：{known}。", page.text.index(f"{{{name}}}"))


def _broken(shown: str, line: int, why: str) -> Reading:
    return Reading(None, [Problem(shown, line, "整个文件", why)])
