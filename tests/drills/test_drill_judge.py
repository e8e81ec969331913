"""The judge of the drills: a clean story is clean, and each doctored record is counted as what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.runtime.drill.judge import ANSWERED_WITHIN_MS, Verdict, judge
from bot.runtime.drill.testimony import Agent, Claim, Customer, Kept, Logged, Record, Said, Shown, Witnesses

NOW = 1_000_000
WHO = "c_1"

LOG = (
    Logged(1, "e1", NOW, "customer", "u1", "text", "你好", "m1", True, "", ()),
    Logged(2, "e2", NOW + 900, "bot", "", "text", "您好", "", True, "", (1,)),
    Logged(3, "e3", NOW + 2000, "customer", "u1", "choice", "转人工", "m2", True, "", ()),
    Logged(4, "e4", NOW + 2000, "system", "", "control", "", "", False, "packing", ()),
    Logged(5, "e5", NOW + 2000, "system", "", "notice", "正在为您转接", "", True, "", ()),
    Logged(6, "e6", NOW + 2100, "system", "", "control", "", "", False, "queued", ()),
    Logged(7, "e7", NOW + 3000, "system", "", "control", "", "", False, "human", ()),
    Logged(8, "e8", NOW + 4000, "agent", "a1", "text", "我来帮您", "k1", True, "", ()),
)
RECORD = Record("human", NOW + 60_000, "service", "a1", 8, watched=True, turns=0)


def shown(*seqs: int) -> list[Shown]:
    """What a client was shown, told by the places."""
    return [Shown(seq, f"e{seq}") for seq in seqs]


def story() -> Witnesses:
    """A customer is answered by the bot, calls a person, and gets one: nothing is wrong."""
    customer = Customer(
        "林晓",
        WHO,
        said={"m1": Said("m1", "text", "你好", [1]), "m2": Said("m2", "human", "转人工", [3, 3])},
        shown=shown(1, 2, 3, 5, 8),
    )
    agent = Agent(
        "a1",
        said={(WHO, "k1"): Said("k1", "text", "我来帮您", [8])},
        shown={WHO: shown(*range(1, 9))},
        claims=[Claim(WHO, "h1", 2, "a1")],
    )
    return Witnesses((customer,), (agent,), {WHO: Kept(LOG, RECORD)})


def with_log(*log: Logged, record: Record = RECORD) -> Witnesses:
    """The story with another log, to whose end everybody was shown everything."""
    told = story()
    told.customers[0].shown = shown(*(event.seq for event in log if event.visible))
    return replace(told, kept={WHO: Kept(log, replace(record, last_seq=len(log)))})


def verdict(told: Witnesses) -> Verdict:
    """What the judge says some seconds after the end."""
    return judge(told, NOW + 10_000)


def test_a_story_in_which_nothing_went_wrong_is_clean() -> None:
    """Three messages were acknowledged, one of them twice with the same place."""
    found = verdict(story())

    assert found == Verdict(3, (), (), (), (), ())
    assert found.clean


@pytest.mark.parametrize(
    "seqs, text",
    [([9], "你好"), ([2], "你好"), ([1], "你坏")],
    ids=["beyond the end", "somebody else's place", "other words"],
)
def test_an_acknowledged_message_that_is_not_at_its_place_is_lost(seqs: list[int], text: str) -> None:
    """The acknowledgement named a place where the log has something else, or nothing."""
    told = story()
    told.customers[0].said["m1"] = Said("m1", "text", text, seqs)

    assert len(verdict(told).lost) == 1


def test_an_agents_acknowledged_message_that_is_not_there_is_lost() -> None:
    """Agents' messages count as customers' do."""
    told = story()
    told.agents[0].said[WHO, "k2"] = Said("k2", "text", "好的", [12])

    assert len(verdict(told).lost) == 1


def test_a_message_that_was_never_acknowledged_is_not_lost() -> None:
    """Its sender knows that it did not arrive."""
    told = story()
    told.customers[0].said["m9"] = Said("m9", "text", "在吗")

    found = verdict(told)

    assert (found.acknowledged, found.clean) == (3, True)


def test_a_conversation_of_which_the_store_knows_nothing_loses_all_it_acknowledged() -> None:
    """A store that came back empty."""
    told = replace(story(), kept={})

    assert len(verdict(told).lost) == 3


def test_a_hole_in_the_log_is_a_loss() -> None:
    """Sequence numbers have no gaps (invariant 10)."""
    told = with_log(*LOG[:5], *LOG[6:], record=replace(RECORD, last_seq=8))

    assert any("holes" in complaint for complaint in verdict(told).lost)


def test_a_log_shorter_than_its_record_says_is_a_loss() -> None:
    """The newest events are gone, the record remembers them."""
    told = story()
    told = replace(told, kept={WHO: Kept(LOG[:-1], RECORD)})

    assert any("holes" in complaint for complaint in verdict(told).lost)


def test_a_message_the_bot_never_answered_is_lost() -> None:
    """It was acknowledged and is in the log, and nobody will ever say anything to it."""
    unanswered = replace(LOG[1], answers=())
    told = with_log(LOG[0], unanswered, record=Record("bot", 0, "", "", 2, watched=False, turns=0))
    told.customers[0].said.pop("m2")
    told.agents[0].said.clear()

    assert verdict(told).lost == ("c_1: message 1 was never answered",)


def test_a_message_the_bot_still_works_on_is_not_lost_yet() -> None:
    """A turn is waiting for it, and the time for it is not up."""
    told = with_log(LOG[0], record=Record("bot", 0, "", "", 1, watched=False, turns=1))
    told.customers[0].said.pop("m2")
    told.agents[0].said.clear()

    assert judge(told, NOW + 1000).lost == ()
    assert len(judge(told, NOW + ANSWERED_WITHIN_MS + 1).lost) == 1


def test_an_answer_that_came_much_too_late_is_a_loss() -> None:
    """Nobody waits an hour for a hello."""
    late = replace(LOG[1], at=NOW + ANSWERED_WITHIN_MS + 5000)
    told = with_log(LOG[0], late, record=Record("bot", 0, "", "", 2, watched=False, turns=0))
    told.customers[0].said.pop("m2")
    told.agents[0].said.clear()

    assert verdict(told).lost == ("c_1: message 1 waited 65 s",)


def test_a_message_that_a_person_was_called_for_is_not_lost() -> None:
    """The bot could not answer and handed over: the customer is in somebody's hands."""
    told = with_log(LOG[0], *(replace(event, seq=event.seq - 1) for event in LOG[2:]))
    told.customers[0].said["m2"].seqs = [2, 2]
    told.agents[0].said[WHO, "k1"].seqs = [7]

    assert verdict(told).clean


