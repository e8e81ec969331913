"""Reads ``data/replies/agents.yml``, and says what is wrong with it, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.commerce.orders import OrderStatus
from bot.handoff.brief import DEMANDS
from bot.handoff.lines import REASONS
from bot.kernel.errors import SettingError
from bot.runtime.agent_replies.library import Library, Reply, Situation
from bot.runtime.policies.form import Form
from bot.runtime.policies.problem import Problem
from bot.runtime.policies.sheet import Entry, Head, Sheet
from bot.runtime.settings import ROOT

NAME = "data/replies/agents.yml"
FILE = ROOT / NAME
ORDER_FACTS = (*(status.value for status in OrderStatus), "late", "refund")
LONGEST_TITLE = 14
"""Characters that fit on a line of the desk's list."""


def read(path: Path = FILE, shown: str = NAME) -> tuple[Library, list[Entry], list[Problem]]:
    """The library, its entries with their places, and all that is wrong; with a problem it is not to be used."""
    sheet = Sheet(path, shown)
    library = Library(sheet.section("situations", _situation), sheet.section("replies", _reply))
    sheet.done()
    for entry in sheet.entries:
        _versions(entry, sheet.entries)
    known = {rule.code for rule in library.situations.versions}
    for entry in sheet.sound("replies"):
        if isinstance(entry.rule, Reply) and entry.rule.situation not in known:
            entry.form.note("situation", f"没有“{entry.rule.situation}”这个情形。这里有：{'、'.join(sorted(known))}。")
    return library, sheet.entries, sheet.problems


def load(path: Path = FILE) -> Library:
    """The library, ready for use.

    Raises:
        SettingError: something is wrong; the message lists all of it, a line each.
    """
    library, _, problems = read(path)
    if problems:
        raise SettingError("客服常用语有写错的地方：\n" + "\n".join(str(problem) for problem in problems))
    return library


def _situation(form: Form, head: Head) -> Situation:
    return Situation(
        code=head.code,
        validity=head.validity,
        name=form.text("name"),
        intents=frozenset(form.texts("intents")),
        demands=_known(form, "demands", DEMANDS),
        orders=_known(form, "orders", ORDER_FACTS),
        reasons=_known(form, "reasons", REASONS),
        upset=form.flag("upset", default=False),
        opening=form.flag("opening", default=False),
    )


def _reply(form: Form, head: Head) -> Reply:
    title = form.text("title")
    if len(title) > LONGEST_TITLE:
        form.note("title", f"最多{LONGEST_TITLE}个字，工作台上一行写不下，现在是{len(title)}个字。")
    calm, upset = (tuple(text.strip() for text in form.texts(name)) for name in ("calm", "upset"))
    if not calm:
        form.note("calm" if form.has("calm") else "", "缺少 calm，应当是一句或几句话，每句前面是“- ”。")
    for name, said in (("calm", calm), ("upset", upset)):
        if "" in said:
            form.note(name, "有一句是空的，请写上或者删掉。")
    return Reply(
        code=head.code,
        validity=head.validity,
        situation=form.text("situation"),
        title=title,
        calm=calm,
        upset=upset,
    )


def _known(form: Form, name: str, known: Iterable[str]) -> frozenset[str]:
    given = form.texts(name)
    for word in given:
        if word not in known:
            form.note(name, f"“{word}”不对，应当是 {'、'.join(known)} 之一。")
    return frozenset(given)


def _versions(entry: Entry, entries: list[Entry]) -> None:
    """On each day at most one version of a code holds."""
    for earlier in entries[: entries.index(entry)]:
        same = (earlier.section, earlier.rule.code) == (entry.section, entry.rule.code)
        if same and earlier.rule.validity.overlaps(entry.rule.validity):
            entry.form.note("code", f"“{entry.rule.code}”在第 {earlier.form.line()} 行已经写过，有效期重叠了。")
            return
