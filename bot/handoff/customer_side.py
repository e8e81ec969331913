"""What a customer can do: write, press a button, send a picture, ask for a person, go back to the bot."""

from __future__ import annotations

from typing import Any

from bot.handoff import returning
from bot.handoff.channels import noted, on_channel
from bot.handoff.control import FRESH_HANDOFF, Control, Priority, State
from bot.handoff.core import TRIES, Ack, Parts, change, too_contended
from bot.handoff.customer_deeds import CustomerDeeds
from bot.handoff.dispatch import Dispatch
from bot.handoff.escalation import Escalation, escalation
from bot.handoff.events import Draft, notice, of_customer
from bot.handoff.evidence import PICTURE_TEXT, check_first_bytes, payload_of
from bot.handoff.history import RECENT, empathy_shown_lately
from bot.handoff.incoming import Incoming
from bot.handoff.machine import Trigger, move
from bot.handoff.merging import refuse_if_merged
from bot.handoff.people import CustomerProfile
from bot.handoff.speaking import sent_before
from bot.handoff.standing import control_event, untold
from bot.handoff.store_port import Commit, Committed, Turn
from bot.handoff.together import Together
from bot.handoff.turns import TurnWorker
from bot.kernel.errors import BadInput, IllegalTransition, NotFound
from bot.kernel.ids import is_conversation_id, new_id
from bot.kernel.reading import Reading
from bot.kernel.text import clean

LINES_READ = 6
"""How many of the customer's own lines before a message are given to the reader: no fewer than it looks at."""

ASKS_HUMAN = "/ask_human"
"""The payload of every button that calls a person; the hub acts on it without asking the engine (playbook D1)."""


