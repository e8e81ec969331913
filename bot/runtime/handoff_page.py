"""``docs/handoff.md``, made from the transition table."""

from __future__ import annotations

from bot.handoff.control import CONTROLLER, State
from bot.handoff.machine import TABLE
from bot.handoff.machine_words import STATES, TRIGGERS
from bot.runtime.settings import ROOT

PAGE = ROOT / "docs" / "handoff.md"

_HEAD = """# Handoff: who speaks, and how that changes

Written by `jiezhu handoff --markdown` from the one transition table (`bot/handoff/machine.py`); a test fails when the
two differ. A pair of state and trigger that is not below is an error, whoever asks. Each change is one atomic script in
the store (`docs/decisions/0005-one-store-script.md`), and the **epoch** grows whenever somebody else may speak.

## States

| state | who may speak | meaning | due time |
| --- | --- | --- | --- |
"""


def as_markdown() -> str:
    """The page."""
    states = "".join(
        f"| `{state.value}` | {CONTROLLER[state].value} | {STATES[state][0]} | {STATES[state][1]} |\n"
        for state in State
    )
    moves = "".join(
        f"| `{old.value}` | `{trigger.value}` | `{new.value}` | {TRIGGERS[trigger]} |\n"
        for (old, trigger), new in TABLE.items()
    )
    return (
        f"{_HEAD}{states}\n## Picture\n\n```mermaid\n{_mermaid()}```\n\n"
        f"## Transitions\n\n| from | trigger | to | what happened |\n| --- | --- | --- | --- |\n{moves}"
    )


def _mermaid() -> str:
    lines = ["stateDiagram-v2", "    [*] --> bot"]
    lines += [f"    {old.value} --> {new.value}: {trigger.value}" for (old, trigger), new in TABLE.items()]
    return "\n".join(lines) + "\n"
