"""One connection to the store that all calls of a process share, each answered in its turn.

redis-py checks a connection out of its pool for every command, which costs the process several times what the
store needs for the command itself. Redis answers the commands of a connection in their order, so one connection can
carry all of them. What it is worth is in docs/performance.md.

While the store works on what was asked, what is asked meanwhile is gathered and sent together when it has answered: the
store then puts all of it on disk at once, and both sides are woken once. While it writes to disk (``appendfsync
always``) it would not look at what comes anyway.

Nothing is sent twice: when the line breaks, what was under way fails, and whoever asked knows whether it may be
asked again. Commands that wait in the store would make everybody wait behind them: they, pipelines, transactions and
subscriptions use the pool as before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any

import hiredis
from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import InvalidResponse, ReadOnlyError, ResponseError
from redis.exceptions import TimeoutError as TooLate

READ_BYTES = 1 << 18

_WAITING = frozenset(
    {"BLPOP", "BRPOP", "BLMOVE", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "XREAD", "XREADGROUP", "WAIT"}
)
_OF_A_CONNECTION = frozenset({"MULTI", "EXEC", "WATCH", "SELECT", "AUTH", "HELLO", "CLIENT", "SUBSCRIBE", "MONITOR"})
_BY_POOL = _WAITING | _OF_A_CONNECTION
_MORE: Any = object()
"""What the parser gives when an answer is not all there yet."""


class Line(asyncio.Protocol):
    """The connection, from its opening until it breaks. A broken line is thrown away, never mended."""

    def __init__(self, connection: Any, timeout_s: float) -> None:
        """``connection``: one of redis-py's, connected; ``timeout_s``: how long an answer may take."""
        self._timeout_s = timeout_s
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        self._gathered: list[bytes] = []
        self._watch: asyncio.TimerHandle | None = None
        self._parser = _parser(connection)
        self._gone = asyncio.Event()
        self.broken = False
        # redis-py made it and said who we are; from here on we read and write it, without a stream in between. Its
        # stream has to live all the same: a stream that is collected takes its network with it.
        self._connection = connection
        self._transport = connection._writer.transport
        self._transport.set_protocol(self)

    def ask(self, command: tuple[Any, ...]) -> asyncio.Future[Any]:
        """Send a command, or gather it while the store is at work. The future is its answer; an error the store answers
        with is its value, not its exception.

        A caller who gives up leaves the others undisturbed: the answer is read all the same.
        """
        answer: asyncio.Future[Any] = self._loop.create_future()
        # redis-py names some commands by two words, which travel as two.
        packed = hiredis.pack_command((*command[0].split(" "), *command[1:]) if " " in command[0] else command)
        if self._waiting:
            self._gathered.append(packed)
        elif not self.broken:
            self._transport.write(packed)
        self._waiting.append((answer, self._loop.time() + self._timeout_s))
        if self._watch is None:
            self._watch = self._loop.call_later(self._timeout_s, self._look)
        return answer

    async def close(self) -> None:
        """Hang up; whoever still waits is told."""
        self._break(NoConnection("The connection to the store was closed."))
        await self._gone.wait()

    def data_received(self, data: bytes) -> None:
        """See the base."""
        try:
            self._parser.feed(data)
            while (reply := self._parser.gets()) is not _MORE:
                self._hand_over(reply)
            if self._gathered and len(self._waiting) == len(self._gathered) and not self.broken:
                gathered, self._gathered = self._gathered, []
                self._transport.write(b"".join(gathered))
        except InvalidResponse as error:
            self._break(NoConnection(f"The connection to the store broke: {error}"))

    def connection_lost(self, exc: Exception | None) -> None:
        """See the base."""
        why = f"The connection to the store broke: {exc}" if exc else "The store closed the connection."
        self._break(NoConnection(why))
        self._connection._reader = self._connection._writer = None
        self._gone.set()

    def _hand_over(self, reply: Any) -> None:
        if isinstance(reply, hiredis.PushNotification):
            return
        if not self._waiting:
            return
        answer, _ = self._waiting.popleft()
        if not answer.done():
            answer.set_result(reply)
        if isinstance(reply, ReadOnlyError):
            # It was the primary and is none any more: the next call asks anew where the primary is.
            self._break(NoConnection("The store is no primary any more."))

    def _look(self) -> None:
        """See whether the oldest call has waited too long: then nothing behind it will be answered in time either."""
        self._watch = None
        if not self._waiting:
            return
        left = self._waiting[0][1] - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self._look)
        else:
            self._break(TooLate("The store does not answer."))

    def _break(self, error: Exception) -> None:
        if self.broken:
            return
        self.broken = True
        if self._watch is not None:
            self._watch.cancel()
        waiting, self._waiting = self._waiting, deque()
        for answer, _ in waiting:
            if not answer.done():
                answer.set_exception(error)
        self._transport.abort()


