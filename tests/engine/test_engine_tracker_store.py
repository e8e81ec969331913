"""The tracker store on a real Valkey: a window that stays small, a store that fails closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from engine_stand import Store
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import keys
from bot.engine.tracker_store import WindowTrackerStore
from bot.kernel.errors import Stale, StoreUnavailable

pytestmark = pytest.mark.engine

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  order_id: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  misses: {type: float, initial_value: 0, influence_conversation: false, mappings: [{type: custom}]}
forms: {address: {required_slots: [order_id]}}
actions: [action_x]
"""
)


@pytest.fixture
async def trackers(store: Store) -> AsyncIterator[WindowTrackerStore]:
    """A store with a window of three turns."""
    made = WindowTrackerStore(store.url, DOMAIN, window=3, tracker_ttl_s=100, turn_ttl_s=50)
    yield made
    await made.close()


async def say(trackers: WindowTrackerStore, conversation: str, text: str, *more: Any, **commit: Any) -> None:
    """Add a turn."""
    tracker = await trackers.get_or_create_tracker(conversation)
    if not tracker.events:
        tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], DOMAIN)
        tracker.update_with_events([ActionExecuted("action_listen")], DOMAIN)
    heard = UserUttered(text, {"name": "greet", "confidence": 1.0}, metadata={"context": "signed"})
    said = BotUttered("好", {"custom": {"kind": "x"}}, {"utter_action": "utter_x", "model_id": "m"})
    tracker.update_with_events(
        [heard, ActionExecuted("action_x"), said, *more, ActionExecuted("action_listen")], DOMAIN
    )
    await trackers.commit(tracker, **commit)


def heard(tracker: DialogueStateTracker | None) -> list[str]:
    """The customer's messages a tracker knows."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_conversation_nobody_had_is_none(trackers: WindowTrackerStore, conversation: str) -> None:
    """And asking for it writes nothing."""
    assert await trackers.retrieve(conversation) is None
    assert not (await trackers.get_or_create_tracker(conversation)).events
    assert not await trackers.exists(conversation)


async def test_a_turn_comes_back_as_it_was(trackers: WindowTrackerStore, conversation: str) -> None:
    """Texts, slots, the response said; not the signed context, nor the card, nor Rasa's own ids."""
    await say(trackers, conversation, "你好", SlotSet("order_id", "JZ1"))

    tracker = await trackers.retrieve(conversation)

    assert heard(tracker) == ["你好"]
    assert tracker is not None
    assert tracker.get_slot("order_id") == "JZ1"
    assert tracker.latest_action_name == "action_listen"
    bot = next(event for event in tracker.events if isinstance(event, BotUttered))
    assert (bot.text, bot.metadata, bot.data.get("custom")) == ("好", {"utter_action": "utter_x"}, None)
    stored = await trackers._redis.hgetall(keys.tracker(conversation))
    assert "signed" not in str(stored)


async def test_the_window_slides_and_the_slots_stay(trackers: WindowTrackerStore, conversation: str) -> None:
    """What was set long ago is in the base; the oldest words are gone."""
    await say(trackers, conversation, "一", SlotSet("order_id", "JZ1"), SlotSet("misses", 2.0))
    for text in ("二", "三", "四", "五", "六"):
        await say(trackers, conversation, text)

    tracker = await trackers.retrieve(conversation)

    assert heard(tracker) == ["四", "五", "六"]
    assert tracker is not None
    assert tracker.current_slot_values()["order_id"] == "JZ1"
    assert tracker.get_slot("misses") == 2.0
    assert await trackers._redis.hlen(keys.tracker(conversation)) == 5


async def test_a_slot_emptied_before_the_window_stays_empty(trackers: WindowTrackerStore, conversation: str) -> None:
    """The last word on a slot counts, also when it is nothing."""
    await say(trackers, conversation, "一", SlotSet("order_id", "JZ1"))
    await say(trackers, conversation, "二", SlotSet("order_id", None))
    for text in ("三", "四", "五"):
        await say(trackers, conversation, text)

    tracker = await trackers.retrieve(conversation)

    assert tracker is not None
    assert tracker.get_slot("order_id") is None


