"""What really happens next in each state, each step by those who may take it, so that every row of the table is met.

A step picked blindly is mostly refused, and most states are left before anything of theirs has happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from support.handoff_play import CUSTOMERS, STAFF, Play

from bot.handoff.control import State

Deed = Callable[[Play, str], None]

OVERSEERS = [who for who in STAFF if who.oversees]


def goes_on(play: Play, conversation: str, pick: int) -> None:
    """One of the steps that the conversation's state knows."""
    deeds = DEEDS[play.control(conversation).state]
    deeds[pick % len(deeds)](play, conversation)


def _everybody_comes(play: Play, conversation: str) -> None:
    for who in STAFF:
        play.here(who)
        play.chooses(who, "online")
    play.looks()


def _asks(play: Play, conversation: str) -> None:
    play.asks(conversation)


def _asks_while_all_are_here(play: Play, conversation: str) -> None:
    _everybody_comes(play, conversation)
    play.asks(conversation)


def _thinks_better_of_it(play: Play, conversation: str) -> None:
    play.asks_and_thinks_better_of_it(conversation)


def _signs_in(play: Play, conversation: str) -> None:
    if conversation not in play.visitors:
        _asks_while_all_are_here(play, conversation)
        return
    play.says(conversation, "在吗")
    play.signs_in(conversation, CUSTOMERS[0])


def _writes_again(play: Play, conversation: str) -> None:
    play.says(conversation, "谢谢")


def _one_is_sent(play: Play, conversation: str) -> None:
    play.looks()


def _anybody_claims(play: Play, conversation: str) -> None:
    play.claims(conversation, *STAFF)


def _the_one_asked_claims(play: Play, conversation: str) -> None:
    play.claims(conversation, play.asked(conversation))


def _leaves(play: Play, conversation: str) -> None:
    play.leaves(conversation)


def _all_go_and_time_passes(play: Play, conversation: str) -> None:
    for who in STAFF:
        play.chooses(who, "away")
    play.works_on(150)


def _a_day_passes(play: Play, conversation: str) -> None:
    play.passes(90_000)


def _says_no(play: Play, conversation: str) -> None:
    play.declines(conversation, play.asked(conversation))


def _the_first_sent_says_no(play: Play, conversation: str) -> None:
    play.looks()
    play.declines(conversation, play.asked(conversation))


def _the_first_sent_does_not_answer(play: Play, conversation: str) -> None:
    play.looks()
    play.works_on(24)


def _nobody_answers(play: Play, conversation: str) -> None:
    play.works_on(24)


def _the_one_asked_takes_a_break(play: Play, conversation: str) -> None:
    play.chooses(play.asked(conversation), "break")


def _to(to: str) -> Deed:
    def hands_on(play: Play, conversation: str) -> None:
        _everybody_comes(play, conversation)
        play.hands_on(conversation, play.owner(conversation), to)

    return hands_on


def _to_a_colleague(play: Play, conversation: str) -> None:
    _everybody_comes(play, conversation)
    owner = play.owner(conversation)
    play.hands_on(conversation, owner, next(who.agent_id for who in STAFF if who != owner))


def _is_taken_over(play: Play, conversation: str) -> None:
    owner = play.owner(conversation)
    play.takes_over(conversation, next(who for who in OVERSEERS if who != owner))


def _a_time_is_promised(play: Play, conversation: str) -> None:
    play.parks(conversation, play.owner(conversation), 15)


def _the_time_comes(play: Play, conversation: str) -> None:
    _everybody_comes(play, conversation)
    play.works_on(960)


def _the_owner_goes(play: Play, conversation: str) -> None:
    play.gone(play.owner(conversation))


def _the_owner_comes_back(play: Play, conversation: str) -> None:
    play.here(play.owner(conversation))


def _the_owner_writes(play: Play, conversation: str) -> None:
    play.writes(conversation, play.owner(conversation))


def _the_owner_keeps_it(play: Play, conversation: str) -> None:
    play.keeps(conversation, play.owner(conversation))


def _the_request_is_over(play: Play, conversation: str) -> None:
    play.works_on(70)