class LineRedis(Redis):
    """redis-py's client with its single commands on one :class:`Line`.

    Args:
        pool: makes the connection, and serves what may not share one.
        timeout_s: how long the store may take for an answer; then the line is given up.
    """

    def __init__(self, pool: ConnectionPool, *, timeout_s: float) -> None:
        super().__init__(connection_pool=pool)
        self._timeout_s = timeout_s
        self._line: Line | None = None
        self._opening = asyncio.Lock()

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """See the base."""
        name = args[0]
        if name in _BY_POOL or "NEVER_DECODE" in options:
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]
        line = self._line
        if line is None or line.broken:
            line = await self._open()
        reply = await line.ask(args)
        empty = options.pop("EMPTY_RESPONSE", _MORE)
        if isinstance(reply, Exception):
            if empty is not _MORE and isinstance(reply, ResponseError):
                return empty
            raise reply
        options.pop("keys", None)
        callback = self.response_callbacks.get(name)
        return reply if callback is None else callback(reply, **options)

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        """See the base; the line is hung up, too."""
        if self._line is not None:
            await self._line.close()
        await super().aclose(close_connection_pool)

    async def _open(self) -> Line:
        async with self._opening:
            if self._line is None or self._line.broken:
                connection = self.connection_pool.make_connection()  # type: ignore[no-untyped-call]
                await connection.connect()
                self._line = Line(connection, self._timeout_s)
            return self._line


async def published(pool: ConnectionPool, channels: Sequence[str], silence_s: float) -> AsyncIterator[str]:
    """What is published on some channels, for as long as somebody is there, on a connection of its own.

    A server that hangs, or whose machine is gone, closes nothing: after a silence it is asked for a sign of life.

    Raises:
        redis.exceptions.ConnectionError: the line broke, or no sign of life came.
    """
    connection: Any = pool.make_connection()  # type: ignore[no-untyped-call]
    asked = False
    try:
        await connection.connect()
        parser = _parser(connection)
        connection._writer.write(_packed("SUBSCRIBE", *channels))
        while True:
            try:
                async with asyncio.timeout(silence_s):
                    data = await connection._reader.read(READ_BYTES)
            except TimeoutError:
                if asked:
                    raise NoConnection("The store has fallen silent.") from None
                connection._writer.write(_packed("PING"))
                asked = True
                continue
            if not data:
                raise NoConnection("The store closed the connection.")
            asked = False
            parser.feed(data)
            while (said := parser.gets()) is not _MORE:
                if isinstance(said, Exception):
                    raise said
                if isinstance(said, list) and said[0] == "message":
                    yield said[2]
    except OSError as error:
        raise NoConnection(f"The connection to the store broke: {error}") from error
    finally:
        await connection.disconnect(nowait=True)


def _packed(*words: str) -> bytes:
    command: Any = words
    packed: bytes = hiredis.pack_command(command)
    return packed


def _parser(connection: Any) -> hiredis.Reader:
    return hiredis.Reader(
        protocolError=InvalidResponse, replyError=connection._parser.parse_error, encoding="utf-8", notEnoughData=_MORE
    )
