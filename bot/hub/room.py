"""A room holds every socket of one audience in this process, and ends each with a code its page understands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from sanic import Request, Websocket

from bot.hub import frames
from bot.hub.failures import as_known
from bot.hub.limits import Limits
from bot.hub.link import Gone, Link
from bot.hub.services import Services
from bot.hub.sockets import REPLACED, RESTARTING, Sockets
from bot.hub.switchboard import Switchboard
from bot.kernel.errors import BadInput, NotAllowed, NotSignedIn, StoreUnavailable, TooMuch

BAD_HELLO, NOT_LET_IN, FOREIGN = 4400, 4401, 4403
TRY_LATER, BROKEN, FLOOD = 1013, 1011, 1008


class Room(ABC):
    """What the two audiences' rooms share.

    Args:
        queue_every_s: least seconds between two looks at the queue.
    """

    audience: ClassVar[str]
    """Whose sockets these are, as the figures call them."""

    def __init__(self, services: Services, limits: Limits, *, queue_every_s: float) -> None:
        self.services = services
        self.limits = limits
        self.sockets = Sockets()
        self.switchboard = Switchboard(services.wakeups, queue_every_s=queue_every_s)

    def start(self) -> None:
        """Begin to pass wake-ups on."""
        self.switchboard.start()

    async def stop(self) -> None:
        """Tell every socket to come back soon, and stop working."""
        await self.sockets.close_all(RESTARTING, "restarting")
        await self.switchboard.stop()

    async def serve(self, request: Request, websocket: Websocket) -> None:
        """A socket from its first frame to its end."""
        link = Link(request, websocket, self.limits, self.services.metrics, self.audience)
        try:
            with self.sockets.present(link):
                self._count()
                await self._attend(request, link)
        finally:
            self._count()

    def _count(self) -> None:
        self.services.metrics.level("jiezhu_sockets", len(self.sockets), audience=self.audience)

    async def _attend(self, request: Request, link: Link) -> None:
        try:
            await self.admit(request, link)
        except Gone:
            return
        except NotAllowed as error:
            await link.close(FOREIGN, error.code)
        except NotSignedIn as error:
            await link.close(NOT_LET_IN, error.code)
        except BadInput as error:
            await link.close(BAD_HELLO, error.code)
        except (StoreUnavailable, TooMuch) as error:
            await link.close(TRY_LATER, error.code)
        except Exception as error:  # the edge: whatever it is, the page hears a sentence and comes back
            await link.send(frames.complaint(as_known(error)))
            await link.close(BROKEN)

    @abstractmethod
    async def admit(self, request: Request, link: Link) -> None:
        """Find out who is there and serve them to the end.

        Raises:
            NotAllowed, NotSignedIn, BadInput, StoreUnavailable, TooMuch: they are not let in; each has its close code.
            Gone: they hung up.
        """

    async def hello(self, link: Link) -> dict[str, Any]:
        """The first frame.

        Raises:
            BadInput: it does not come in time, or is no ``hello``.
        """
        raw = await link.receive(self.limits.hello_s)
        if raw is None:
            raise BadInput("没有收到 hello。")
        hello = frames.parse(raw)
        if hello["t"] != "hello":
            raise BadInput("第一条消息应当是 hello。")
        return hello

    @asynccontextmanager
    async def seat(self, owner: str, link: Link) -> AsyncIterator[None]:
        """Let a socket of an owner stay while the block runs; with too many of them the oldest has to go."""
        with self.sockets.seated(owner, link):
            for oldest in self.sockets.of(owner)[: -self.limits.windows]:
                await oldest.close(REPLACED, "too many windows")
            yield
