"""The load of a measurement: latency of one customer, turns per second of several, and one very long conversation."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.kernel.errors import JiezhuError
from bot.runtime.bench import contest
from bot.runtime.bench.contest import Engine, Lines, Turn
from bot.runtime.bench.script import Script
from bot.runtime.bench.speakers import Speaker, new_conversation

SHORT, LONG = 6, 40
"""Turns of the two kinds of conversations."""

NEAR, FAR = 5, 500
"""The turns whose times are compared: does a turn cost more in a long conversation?"""

WINDOW = 4
"""Turns around each of them."""


@dataclass(frozen=True)
class Plan:
    """How much is asked of an engine.

    Attributes:
        shorts, longs: conversations of one customer, one after the other.
        clients: customers at the same time, every second one in long conversations.
        seconds: how long they go on; ``rounds`` times, in turns with the other engine.
        warm_up: turns before anything counts.
    """

    shorts: int = 24
    longs: int = 10
    clients: int = 8
    seconds: float = 12.0
    rounds: int = 2
    warm_up: int = 24


def latency(engines: Sequence[Engine], script: Script, lines: Lines, plan: Plan) -> list[dict[int, list[Turn]]]:
    """For each engine its turns by the length of their conversations: one customer at a time.

    The engines take turns, conversation by conversation, so that what else the machine does meets both alike.

    Raises:
        SettingError: a wrong answer, or none.
    """
    found: list[dict[int, list[Turn]]] = [{SHORT: [], LONG: []} for _ in engines]
    speakers = [engine.speaker() for engine in engines]
    try:
        for engine, speaker in zip(engines, speakers, strict=True):
            contest.converse(engine, speaker, script.long, lines, plan.warm_up)
        for length in lengths(plan):
            steps = script.short if length == SHORT else script.long
            for engine, speaker, turns in zip(engines, speakers, found, strict=True):
                turns[length] += contest.converse(engine, speaker, steps, lines, length)
    finally:
        for speaker in speakers:
            speaker.close()
    return found


def lengths(plan: Plan) -> list[int]:
    """The conversations of :func:`latency` in their order: short and long ones spread evenly over the whole."""
    places = [((at + 0.5) / plan.shorts, SHORT) for at in range(plan.shorts)]
    places += [((at + 0.5) / plan.longs, LONG) for at in range(plan.longs)]
    return [length for _, length in sorted(places)]


def throughput(engines: Sequence[Engine], script: Script, lines: Lines, plan: Plan) -> list[float]:
    """Turns per second of each engine with several customers at once, the better of its rounds.

    Raises:
        SettingError: a wrong answer, or none.
    """
    rounds = [[_crowd(engine, script, lines, plan) for engine in engines] for _ in range(plan.rounds)]
    return [max(of_one) for of_one in zip(*rounds, strict=True)]


def growth(engine: Engine, script: Script, lines: Lines, conversations: int) -> tuple[list[float], list[float]]:
    """Milliseconds of turns around the 5th and around the 500th of one conversation.

    Both windows are at the same place of a round, so they hold the same questions.

    Raises:
        SettingError: a wrong answer, or none.
    """
    near: list[float] = []
    far: list[float] = []
    first = windows(len(script.long))[0]
    speaker = engine.speaker()
    try:
        for _ in range(conversations):
            found = _long_conversation(engine, speaker, script, lines)
            near += [turn.ms for turn in found[first]]
            far += [turn.ms for turn in found[-WINDOW:]]
    finally:
        speaker.close()
    return near, far


def windows(size: int) -> tuple[slice, slice]:
    """The turns around :data:`NEAR` and :data:`FAR`, counted from 0, for a round of so many steps."""
    near = NEAR - WINDOW // 2
    far = near + (FAR - NEAR + size - 1) // size * size
    return slice(near, near + WINDOW), slice(far, far + WINDOW)


def _long_conversation(engine: Engine, speaker: Speaker, script: Script, lines: Lines) -> list[Turn]:
    """The real turns of a conversation that goes on beyond turn :data:`FAR`; two rounds of them before any filling."""
    size, last = len(script.long), windows(len(script.long))[1]
    conversation = new_conversation()
    talk = partial(contest.turns, engine, speaker, script.long, lines, conversation=conversation)
    if engine.fill is None:
        return list(talk(last.stop))
    found = list(talk(2 * size))
    engine.fill(conversation, size, last.start)
    return [*found, *talk(last.stop, first=last.start)]


def _crowd(engine: Engine, script: Script, lines: Lines, plan: Plan) -> float:
    """Turns per second of one round; a conversation that the end cuts short counts with the turns it had."""
    until = time.monotonic() + plan.seconds
    counts = [0] * plan.clients
    failures: list[JiezhuError] = []

    def client(number: int) -> None:
        steps, length = (script.short, SHORT) if number % 2 else (script.long, LONG)
        speaker = engine.speaker()
        try:
            while time.monotonic() < until and not failures:
                for _ in contest.turns(engine, speaker, steps, lines, length):
                    if time.monotonic() >= until:
                        break
                    counts[number] += 1
        except JiezhuError as failure:
            failures.append(failure)
        finally:
            speaker.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(plan.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / plan.seconds