class CustomerSide:
    """The customer's half of the conversation service."""

    def __init__(self, parts: Parts, turns: TurnWorker, dispatch: Dispatch) -> None:
        self._parts = parts
        self._turns = turns
        self._dispatch = dispatch
        self._deeds = CustomerDeeds(parts)
        self._read = Together(parts.read)

    async def open_for(self, profile: CustomerProfile, *, conversation: str | None = None) -> str:
        """The conversation of this person: lifelong for a customer, kept by the session for a visitor.

        Raises:
            NotFound: a visitor's session names something that is not a conversation.
        """
        fresh = new_id("c", self._parts.clock.now_ms())
        if profile.verified:
            conversation = await self._parts.store.conversation_of(profile.customer_id, fresh)
        elif conversation is not None and not is_conversation_id(conversation):
            raise NotFound()
        conversation = conversation or fresh
        await self._parts.store.keep_profile(conversation, profile)
        return conversation

    async def customer_says(self, conversation: str, *, client_id: str, text: str, channel: str = "") -> Ack:
        """Take a message that came over a channel (empty: it is not noted); it is in the log when this returns.

        Raises:
            BadInput: nothing readable is left of the text.
            StoreUnavailable: it could not be kept; the sender may send it again with the same ``client_id``.
        """
        text = clean(text)
        if not text:
            raise BadInput("这条消息是空的，请输入内容后再发送。")
        profile = await self._parts.store.profile(conversation)
        reading = await self._read(text, await self._parts.store.customer_lines(conversation, LINES_READ))
        unheard = reading.emotion in {"worried", "dissatisfied"} and not empathy_shown_lately(
            await self._parts.store.tail(conversation, RECENT)
        )
        staff: dict[str, Any] = {"reading": reading.as_dict(), **noted(channel)}
        said = Draft(of_customer(profile), "text", text, client_id=client_id, staff=staff)

        def turn() -> Turn:
            empathy = reading.emotion if unheard else ""
            return Turn(self._turn_id(), text=text, emotion=reading.emotion, empathy=empathy)

        incoming = Incoming(f"c:{client_id}", said, reading, turn, escalation(reading), channel)
        return await self._take(conversation, incoming)

    async def customer_chooses(self, conversation: str, *, client_id: str, choice_id: str, channel: str = "") -> Ack:
        """Take a pressed button or card.

        Raises:
            NotFound: the bot never offered it in this conversation.
        """
        meaning = await self._parts.store.choice(conversation, choice_id)
        if meaning is None:
            raise NotFound("这个选项已经失效了，请直接告诉我您想办什么。")
        profile = await self._parts.store.profile(conversation)
        pressed = Draft(
            of_customer(profile),
            "choice",
            meaning["title"],
            {"choice_id": choice_id},
            client_id=client_id,
            staff=noted(channel),
        )
        called = Escalation("asked", Priority.NORMAL) if meaning["payload"] == ASKS_HUMAN else None

        def turn() -> Turn:
            return Turn(self._turn_id(), payload=meaning["payload"], title=meaning["title"])

        return await self._take(conversation, Incoming(f"c:{client_id}", pressed, Reading(), turn, called, channel))

    async def customer_shows(self, conversation: str, *, client_id: str, body: bytes, channel: str = "") -> Ack:
        """Take a picture, the bytes of a file as they came (playbook F1).

        Raises:
            BadInput: it is no picture that can be kept; ``why`` says what it is.
            TooMuch: the customer has sent enough of them for now.
            StoreUnavailable: it could not be kept; the sender may send it again with the same ``client_id``.
        """
        key = f"c:{client_id}"
        if seen := await self._parts.store.seen_client_id(conversation, key):
            return Ack(seen, True)
        check_first_bytes(body)
        await self._parts.evidence_allowance.take(conversation)
        picture = await self._parts.evidence.keep(conversation, body)
        profile = await self._parts.store.profile(conversation)
        shown = Draft(
            of_customer(profile),
            "image",
            PICTURE_TEXT,
            picture.as_data(),
            client_id=client_id,
            staff=noted(channel),
        )
        sent = (picture.evidence,)

        def turn() -> Turn:
            return Turn(self._turn_id(), payload=payload_of(sent), title=PICTURE_TEXT, evidence=sent)

        ack = await self._take(conversation, Incoming(key, shown, Reading(), turn, None, channel))
        if ack.duplicate:
            await self._forget_unless_shown(conversation, picture.evidence, ack.seq)
        return ack

    async def _forget_unless_shown(self, conversation: str, evidence: str, seq: int) -> None:
        # "Repeated" is also what our own change is told when its first answer was lost: the picture is in the log then.
        logged = await self._parts.store.events(conversation, since=seq - 1, limit=1)
        if not logged or logged[0]["data"].get("evidence") != evidence:
            await self._parts.evidence.forget(conversation, evidence)

    async def ask_human(self, conversation: str, *, client_id: str, channel: str = "") -> Ack:
        """The 转人工 button, which is always there. Asking again while waiting keeps the same handoff (invariant 4)."""
        profile = await self._parts.store.profile(conversation)
        pressed = Draft(of_customer(profile), "choice", "转人工", client_id=client_id, staff=noted(channel))
        called = Escalation("asked", Priority.NORMAL)
        reading = Reading(wants_human=True)
        return await self._take(conversation, Incoming(f"c:{client_id}", pressed, reading, None, called, channel))

    async def leave_queue(self, conversation: str, *, client_id: str) -> Ack:
        """Back to the bot while waiting.

        Raises:
            IllegalTransition: the customer is not waiting.
        """
        key = f"c:{client_id}"

        async def decide(control: Control) -> Commit | None:
            bot = move(control.state, Trigger.LEFT_QUEUE)
            left = [
                control_event(control, bot, reason="left_by_customer", by="customer"),
                notice("left_queue", self._parts.lines.say("left_queue")),
                *untold(self._parts, control),
            ]
            fresh = control.changed(**FRESH_HANDOFF | {"state": bot})
            return Commit(expect=control, client_id=key, after=left, control=fresh, place="out")

        try:
            done = await change(self._parts, conversation, decide)
        except IllegalTransition:
            # Whoever asks again has left already.
            if seen := await sent_before(self._parts, conversation, key):
                return seen
            raise
        assert done is not None
        return Ack(done.seq, done.outcome == "repeated")

    async def _take(self, conversation: str, incoming: Incoming) -> Ack:
        for _ in range(TRIES):
            control = await self._parts.store.control(conversation)
            if control.state is State.CLOSED:
                await refuse_if_merged(self._parts, conversation)
                await returning.reopen(self._parts, conversation, control)
                continue
            decided = await self._deeds.change(conversation, control, incoming)
            wanted = on_channel(decided, incoming.channel, self._parts.lines, self._parts.clock.now_ms())
            done = await self._parts.store.commit(conversation, wanted)
            if done.outcome != "stale":
                self._go_on(conversation, done)
                return Ack(done.seq, done.outcome == "repeated")
        raise too_contended()

    def _go_on(self, conversation: str, done: Committed) -> None:
        # Also after a repeat: the process that took the first one may have died before it went on.
        if done.control.state is State.PACKING:
            self._dispatch.pack(conversation)
        if done.control.state in {State.BOT, State.PACKING}:
            # Also when a person was called: a worker may be waiting for more of a burst that is theirs now.
            self._turns.kick(conversation)

    def _turn_id(self) -> str:
        return new_id("t", self._parts.clock.now_ms())
