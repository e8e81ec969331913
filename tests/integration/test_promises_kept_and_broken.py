"""From the bot's words to the book of promises and back, over a real store and a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from support.conversations import LIN, XIAOLIN, House, open_house

from bot.adapters import sql
from bot.adapters.promises import SqlPromises
from bot.care.keeping import PromiseKeeping
from bot.care.promise import Promise, PromiseState
from bot.handoff.control import State
from bot.handoff.ports import BotMessage
from bot.kernel.clock import FixedClock
from bot.kernel.errors import NotFound, StoreUnavailable

HOUR_MS = 3_600_000
ASKED = "快递怎么还不动"


class Book(SqlPromises):
    """The real book, which a test may take away."""

    away = False

    async def record(self, promise: Promise) -> None:
        if self.away:
            raise StoreUnavailable()
        await super().record(promise)

    async def mark_broken(self, promise_id: str) -> None:
        if self.away:
            raise StoreUnavailable()
        await super().mark_broken(promise_id)


@dataclass
class Office:
    """A house, its book, and the clock both go by."""

    house: House
    book: Book
    keeping: PromiseKeeping
    clock: FixedClock

    def promises(self, *, after_handoff: bool = False) -> None:
        """Let the bot's next answer promise news within the hour."""
        data = {
            "code": "courier_news",
            "text": "联系快递后给您回话",
            "keeper": "agent",
            "order_id": "JZ1",
            "ref": "SF1",
        }
        promise = BotMessage("promise", "", data | {"due_at": self.clock.now_ms() + HOUR_MS})
        said = [BotMessage("text", "已经在催快递了。", {})]
        hand_off = [BotMessage("handoff", "", {"reason": "offered"})]
        self.house.engine.answers[ASKED] = [promise, *said, *(hand_off if after_handoff else [])]

    async def asked(self) -> str:
        """A conversation in which it did."""
        conversation = await self.house.service.open_for(LIN)
        await self.house.says(conversation, ASKED)
        return conversation

    async def kinds(self, conversation: str, kind: str) -> list[dict[str, Any]]:
        """The events of a kind in the log."""
        events = await self.house.service.events(conversation, since=0, audience="staff")
        return [event for event in events if event["kind"] == kind]


