"""``/ws/chat``: all customers connected to this process."""

from __future__ import annotations

from sanic import Request

from bot.hub import frames, origins
from bot.hub.bucket import SharedBuckets
from bot.hub.customer_door import let_in
from bot.hub.customer_socket import CustomerSocket
from bot.hub.limits import Limits
from bot.hub.link import Link
from bot.hub.places import Places
from bot.hub.room import Room
from bot.hub.services import Services
from bot.kernel.errors import NotAllowed, TooMuch

SUBPROTOCOL = "jiezhu.v1"


class CustomerRoom(Room):
    """Customers and visitors; several windows of one customer all see the same."""

    audience = "customer"

    def __init__(self, services: Services, limits: Limits) -> None:
        super().__init__(services, limits, queue_every_s=limits.customer_queue_s)
        self.shops = origins.read_origins(services.settings.shop_origins)
        ledger, clock = services.ledger, services.clock
        self._messages = SharedBuckets(ledger, "messages", limits.messages, limits.messages_per_s, clock)
        self._arrivals = SharedBuckets(ledger, "arrivals", limits.arrivals, limits.arrivals_per_s, clock)
        self.places = Places(services.conversations.places)
        self.switchboard.listen_to_queue(self.places.changed)

    def start(self) -> None:
        """See the base."""
        super().start()
        self.places.start()

    async def stop(self) -> None:
        """See the base."""
        await super().stop()
        await self.places.stop()

    async def admit(self, request: Request, link: Link) -> None:
        """See the base."""
        if not origins.may_chat(request, self.shops):
            raise NotAllowed("这个网页不能使用在线客服。")
        await self.check_arrival(request)
        hello = await self.hello(link)
        since = frames.number(hello, "since", default=0)
        await CustomerSocket(self, link, await let_in(self.services, hello)).run(since)

    async def check_pace(self, conversation: str) -> None:
        """Count a message of a conversation, whichever way and through whichever hub it came.

        Raises:
            TooMuch: there were too many.
        """
        if not await self._messages.may(conversation):
            raise TooMuch("您发得太快了，请稍等几秒再发。")

    async def check_arrival(self, request: Request) -> None:
        """Count somebody who comes in from an address (behind proxies of ours: see ``JIEZHU_PROXIES``).

        Raises:
            TooMuch: too many come from there.
        """
        if not await self._arrivals.may(request.client_ip or "unknown"):
            raise TooMuch("这个网络打开的会话太多了，请稍后再试。")