def test_a_line_that_was_never_shown_to_its_customer_is_lost() -> None:
    """It is in the log, visible to all, and the customer's page ends connected without it."""
    told = story()
    told.customers[0].shown = shown(1, 2, 3, 8)

    assert verdict(told).lost == ("c_1: 林晓 was never shown 5 (system notice)",)


def test_one_client_message_twice_in_the_log_is_doubled() -> None:
    """A resend was taken for a second message."""
    again = replace(LOG[7], seq=9, event_id="e9")

    assert len(verdict(with_log(*LOG, again)).doubled) == 1


def test_a_message_acknowledged_with_two_places_is_doubled() -> None:
    """The same client id again must give the first result."""
    told = story()
    told.customers[0].said["m2"].seqs = [3, 8]

    assert verdict(told).doubled == ("c_1: customer m2 was acknowledged as [3, 8]",)


@pytest.mark.parametrize("event", [Shown(5, "e5"), Shown(6, "e5"), Shown(5, "e99")], ids=["whole", "id", "place"])
def test_an_event_shown_twice_to_a_customer_is_doubled(event: Shown) -> None:
    """By its place or by its id; a page would hide it, a customer of the drill notes it."""
    told = story()
    told.customers[0].shown.append(event)

    assert verdict(told).doubled


def test_an_event_shown_twice_to_an_agent_is_doubled() -> None:
    """The desk's stream has the same promise."""
    told = story()
    told.agents[0].shown[WHO].append(Shown(8, "e8"))

    assert verdict(told).doubled