@pytest.fixture
async def office(store_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    """A bot that will promise something, at noon of a fixed day."""
    clock = FixedClock(datetime(2026, 11, 21, 4, tzinfo=timezone.utc))
    house = open_house(store_url, clock)
    engine = sql.make_engine(f"sqlite+aiosqlite:///{tmp_path / 'jiezhu.db'}")
    await sql.ensure_tables(engine)
    book = Book(engine)
    opened = Office(house, book, PromiseKeeping(book, house.service, clock), clock)
    opened.promises()
    yield opened
    await engine.dispose()
    await house.close()


async def test_a_promise_is_in_the_log_beside_the_words_and_the_customer_never_sees_it(office: Office) -> None:
    """The words first, so that nobody reads the staff's line before the customer has theirs."""
    conversation = await office.asked()

    assert await office.house.texts(conversation) == ["customer:text:" + ASKED, "bot:text:已经在催快递了。"]
    assert (await office.house.texts(conversation, "staff"))[-1] == "bot:promise:联系快递后给您回话"
    (event,) = await office.kinds(conversation, "promise")
    assert event["data"]["due_at"] == office.clock.now_ms() + HOUR_MS


async def test_a_promise_is_filed_once_however_often_anybody_looks(office: Office) -> None:
    """Two hubs sweep the same store."""
    conversation = await office.asked()

    for _ in range(2):
        await office.keeping.run_once()

    (promise,) = await office.keeping.owed()
    assert (promise.conversation, promise.code, promise.order_id, promise.ref, promise.keeper) == (
        conversation,
        "courier_news",
        "JZ1",
        "SF1",
        "agent",
    )


async def test_a_hub_that_dies_before_it_files_a_promise_loses_nothing(office: Office) -> None:
    """The event is noted in the step that appends it; the next hub files it."""
    await office.asked()
    office.book.away = True
    with pytest.raises(StoreUnavailable):
        await office.keeping.run_once()
    assert await office.keeping.owed() == []

    office.book.away = False
    another_hub = PromiseKeeping(office.book, office.house.service, office.clock)
    await another_hub.run_once()

    assert [one.code for one in await another_hub.owed()] == ["courier_news"]
    assert await office.house.service.unfiled(10) == []


async def test_a_turn_answered_twice_promises_once(office: Office) -> None:
    """A worker that died after the commit and one that took over append one answer and one promise."""
    conversation = await office.house.service.open_for(LIN)
    office.house.engine.gate.clear()
    await office.house.service.customer_says(conversation, client_id="a", text=ASKED)
    await office.house.engine.reached.wait()
    (turn,) = await office.house.store.turns(conversation)
    office.house.engine.gate.set()
    await office.house.service.background.drain()
    control = await office.house.store.control(conversation)
    worker = office.house.service.sweep._turns

    await worker._deliver(conversation, control, turn, await office.house.engine.turn(office.house.engine.asked[0]))

    assert len(await office.kinds(conversation, "promise")) == 1


async def test_an_answer_nobody_saw_promises_nothing(office: Office) -> None:
    """Suppressed, since a person was called meanwhile (design, section 2)."""
    conversation = await office.house.service.open_for(LIN)
    office.house.engine.gate.clear()
    await office.house.service.customer_says(conversation, client_id="a", text=ASKED)
    await office.house.engine.reached.wait()
    await office.house.service.ask_human(conversation, client_id="b")

    office.house.engine.gate.set()
    await office.house.service.background.drain()
    await office.keeping.run_once()

    assert [event["text"] for event in await office.kinds(conversation, "suppressed")] == ["已经在催快递了。"]
    assert await office.kinds(conversation, "promise") == []
    assert await office.keeping.owed() == []


async def test_an_answer_without_a_word_is_no_answer(office: Office) -> None:
    """A promise alone would leave the customer before an empty line: a person is called."""
    office.house.engine.answers[ASKED] = office.house.engine.answers[ASKED][:1]

    conversation = await office.asked()

    assert (await office.house.store.control(conversation)).reason == "bot_failed"
    assert await office.kinds(conversation, "promise") == []


async def test_a_promise_made_with_the_call_for_a_person_is_in_their_brief(office: Office) -> None:
    """With its time and state: whoever takes over keeps it (playbook F6)."""
    office.promises(after_handoff=True)

    conversation = await office.asked()

    assert (await office.house.store.control(conversation)).state is State.QUEUED
    brief = await office.house.service.brief(conversation)
    assert brief is not None
    (promise,) = brief["promises"]
    (event,) = await office.kinds(conversation, "promise")
    assert (promise["text"], promise["state"], promise["seq"]) == ("联系快递后给您回话", "open", event["seq"])
    assert promise["due_at"] == event["data"]["due_at"]


async def test_the_brief_shows_promises_as_they_stand_when_it_is_read(office: Office) -> None:
    """An hour in the queue turns an open promise into a broken one."""
    office.promises(after_handoff=True)
    conversation = await office.asked()

    office.clock.advance(hours=2)

    brief = await office.house.service.brief(conversation)
    assert brief is not None
    assert [promise["state"] for promise in brief["promises"]] == ["broken"]


async def test_a_promise_marked_as_kept_says_who_and_when_in_book_and_log(office: Office) -> None:
    """Twice is once, and the first counts."""
    conversation = await office.asked()
    await office.keeping.run_once()
    (promise,) = await office.keeping.owed()
    office.clock.advance(minutes=30)

    done = await office.keeping.keep(promise.promise_id, agent_id="s_1", name="小林", note="已回电")
    again = await office.keeping.keep(promise.promise_id, agent_id="s_2", name="小周", note="")
    await office.keeping.run_once()

    assert (done.state, done.kept_by, done.note) == (PromiseState.KEPT, "小林", "已回电")
    assert done.kept_at == office.clock.now_ms()
    assert again == done
    (event,) = await office.kinds(conversation, "promise_kept")
    assert (event["actor"]["name"], event["text"], event["visibility"]) == ("小林", "已回电", "staff")
    assert await office.keeping.owed() == []


async def test_a_hub_that_dies_after_the_note_still_has_the_promise_kept(office: Office) -> None:
    """The note is in the log, and the next sweep brings it into the book."""
    conversation = await office.asked()
    await office.keeping.run_once()
    (promise,) = await office.keeping.owed()

    await office.house.service.say_kept(
        conversation, promise.promise_id, agent_id="s_1", name=XIAOLIN.name, note="已回电"
    )
    await office.keeping.run_once()

    assert [one.kept_by for one in await office.keeping.ended(PromiseState.KEPT)] == ["小林"]


async def test_a_promise_past_its_time_is_broken_and_calls_the_staff_once(office: Office) -> None:
    """Also when the hub dies between the call and the book (invariant 9: twice is harmless)."""
    conversation = await office.asked()
    await office.keeping.run_once()
    office.clock.advance(hours=1)
    await office.keeping.run_once()
    assert await office.kinds(conversation, "alert") == []

    office.clock.advance(seconds=1)
    office.book.away = True
    with pytest.raises(StoreUnavailable):
        await office.keeping.run_once()
    office.book.away = False
    for _ in range(2):
        await office.keeping.run_once()

    (alert,) = await office.kinds(conversation, "alert")
    assert (alert["data"]["code"], alert["visibility"]) == ("promise_broken", "staff")
    assert "联系快递后给您回话" in alert["text"]
    assert "11月21日 13:00前" in alert["text"]
    assert [(one.state, one.owed) for one in await office.keeping.owed()] == [(PromiseState.BROKEN, True)]


async def test_a_promise_made_good_too_late_is_off_the_list_and_stays_broken(office: Office) -> None:
    """Nobody has to do it any more."""
    await office.asked()
    await office.keeping.run_once()
    office.clock.advance(hours=2)
    await office.keeping.run_once()
    (promise,) = await office.keeping.owed()

    await office.keeping.keep(promise.promise_id, agent_id="s_1", name="小林", note="已致歉并回话")

    assert await office.keeping.owed() == []
    assert [one.note for one in await office.keeping.ended(PromiseState.BROKEN)] == ["已致歉并回话"]


async def test_asking_again_within_the_hour_is_one_thing_to_do(office: Office) -> None:
    """At the time named first, in the book and in the brief."""
    conversation = await office.asked()
    first = office.clock.now_ms() + HOUR_MS
    office.clock.advance(minutes=20)
    office.promises(after_handoff=True)

    await office.house.says(conversation, ASKED)
    await office.keeping.run_once()

    assert [one.due_at for one in await office.keeping.owed()] == [first]
    brief = await office.house.service.brief(conversation)
    assert brief is not None
    assert [promise["due_at"] for promise in brief["promises"]] == [first]


async def test_a_promise_nobody_made_cannot_be_kept(office: Office) -> None:
    """An old list on a desk, or a made-up id."""
    with pytest.raises(NotFound):
        await office.keeping.keep("e_nothing", agent_id="s_1", name="小林", note="")