def _the_grace_is_over(play: Play, conversation: str) -> None:
    play.passes(45)


def _is_resolved(to: Literal["bot", "close"], *, engine_down: bool = False) -> Deed:
    def resolves(play: Play, conversation: str) -> None:
        was, play.house.engine.down = play.house.engine.down, engine_down
        play.resolves(conversation, play.owner(conversation), to)
        play.house.engine.down = was

    return resolves


DEEDS: dict[State, tuple[Deed, ...]] = {
    State.BOT: (_asks_while_all_are_here, _signs_in, _asks, _signs_in, _thinks_better_of_it),
    # Between two steps no conversation is seen packing or returning; the sweep is what would go on with them.
    State.PACKING: (_one_is_sent,),
    State.QUEUED: (_anybody_claims, _one_is_sent, _leaves, _all_go_and_time_passes, _a_day_passes, _everybody_comes),
    State.OFFERED: (
        _the_one_asked_claims,
        _anybody_claims,
        _says_no,
        _says_no,
        _nobody_answers,
        _the_one_asked_takes_a_break,
        _leaves,
        _a_day_passes,
    ),
    State.HUMAN: (
        _to("senior"),
        _to("service"),
        _to_a_colleague,
        _to("senior"),
        _to_a_colleague,
        _is_taken_over,
        _a_time_is_promised,
        _the_owner_goes,
        _is_resolved("bot"),
        _is_resolved("close"),
        _is_resolved("bot", engine_down=True),
    ),
    State.TRANSFERRING: (
        _the_first_sent_says_no,
        _one_is_sent,
        _the_owner_goes,
        _the_first_sent_does_not_answer,
        _says_no,
        _the_one_asked_claims,
        _anybody_claims,
        _the_one_asked_takes_a_break,
        _the_owner_keeps_it,
        _the_owner_goes,
        _is_taken_over,
        _the_request_is_over,
    ),
    State.ORPHANED: (_the_grace_is_over, _the_owner_comes_back, _is_taken_over, _the_owner_writes),
    State.PARKED: (_the_time_comes, _anybody_claims, _leaves),
    State.RETURNING: (_one_is_sent,),
    State.CLOSED: (_writes_again,),
}

_SERVED = (_asks_while_all_are_here, _the_one_asked_claims)

STAGES: dict[str, tuple[Deed, ...]] = {
    "somebody comes": (),
    "nobody is there": (_asks, _leaves),
    "signs in": (_signs_in,),
    "thinks better of it": (_thinks_better_of_it, _asks_while_all_are_here, _leaves),
    "is declined": (_asks_while_all_are_here, _says_no, _leaves, _asks_while_all_are_here, _says_no, _anybody_claims),
    "is let lapse": (_asks_while_all_are_here, _nobody_answers, _the_one_asked_takes_a_break, _a_day_passes),
    "waits in vain": (_asks_while_all_are_here, _says_no, _a_day_passes),
    "is parked": (_asks_while_all_are_here, _all_go_and_time_passes, _the_time_comes),
    "is called back": (*_SERVED, _a_time_is_promised, _anybody_claims, _a_time_is_promised, _leaves),
    "is lost": (*_SERVED, _the_owner_goes, _is_taken_over, _is_taken_over, _the_owner_goes, _the_grace_is_over),
    "a colleague is asked": (*_SERVED, _to_a_colleague, _says_no, _to_a_colleague, _is_taken_over),
    "a colleague takes over": (*_SERVED, _to_a_colleague, _the_owner_keeps_it, _to_a_colleague, _the_one_asked_claims),
    "a group is asked": (*_SERVED, _to("senior"), _the_first_sent_says_no, _one_is_sent, _the_request_is_over),
    "both go": (*_SERVED, _to("senior"), _the_first_sent_does_not_answer, _the_owner_goes, _the_owner_comes_back),
    "is done": (
        *_SERVED,
        _is_resolved("bot", engine_down=True),
        _is_resolved("close"),
        _writes_again,
        *_SERVED,
        _is_resolved("bot"),
    ),
}
"""How a run can begin: among them every row of the table, because some are hardly ever met by chance."""
