"""Calls of the store that are made while it is at work leave together when it has answered."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from redis.exceptions import ConnectionError as NoConnection

from bot.adapters.redis_line import Line


class Network:
    """Takes what is written."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.cut = False

    def set_protocol(self, _protocol: asyncio.Protocol) -> None:
        """See asyncio."""

    def write(self, piece: bytes) -> None:
        """See asyncio."""
        self.pieces.append(piece)

    def abort(self) -> None:
        """See asyncio."""
        self.cut = True


def line_on(network: Network) -> Line:
    """A line whose other end is the test."""
    connection: Any = SimpleNamespace(
        _writer=SimpleNamespace(transport=network), _reader=None, _parser=SimpleNamespace(parse_error=NoConnection)
    )
    return Line(connection, timeout_s=60)


async def test_what_is_asked_while_the_store_works_leaves_in_one_piece_and_in_its_order() -> None:
    """The first at once; the next ones with the answer to it, and not before."""
    network = Network()
    line = line_on(network)

    answers = [line.ask(("ECHO", word)) for word in ("a", "b", "c")]
    assert len(network.pieces) == 1
    line.data_received(b"$1\r\na\r\n")

    assert await answers[0] == "a"
    assert [piece.count(b"ECHO") for piece in network.pieces] == [1, 2]
    later = line.ask(("ECHO", "d"))
    line.data_received(b"$1\r\nb\r\n")
    assert len(network.pieces) == 2
    line.data_received(b"$1\r\nc\r\n")
    assert [piece.count(b"ECHO") for piece in network.pieces] == [1, 2, 1]
    line.data_received(b"$1\r\nd\r\n")
    assert [await answers[1], await answers[2], await later] == ["b", "c", "d"]


async def test_what_was_gathered_when_the_line_breaks_fails_and_is_never_sent() -> None:
    """Whoever asked knows that it did not happen, or may ask again."""
    network = Network()
    line = line_on(network)
    sent, gathered = line.ask(("ECHO", "a")), line.ask(("ECHO", "b"))

    line.connection_lost(None)

    for answer in (sent, gathered):
        with pytest.raises(NoConnection):
            await answer
    assert len(network.pieces) == 1
    assert network.cut
