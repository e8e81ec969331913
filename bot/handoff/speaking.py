"""Who of the staff may speak in a conversation now (invariants 2 and 5)."""

from __future__ import annotations

import json

from bot.handoff.control import Control, State
from bot.handoff.core import Ack, Parts
from bot.handoff.people import Agent
from bot.kernel.errors import BadInput, NotAllowed, Stale
from bot.kernel.text import clean

HELD = frozenset({State.HUMAN, State.TRANSFERRING, State.ORPHANED})
"""An agent is in charge and may speak: also while a colleague is asked, and while their line is thought broken."""


def colleagues(control: Control) -> dict[str, str]:
    """Who joined the agent in charge: names by id."""
    found: dict[str, str] = json.loads(control.joined) if control.joined else {}
    return found


def with_colleagues(control: Control, people: dict[str, str]) -> Control:
    """The record with these colleagues beside the agent."""
    return control.changed(joined=json.dumps(people, ensure_ascii=False) if people else "")


def require_charge(control: Control, who: Agent, epoch: int) -> None:
    """See that an agent is in charge under this epoch.

    Raises:
        NotAllowed: another agent is.
        Stale: nobody is, or the epoch moved on.
    """
    if control.state in HELD and control.agent_id == who.agent_id and control.epoch == epoch:
        return
    if control.state in HELD and control.agent_id != who.agent_id:
        raise NotAllowed(f"这位客户现在由 {control.agent_name} 接待。", by=control.agent_name)
    raise Stale(state=control.state.value, epoch=control.epoch)


def require_voice(control: Control, who: Agent, epoch: int) -> None:
    """See that somebody may speak to the customer: the agent in charge, or a colleague who joined.

    Raises:
        NotAllowed, Stale: as for :func:`require_charge`.
    """
    if not (control.state in HELD and who.agent_id in colleagues(control) and control.epoch == epoch):
        require_charge(control, who, epoch)


async def sent_before(parts: Parts, conversation: str, key: str) -> Ack | None:
    """What the first sending of these words got, or None: it counts also after control has moved on."""
    seen = await parts.store.seen_client_id(conversation, key)
    return Ack(seen, True) if seen else None


def words(text: str) -> str:
    """What an agent wrote, cleaned.

    Raises:
        BadInput: nothing is left of it.
    """
    text = clean(text)
    if not text:
        raise BadInput("内容是空的，请输入后再发送。")
    return text
