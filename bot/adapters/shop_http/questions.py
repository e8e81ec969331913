"""What the ports ask, put to the client, and its replies in the ports' own terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.adapters.shop_http.client import Call, NoAnswer, Reply, ShopClient
from bot.adapters.shop_http.wire import is_id, path
from bot.adapters.shop_http.wire_answers import outcome
from bot.adapters.shop_http.wire_requests import call_of
from bot.commerce.carrier import AskCarrier, CarrierRequest, InterceptParcel, OpenTrace
from bot.commerce.outcomes import Outcome, Refusal, Refused, Unconfirmed
from bot.commerce.requests import GrantCoupon, ShopRequest
from bot.kernel.errors import BadInput, ShopUnavailable

_NO_SUCH = Refused(Refusal.NOT_FOUND, "没有找到对应的订单或包裹，请核对号码。")
_NOT_OFFERED = Refused(Refusal.NOT_OFFERED, "店铺暂时不能在线办理这项业务。")

Read = TypeVar("Read")


class Questions:
    """Asks one merchant's system."""

    def __init__(self, client: ShopClient) -> None:
        self._client = client

    async def one(
        self,
        operation: str,
        read: Callable[[bytes], Read],
        *place: str,
        query: Mapping[str, str | int] | None = None,
    ) -> Read | None:
        """What is at that place; None when the shop has nothing there, or does not offer it.

        Raises:
            ShopUnavailable: no answer.
        """
        if not all(is_id(part) for part in place):
            return None
        reply = await self._ask(Call(operation, "GET", path(*place), query or {}), read)
        if reply.problem == "key_reused":
            raise ShopUnavailable(why="http_422")
        return reply.answer

    async def several(
        self,
        operation: str,
        read: Callable[[bytes], list[Read]],
        *place: str,
        query: Mapping[str, str | int] | None = None,
    ) -> list[Read]:
        """The list at that place; empty when the shop has nothing there.

        Raises:
            ShopUnavailable: no answer.
        """
        return await self.one(operation, read, *place, query=query) or []

    async def to_do(self, customer_id: str, request: ShopRequest | CarrierRequest, key: str) -> Outcome:
        """Have something done, once (:meth:`bot.commerce.shop.ShopWriting.carry_out`).

        Raises:
            BadInput: the key was used for something else before.
            ShopUnavailable: the shop was not reached; nothing has happened.
        """
        if not all(is_id(part) for part in _ids(customer_id, request)):
            return _NO_SUCH
        try:
            reply = await self._client.ask(call_of(customer_id, request, key), outcome)
        except NoAnswer as error:
            if error.lost:
                return Unconfirmed(key)
            raise ShopUnavailable(why=error.why) from error
        if reply.problem == "key_reused":
            raise BadInput(why="key_reused")
        if reply.answer is None:
            return _NO_SUCH if reply.problem == "not_found" else _NOT_OFFERED
        return reply.answer

    async def what_became(self, customer_id: str, key: str) -> Outcome | None:
        """What became of a request (:meth:`bot.commerce.shop.ShopWriting.outcome`).

        Raises:
            ShopUnavailable: no answer.
        """
        return await self.one("getOutcome", outcome, "customers", customer_id, "requests", key)

    async def anything(self) -> None:
        """Return when the shop answers.

        Raises:
            ShopUnavailable: it does not.
        """
        await self._ask(Call("ping", "GET", "/ping"), lambda _: True)

    async def end(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    async def _ask(self, call: Call, read: Callable[[bytes], Read]) -> Reply[Read]:
        try:
            return await self._client.ask(call, read)
        except NoAnswer as error:
            raise ShopUnavailable(why=error.why) from error


def _ids(customer_id: str, request: ShopRequest | CarrierRequest) -> tuple[str, ...]:
    if isinstance(request, GrantCoupon):
        return (customer_id,)
    if isinstance(request, OpenTrace | AskCarrier | InterceptParcel):
        return (customer_id, request.tracking_no)
    return (customer_id, request.order_id)
