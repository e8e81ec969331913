"""What supervisors and quality assurance can do in a colleague's conversation: whisper, join, leave (playbook E2)."""

from __future__ import annotations

from bot.handoff.control import Control
from bot.handoff.core import Ack, Parts, append_once, change
from bot.handoff.events import Draft, notice, of_agent
from bot.handoff.people import Agent
from bot.handoff.speaking import HELD, colleagues, with_colleagues, words
from bot.handoff.store_port import Commit
from bot.kernel.errors import NotAllowed, Stale


class Overseeing:
    """The part of the conversation service for those who look after others' conversations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def whisper(self, conversation: str, *, agent: Agent, client_id: str, text: str) -> Ack:
        """Tell the agent in charge something that the customer never sees.

        Raises:
            NotAllowed: the role does not allow it.
        """
        _require_oversight(agent)
        draft = Draft(of_agent(agent), "whisper", words(text), visibility="staff", client_id=client_id)
        return await append_once(self._parts, conversation, [draft], f"a:{agent.agent_id}:{client_id}")

    async def join(self, conversation: str, *, agent: Agent) -> None:
        """Speak beside the agent in charge, who stays in charge; the customer is told. Joining twice is fine.

        Raises:
            NotAllowed: the role does not allow it.
            Stale: nobody is in charge.
        """
        _require_oversight(agent)

        async def decide(control: Control) -> Commit | None:
            if control.state not in HELD:
                raise Stale(state=control.state.value, epoch=control.epoch)
            there = colleagues(control)
            if agent.agent_id in there or agent.agent_id == control.agent_id:
                return None
            told = notice("joined", self._parts.lines.say("joined", agent=agent.name), agent_name=agent.name)
            joined = with_colleagues(control, there | {agent.agent_id: agent.name})
            return Commit(expect=control, exact=True, drafts=[told], control=joined)

        await change(self._parts, conversation, decide)

    async def leave(self, conversation: str, *, agent: Agent) -> None:
        """Speak there no longer; leaving what one did not join is fine."""

        async def decide(control: Control) -> Commit | None:
            there = colleagues(control)
            if agent.agent_id not in there:
                return None
            del there[agent.agent_id]
            told = Draft(of_agent(agent), "note", "已退出会话", {"about": "left"}, "staff")
            return Commit(expect=control, exact=True, drafts=[told], control=with_colleagues(control, there))

        await change(self._parts, conversation, decide)


def _require_oversight(agent: Agent) -> None:
    if not agent.oversees:
        raise NotAllowed("只有主管和质检可以这样做。")
