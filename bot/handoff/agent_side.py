"""What an agent can do: claim, write, note, resolve. Only the one in charge may speak (invariants 2 and 5)."""

from __future__ import annotations

from typing import Literal

from bot.handoff import returning
from bot.handoff.control import Control, State
from bot.handoff.core import TRIES, Ack, Parts, too_contended
from bot.handoff.events import Draft, notice, of_agent
from bot.handoff.machine import Trigger, move
from bot.handoff.packing import control_event
from bot.handoff.people import Agent
from bot.handoff.ports import Commit
from bot.kernel.errors import AlreadyClaimed, BadInput, EngineUnavailable, NotAllowed, NotFound, Stale
from bot.kernel.text import clean


class AgentSide:
    """The staff's half of the conversation service."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def claim(self, conversation: str, *, handoff_id: str, epoch: int, agent: Agent) -> None:
        """Take charge of a waiting customer. Of several who try, one wins; claiming again what one has is fine.

        Raises:
            AlreadyClaimed: somebody else has it; ``by`` is the name.
            Stale: the customer went back to the bot, or waits in another handoff by now.
        """
        for _ in range(TRIES):
            control = await self._parts.store.control(conversation)
            if control.state is State.HUMAN and control.handoff_id == handoff_id:
                if control.agent_id == agent.agent_id:
                    return
                raise AlreadyClaimed(f"{control.agent_name} 已经接入这位客户了。", by=control.agent_name)
            if control.handoff_id != handoff_id or control.epoch != epoch or control.state is not State.QUEUED:
                raise Stale(state=control.state.value, epoch=control.epoch)
            done = await self._parts.store.commit(conversation, self._claimed(control, agent))
            if done.outcome == "done":
                return
        raise too_contended()

    async def agent_says(self, conversation: str, *, agent: Agent, epoch: int, client_id: str, text: str) -> Ack:
        """Send the agent's words to the customer.

        Raises:
            NotAllowed: another agent is in charge.
            Stale: nobody is, or the epoch moved on: the words stay with the agent as a draft.
        """
        text = self._words(text)
        key = f"a:{agent.agent_id}:{client_id}"
        for _ in range(TRIES):
            control = await self._in_charge(conversation, agent, epoch, key)
            if isinstance(control, Ack):
                return control
            now = self._parts.clock.now_ms()
            spoken = control.changed(
                waiting_on="customer", due_at=now + self._parts.times.idle, last_text=text[:80], last_at=now
            )
            draft = Draft(of_agent(agent), "text", text, client_id=client_id)
            change = Commit(expect=control, exact=True, drafts=[draft], client_id=key, control=spoken)
            done = await self._parts.store.commit(conversation, change)
            if done.outcome != "stale":
                return Ack(done.seq, done.outcome == "repeated")
        raise too_contended()

    async def agent_notes(self, conversation: str, *, agent: Agent, client_id: str, text: str) -> Ack:
        """Keep a note that only staff can read."""
        text = self._words(text)
        key = f"a:{agent.agent_id}:{client_id}"
        for _ in range(TRIES):
            control = await self._parts.store.control(conversation)
            draft = Draft(of_agent(agent), "note", text, visibility="staff", client_id=client_id)
            change = Commit(expect=control, drafts=[draft], client_id=key)
            done = await self._parts.store.commit(conversation, change)
            if done.outcome != "stale":
                return Ack(done.seq, done.outcome == "repeated")
        raise too_contended()

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
        control = await self._in_charge(conversation, agent, epoch, "")
        assert isinstance(control, Control)
        data = {"result": result, "result_text": chosen.promise, "title": chosen.title, "next": next}
        data["handoff_id"] = control.handoff_id
        due = self._parts.clock.now_ms() + self._parts.times.returning
        leaving = control.changed(state=move(control.state, Trigger.RESOLVED), next=next, due_at=due)
        change = Commit(
            expect=control,
            drafts=[Draft(of_agent(agent), "resolution", clean(note), data, "staff")],
            control=leaving,
        )
        done = await self._parts.store.commit(conversation, change)
        if done.outcome == "stale":
            raise Stale(state=done.control.state.value, epoch=done.control.epoch)
        try:
            await returning.finish(self._parts, conversation)
        except EngineUnavailable:
            raise EngineUnavailable("智能助手暂时接不回去，会话还在您这里，请稍后再试。") from None

    def _claimed(self, control: Control, who: Agent) -> Commit:
        now = self._parts.clock.now_ms()
        human = control.changed(
            state=move(control.state, Trigger.CLAIMED),
            agent_id=who.agent_id,
            agent_name=who.name,
            claimed_at=now,
            waiting_on="agent",
            due_at=now + self._parts.times.reply,
        )
        joined = notice("agent_joined", self._parts.lines.say("agent_joined", agent=who.name), agent_name=who.name)
        return Commit(
            expect=control,
            after=[control_event(control, human.state, reason="accepted", by=who.agent_id), joined],
            control=human,
            bump=True,
            queue="out",
            agent=(who.agent_id, "add"),
        )

    async def _in_charge(self, conversation: str, who: Agent, epoch: int, key: str) -> Control | Ack:
        control = await self._parts.store.control(conversation)
        if control.state is State.HUMAN and control.agent_id == who.agent_id and control.epoch == epoch:
            return control
        # A resend of words that did get through, after control has moved on, is still that first result.
        if key and (seen := await self._parts.store.seen_client_id(conversation, key)):
            return Ack(seen, True)
        if control.state is State.HUMAN and control.agent_id != who.agent_id:
            raise NotAllowed(f"这位客户现在由 {control.agent_name} 接待。", by=control.agent_name)
        raise Stale(state=control.state.value, epoch=control.epoch)

    def _words(self, text: str) -> str:
        text = clean(text)
        if not text:
            raise BadInput("内容是空的，请输入后再发送。")
        return text
