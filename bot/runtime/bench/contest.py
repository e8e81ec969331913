"""One engine in the comparison: started, asked, and held to the right answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.kernel.errors import SettingError
from bot.runtime.bench.filling import Fill
from bot.runtime.bench.script import Reply, Step, around
from bot.runtime.bench.speakers import NotAnswering, Speaker, new_conversation
from bot.runtime.bench.stand import Stand
from bot.runtime.processes import Process, Program

_POLL_S = 0.02

Lines = Mapping[str, str]
"""The line that is said for each step, by the step's name."""


@dataclass(frozen=True)
class Engine:
    """One of the two.

    Attributes:
        name: for people.
        speaker: gives a connection to it.
        fill: makes a conversation long where leading it would take hours.
    """

    name: str
    program: Program
    speaker: Callable[[], Speaker]
    fill: Fill | None = None


@dataclass(frozen=True)
class Turn:
    """A turn that was answered rightly: milliseconds, and whether an action was called for it."""

    ms: float
    action: bool


def start(stand: Stand, engine: Engine, step: Step) -> tuple[Process, float]:
    """Start an engine and ask it until it gives the right answer; the process, and the seconds since its start.

    Raises:
        SettingError: it ended, or gave no right answer in time.
    """
    process = stand.launch(engine.program)
    until = process.started + engine.program.start_within_s
    speaker = engine.speaker()
    last = ""
    try:
        while process.alive and time.monotonic() < until:
            for line in step.lines:
                try:
                    reply = speaker.say(new_conversation(), line)
                except NotAnswering as error:
                    last = str(error)
                    break
                if step.is_answered_by(reply):
                    return process, time.monotonic() - process.started
                last = reply.text[:80]
            time.sleep(_POLL_S)
    finally:
        speaker.close()
    raise SettingError(f"{engine.name} 没有启动起来（{last}），原因在 {stand.log(engine.program.name)}。")


def choose_lines(engines: Sequence[Engine], steps: Sequence[Step]) -> dict[str, str]:
    """For each step the first line that every engine answers rightly, asked in a conversation of its own.

    Raises:
        SettingError: a step has no such line.
    """
    speakers = [engine.speaker() for engine in engines]
    try:
        return {step.name: _first_understood(step, engines, speakers) for step in steps}
    finally:
        for speaker in speakers:
            speaker.close()


def turns(
    engine: Engine,
    speaker: Speaker,
    steps: Sequence[Step],
    lines: Lines,
    count: int,
    *,
    conversation: str = "",
    first: int = 0,
) -> Iterator[Turn]:
    """A conversation up to turn ``count``, going round the steps; each turn is told when it is over.

    Args:
        conversation: one to go on with; empty: a new one.
        first: how many turns it has had.

    Raises:
        SettingError: a wrong answer, or none.
    """
    conversation = conversation or new_conversation()
    for number, step in enumerate(around(steps, count)[first:], start=first + 1):
        reply = _right(engine, step, lines[step.name], speaker, conversation, number)
        yield Turn(reply.ms, step.action)


def converse(engine: Engine, speaker: Speaker, steps: Sequence[Step], lines: Lines, count: int) -> list[Turn]:
    """As :func:`turns`, the whole conversation."""
    return list(turns(engine, speaker, steps, lines, count))


def _right(engine: Engine, step: Step, line: str, speaker: Speaker, conversation: str, number: int) -> Reply:
    try:
        reply = speaker.say(conversation, line)
    except NotAnswering as error:
        raise SettingError(f"{engine.name} 在第 {number} 轮没有回答“{line}”（{error}），测量作废。") from error
    if not step.is_answered_by(reply):
        said = f"{reply.text[:60]}" or "（空）"
        raise SettingError(f"{engine.name} 在第 {number} 轮对“{line}”的回答不对：{said}，测量作废。")
    return reply


def _first_understood(step: Step, engines: Sequence[Engine], speakers: Sequence[Speaker]) -> str:
    said: list[str] = []
    for line in step.lines:
        try:
            replies = [speaker.say(new_conversation(), line) for speaker in speakers]
        except NotAnswering as error:
            raise SettingError(f"两个引擎里有一个不回答（{error}），测量作废。") from error
        wrong = [
            f"{engine.name}：“{line}”→“{reply.text[:30]}”"
            for engine, reply in zip(engines, replies, strict=True)
            if not step.is_answered_by(reply)
        ]
        if not wrong:
            return line
        said += wrong
    raise SettingError(
        f"bench/conversations.yml 的步骤 {step.name} 没有一句是两个引擎都答对的，请添一句（{'；'.join(said)}）。"
    )
