"""What an agent in charge can do: write, note, promise a call-back, resolve. Only they may speak (invariant 2)."""

from __future__ import annotations

from typing import Literal

from bot.handoff import parking, returning
from bot.handoff.control import Control, State
from bot.handoff.core import Ack, Parts, append_once, change
from bot.handoff.events import Draft, of_agent
from bot.handoff.machine import Trigger, move
from bot.handoff.people import Agent
from bot.handoff.speaking import require_charge, require_voice, sent_before, words
from bot.handoff.standing import control_event
from bot.handoff.store_port import Commit
from bot.kernel.errors import BadInput, EngineUnavailable, NotFound, Stale
from bot.kernel.text import clean

LONGEST_CALL_BACK_MS = 7 * 24 * 3_600_000
"""How far ahead an agent may promise a call-back: what is further away is a follow-up, not a waiting customer."""


class AgentSide:
    """The part of the conversation service for the agent in charge."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def agent_says(self, conversation: str, *, agent: Agent, epoch: int, client_id: str, text: str) -> Ack:
        """Send the agent's words to the customer. A colleague who joined may speak, too.

        Raises:
            NotAllowed: another agent is in charge.
            Stale: nobody is, or the epoch moved on: the words stay with the agent as a draft.
        """
        text = words(text)
        key = f"a:{agent.agent_id}:{client_id}"

        async def decide(control: Control) -> Commit | None:
            require_voice(control, agent, epoch)
            draft = Draft(of_agent(agent), "text", text, client_id=client_id)
            spoken = self._spoken(control, agent, text)
            back = [control_event(control, spoken.state, reason="back")] if spoken.state is not control.state else []
            return Commit(expect=control, exact=True, drafts=[draft], after=back, client_id=key, control=spoken)

        try:
            done = await change(self._parts, conversation, decide)
        except (Stale, NotFound):
            # A resend of words that did get through, after control has moved on, is still that first result.
            if seen := await sent_before(self._parts, conversation, key):
                return seen
            raise
        assert done is not None
        return Ack(done.seq, done.outcome == "repeated")

    async def agent_notes(self, conversation: str, *, agent: Agent, client_id: str, text: str) -> Ack:
        """Keep a note that only staff can read."""
        draft = Draft(of_agent(agent), "note", words(text), visibility="staff", client_id=client_id)
        return await append_once(self._parts, conversation, [draft], f"a:{agent.agent_id}:{client_id}")

    async def park(self, conversation: str, *, agent: Agent, epoch: int, due_at: int, note: str) -> None:
        """Promise to be back at a time (ms); until then the customer need not wait at the screen (playbook D5).

        Raises:
            BadInput: the time has passed, or is more than a week away.
            NotAllowed, Stale: as for :meth:`agent_says`.
        """
        now = self._parts.clock.now_ms()
        if not now < due_at <= now + LONGEST_CALL_BACK_MS:
            raise BadInput("约定的时间要在现在之后、一周以内。", field="due_at")

        async def decide(control: Control) -> Commit | None:
            require_charge(control, agent, epoch)
            return parking.parked_by_agent(self._parts, control, agent=agent, due_at=due_at, note=clean(note))

        await change(self._parts, conversation, decide)

    async def resolve(
        self,
        conversation: str,
        *,
        agent: Agent,
        epoch: int,
        result: str,
        note: str,
        next: Literal["bot", "close"],
    ) -> None:
        """End the human stretch with a result and give control on.

        Raises:
            NotFound: there is no such result.
            NotAllowed, Stale: as for :meth:`agent_says`.
            EngineUnavailable: the bot cannot be told, so the agent keeps the conversation (invariant 12).
        """
        chosen = self._parts.lines.result(result)
        if chosen is None:
            raise NotFound("没有这个处理结果，请刷新后重选。", result=result)

        async def decide(control: Control) -> Commit | None:
            require_charge(control, agent, epoch)
            data = {"result": result, "result_text": chosen.promise, "title": chosen.title, "next": next}
            data["handoff_id"] = control.handoff_id
            due = self._parts.clock.now_ms() + self._parts.times.returning
            leaving = control.changed(state=move(control.state, Trigger.RESOLVED), next=next, due_at=due)
            said = Draft(of_agent(agent), "resolution", clean(note), data, "staff")
            record = control_event(control, leaving.state, reason="resolved", by=agent.agent_id)
            return Commit(expect=control, exact=True, drafts=[said, record], control=leaving)

        await change(self._parts, conversation, decide)
        try:
            await returning.finish(self._parts, conversation)
        except EngineUnavailable:
            raise EngineUnavailable("智能助手暂时接不回去，会话还在您这里，请稍后再试。") from None

    def _spoken(self, control: Control, agent: Agent, text: str) -> Control:
        now = self._parts.clock.now_ms()
        clocks = self._parts.rules.clocks.person_spoke(control.clocks, now, senior=agent.senior)
        said = {"waiting_on": "customer", "last_text": text[:80], "last_at": now, "clocks": clocks}
        if control.state is State.TRANSFERRING:
            return control.changed(**said)
        # Whoever speaks is not lost, whatever became of their lease.
        back = State.HUMAN if control.state is not State.ORPHANED else move(control.state, Trigger.AGENT_BACK)
        return control.changed(**said, state=back, due_at=now + self._parts.times.idle)