def test_a_message_answered_twice_is_doubled() -> None:
    """Two answers to one turn: the first worker was thought dead and was not."""
    again = Logged(3, "e3", NOW + 1900, "bot", "", "text", "您好", "", True, "", (1,))
    told = with_log(*LOG[:2], again, record=Record("bot", 0, "", "", 3, watched=False, turns=0))
    told.customers[0].said.pop("m2")
    told.agents[0].said.clear()

    assert verdict(told).doubled == ("c_1: message 1 was answered 2 times",)


def test_a_handoff_that_two_agents_won_is_a_double_claim() -> None:
    """Both were told that they have the customer."""
    told = story()
    rival = Agent("a2", claims=[Claim(WHO, "h1", 2, "a2")])

    assert len(verdict(replace(told, agents=(*told.agents, rival))).double_claims) == 1


def test_winning_a_handoff_again_after_it_was_queued_again_is_no_double_claim() -> None:
    """The epoch moved on in between."""
    told = story()
    successor = Agent("a2", claims=[Claim(WHO, "h1", 4, "a2")])

    assert verdict(replace(told, agents=(*told.agents, successor))).clean


@pytest.mark.parametrize("after", [3, 4, 5, 6, 7])
def test_a_line_of_the_bot_after_the_takeover_is_counted(after: int) -> None:
    """Whether the customer waits or an agent is there: the bot must be silent."""
    line = Logged(0, "e99", NOW, "bot", "", "text", "还有什么可以帮您？", "", True, "", ())
    log = [*LOG[: after + 1], line, *LOG[after + 1 :]]
    log = [replace(event, seq=seq) for seq, event in enumerate(log, start=1)]
    told = with_log(*log)
    told.agents[0].said.clear()

    assert len(verdict(told).bot_over_human) == 1


def test_what_the_bot_would_have_said_is_no_voice_over_a_person() -> None:
    """A suppressed answer is for staff only."""
    put_aside = Logged(9, "e9", NOW + 5000, "bot", "", "suppressed", "还有什么可以帮您？", "", False, "", ())

    assert verdict(with_log(*LOG, put_aside)).clean


def test_the_bot_may_speak_again_after_the_return() -> None:
    """Control went back to it."""
    back = Logged(9, "e9", NOW + 5000, "system", "", "control", "", "", False, "bot", ())
    line = Logged(10, "e10", NOW + 6000, "bot", "", "text", "欢迎回来", "", True, "", ())

    assert verdict(with_log(*LOG, back, line, record=Record("bot", 0, "", "", 10, watched=False, turns=0))).clean


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, due_at=0),
        replace(RECORD, watched=False),
        replace(RECORD, agent_id=""),
        replace(RECORD, state="queued", group=""),
        replace(RECORD, state="parked", due_at=0),
        replace(RECORD, state="lost in space"),
    ],
    ids=["no due time", "nobody looks", "no agent", "no group", "parked for ever", "unknown state"],
)
def test_a_conversation_nobody_answers_for_is_orphaned(record: Record) -> None:
    """No owner, no due time, or nobody who will look at it (invariant 1)."""
    told = story()

    assert len(verdict(replace(told, kept={WHO: Kept(LOG, record)})).orphaned) == 1


@pytest.mark.parametrize("state", ["bot", "closed"])
def test_the_bots_own_and_closed_conversations_need_no_due_time(state: str) -> None:
    """Nobody is waiting there."""
    told = story()
    kept = Kept(LOG, replace(RECORD, state=state, due_at=0, watched=False))

    assert verdict(replace(told, kept={WHO: kept})).clean
