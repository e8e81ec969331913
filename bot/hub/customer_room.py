"""``/ws/chat``: all customers connected to this process."""

from __future__ import annotations

from sanic import Request

from bot.hub import frames, origins
from bot.hub.bucket import Buckets
from bot.hub.customer_door import let_in
from bot.hub.customer_socket import CustomerSocket
from bot.hub.limits import Limits
from bot.hub.link import Link
from bot.hub.places import Places
from bot.hub.room import Room
from bot.hub.services import Services
from bot.kernel.errors import NotAllowed

SUBPROTOCOL = "jiezhu.v1"


class CustomerRoom(Room):
    """Customers and visitors; several windows of one customer all see the same."""

    def __init__(self, services: Services, limits: Limits) -> None:
        super().__init__(services, limits, queue_every_s=limits.customer_queue_s)
        self.shops = origins.read_origins(services.settings.shop_origins)
        self.messages = Buckets(limits.messages, limits.messages_per_s, services.clock)
        self.places = Places(services.conversations.queue)
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
        hello = await self.hello(link)
        since = frames.number(hello, "since", default=0)
        await CustomerSocket(self, link, await let_in(self.services, hello)).run(since)