async def test_a_form_begun_before_the_window_is_still_active(trackers: WindowTrackerStore, conversation: str) -> None:
    """A customer may chat for long in the middle of a form."""
    await say(trackers, conversation, "一", ActiveLoop("address"))
    for text in ("二", "三", "四", "五"):
        await say(trackers, conversation, text)

    tracker = await trackers.retrieve(conversation)

    assert tracker is not None
    assert tracker.active_loop_name == "address"


async def test_a_slot_the_domain_lost_does_not_break_old_conversations(
    store: Store, trackers: WindowTrackerStore, conversation: str
) -> None:
    """Designers rename slots while customers are in the middle of something."""
    await say(trackers, conversation, "一", SlotSet("order_id", "JZ1"))
    renamed = WindowTrackerStore(store.url, Domain.from_dict({"intents": ["greet"]}))

    tracker = await renamed.retrieve(conversation)
    await renamed.close()

    assert heard(tracker) == ["一"]


async def test_two_engines_cannot_both_add_the_next_turn(trackers: WindowTrackerStore, conversation: str) -> None:
    """The second would build on a conversation that is no longer so."""
    await say(trackers, conversation, "一")
    one = await trackers.get_or_create_tracker(conversation)
    two = await trackers.get_or_create_tracker(conversation)
    one.update_with_events([UserUttered("二")], DOMAIN)
    two.update_with_events([UserUttered("三")], DOMAIN)

    await trackers.commit(one)
    with pytest.raises(Stale):
        await trackers.commit(two, turn_id="t_2", answer={"messages": []})

    assert heard(await trackers.retrieve(conversation)) == ["一", "二"]
    assert (await trackers.open_turn(conversation, "t_2"))[0] is None


async def test_an_answer_is_kept_with_its_turn(trackers: WindowTrackerStore, conversation: str) -> None:
    """For as long as the hub may ask again."""
    await say(trackers, conversation, "一", turn_id="t_1", answer={"messages": [{"text": "您好"}]})

    assert (await trackers.open_turn(conversation, "t_1"))[0] == {"messages": [{"text": "您好"}]}
    assert (await trackers.open_turn(conversation, "t_2"))[0] is None


async def test_everything_has_a_life(trackers: WindowTrackerStore, conversation: str) -> None:
    """Nothing stays in the store for ever."""
    await say(trackers, conversation, "一", turn_id="t_1", answer={})

    assert 0 < await trackers._redis.ttl(keys.tracker(conversation)) <= 100
    assert 0 < await trackers._redis.ttl(keys.turn(conversation, "t_1")) <= 50


async def test_a_forgotten_conversation_is_gone(trackers: WindowTrackerStore, conversation: str) -> None:
    """Its answers stay for repeated turns."""
    await say(trackers, conversation, "一", turn_id="t_1", answer={"events": 1})

    await trackers.forget(conversation)

    assert await trackers.retrieve(conversation) is None
    assert (await trackers.open_turn(conversation, "t_1"))[0] == {"events": 1}


async def test_a_store_that_is_down_is_never_a_new_conversation(tmp_path: Path, conversation: str) -> None:
    """Rasa's fail-safe store would hand out an empty tracker and keep what follows to itself."""
    server = Store(tmp_path)
    server.start()
    trackers = WindowTrackerStore(server.url, DOMAIN)
    await say(trackers, conversation, "一")
    server.stop()

    for call in (
        trackers.retrieve(conversation),
        trackers.get_or_create_tracker(conversation),
        trackers.open_turn(conversation, "t_1"),
        trackers.forget(conversation),
        trackers.ping(),
    ):
        with pytest.raises(StoreUnavailable):
            await call
    await trackers.close()


async def test_a_store_that_hangs_fails_in_time(conversation: str) -> None:
    """A server that accepts and says nothing must not freeze the engine."""
    import asyncio

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    trackers = WindowTrackerStore(f"redis://127.0.0.1:{port}/0", DOMAIN, timeout_s=0.2)

    with pytest.raises(StoreUnavailable):
        await asyncio.wait_for(trackers.retrieve(conversation), timeout=3)
    server.close()


def test_keys_share_the_conversations_hash_tag() -> None:
    """So a cluster keeps a conversation in one place, next to the hub's keys of it."""
    assert keys.tracker("c_1") == "jz:1:{c_1}:tracker"
    assert keys.turn("c_1", "t_1") == "jz:1:{c_1}:turn:t_1"
